using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using ErrorOr;
using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;

namespace Corpus.Clean.OutcomeChecks;

public record Invoice(int Id, decimal Total);

public interface IInvoices
{
    Task<ErrorOr<Invoice>> CloseAsync(int id);
}

// Every outcome is looked at, given on, or cannot be a failure.
public sealed class InvoiceClient(HttpClient http, ILogger<InvoiceClient> logger)
{
    public async Task<Invoice?> FindAsync(int id, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync("invoices/" + id, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<Invoice>(cancellationToken);
    }

    public async Task CloseAsync(Invoice invoice, CancellationToken cancellationToken)
    {
        var response = await http.PostAsJsonAsync("invoices", invoice, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            logger.LogError("Closing {Id} failed with {Status}: {Text}", invoice.Id, response.StatusCode, text);
            throw new InvalidOperationException("The invoice is still open: " + text);
        }

        logger.LogInformation("{Text}", text);
    }

    public async Task<Uri?> CreateAsync(Invoice invoice, CancellationToken cancellationToken)
    {
        using var response = await http.PutAsJsonAsync("invoices", invoice, cancellationToken);
        return response.Headers.Location;
    }

    public Task<HttpResponseMessage> RemoveAsync(int id, CancellationToken cancellationToken) => http.DeleteAsync("invoices/" + id, cancellationToken);

    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        await http.GetAsync("health", cancellationToken);
    }

    public async Task<string> RetryAsync(string path, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var response = await http.GetAsync(path, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return await response.Content.ReadAsStringAsync(cancellationToken);
            }

            if (attempt == 3)
            {
                throw new HttpRequestException("no answer", null, response.StatusCode);
            }
        }
    }

    public async Task ForgetAsync(int id, CancellationToken cancellationToken)
    {
        // Best effort: the cache drops the entry by itself after a minute.
        await http.DeleteAsync("cache/" + id, cancellationToken);
    }
}

public sealed class InvoiceAccounts(UserManager<IdentityUser> users, IValidator<Invoice> validator, IInvoices invoices)
{
    public async Task<IdentityResult> RegisterAsync(Invoice invoice, IdentityUser user, CancellationToken cancellationToken)
    {
        await validator.ValidateAndThrowAsync(invoice, cancellationToken);
        await validator.ValidateAsync(invoice, options => options.ThrowOnFailures(), cancellationToken);
        var result = await users.CreateAsync(user);
        if (!result.Succeeded)
        {
            return result;
        }

        result = await users.AddToRoleAsync(user, "payer");
        return result;
    }

    public async Task<string> CloseAsync(int id)
    {
        var closed = await invoices.CloseAsync(id);
        return closed.Match(invoice => "closed " + invoice.Id, errors => errors[0].Description);
    }
}

public sealed class InvoiceQueues
{
    private readonly Channel<Invoice> _endless = Channel.CreateUnbounded<Invoice>();
    private readonly Channel<Invoice> _latest = Channel.CreateBounded<Invoice>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Channel<Invoice> _waiting = Channel.CreateBounded<Invoice>(10);
    private readonly Channel<object?> _signal = Channel.CreateBounded<object?>(1);
    private readonly Dictionary<int, int> _dropped = [];
    private readonly SemaphoreSlim _gate = new(1);
    private readonly SemaphoreSlim _wakeUp = new(0);
    private readonly BlockingCollection<Invoice> _printed = [];
    private readonly ConcurrentDictionary<int, Invoice> _known = new();

    public async Task AddAsync(Invoice invoice, CancellationToken cancellationToken)
    {
        _endless.Writer.TryWrite(invoice);
        _latest.Writer.TryWrite(invoice);
        _printed.TryAdd(invoice);
        _known.TryAdd(invoice.Id, invoice);
        if (!_waiting.Writer.TryWrite(invoice))
        {
            await _waiting.Writer.WriteAsync(invoice, cancellationToken);
        }
    }

    public void Wake() => _signal.Writer.TryWrite(null);

    public void CountDropped(int id)
    {
        _dropped.TryGetValue(id, out var count);
        _dropped[id] = count + 1;
    }

    public async Task<bool> PrintAsync(CancellationToken cancellationToken)
    {
        await _wakeUp.WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);
        if (!await _gate.WaitAsync(TimeSpan.FromSeconds(5), cancellationToken))
        {
            return false;
        }

        try
        {
            return _printed.Count > 0;
        }
        finally
        {
            _gate.Release();
        }
    }

    public Invoice? Find(int id)
    {
        _known.TryGetValue(id, out var found);
        return found;
    }

    public int PageSize(string? text)
    {
        int.TryParse(text, out var size);
        return Math.Clamp(size, 10, 100);
    }

    public void Compress(string path)
    {
        using var process = Process.Start("gzip", path);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException("gzip failed with " + process.ExitCode);
        }
    }
}
