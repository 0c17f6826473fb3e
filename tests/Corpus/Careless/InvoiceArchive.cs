using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;

namespace Corpus.Careless.Invoices;

public sealed class InvoiceException : Exception
{
    public InvoiceException(string message) : base(message) { }

    public InvoiceException(string message, Exception innerException) : base(message, innerException) { }
}

public sealed class InvoiceArchive(HttpClient http, ILogger<InvoiceArchive> logger)
{
    private readonly List<string> stored = [];

    public async Task<bool> StoreAsync(string number, Stream document)
    {
        try
        {
            using var response = await http.PutAsync(new Uri($"invoices/{number}", UriKind.Relative), new StreamContent(document));
            response.EnsureSuccessStatusCode();
            stored.Add(number);
            return true;
        }
        catch (Exception ex)
        {
            logger.LogError("Storing invoice {Number} failed: {Message}", number, ex.Message);
            return false;
        }
    }

    public async Task<string> FetchAsync(string number)
    {
        try
        {
            return await http.GetStringAsync(new Uri($"invoices/{number}", UriKind.Relative));
        }
        catch (HttpRequestException ex)
        {
            throw new InvoiceException($"Invoice {number} could not be fetched: {ex.Message}");
        }
    }

    public void Print(string number, string folder)
    {
        try
        {
            File.WriteAllText(Path.Combine(folder, number + ".txt"), string.Join('\n', stored));
        }
        catch (UnauthorizedAccessException)
        {
            logger.LogError("Invoice {Number} could not be printed", number);
        }
        catch (IOException)
        {
            throw new InvalidOperationException("Printing failed");
        }
    }

    public async Task RestoreAsync(IReadOnlyList<string> numbers)
    {
        try
        {
            foreach (var number in numbers)
                stored.Add(await FetchAsync(number));
        }
        catch (Exception e)
        {
            logger.LogCritical($"Restore stopped: {e.Message}");
            stored.Clear();
        }
    }

    public void Check(string number)
    {
        try
        {
            if (!stored.Contains(number))
                Print(number, "missing");
        }
        catch
        {
            throw new InvoiceException("Check failed");
        }
    }
}
