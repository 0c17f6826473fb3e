using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;

namespace Corpus.Clean.FailureHandling;

public sealed class InvoiceException(string message, Exception? inner = null) : Exception(message, inner);

public sealed record Invoice(string Number, decimal Total);

/// <summary>Every catch here lets the failure be seen: thrown again, wrapped, kept or handed on.</summary>
public sealed class InvoiceReader(ILogger<InvoiceReader> logger)
{
    private static readonly Action<ILogger, string, Exception?> ReadFailed =
        LoggerMessage.Define<string>(LogLevel.Error, new EventId(1, nameof(ReadFailed)), "Invoice {Path} cannot be read");

    private readonly ConcurrentQueue<Exception> _failures = new();
    private ExceptionDispatchInfo? _captured;

    public Exception? LastFailure { get; private set; }

    public Invoice Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception ex)
        {
            throw new InvoiceException($"Invoice {path} cannot be read.", ex);
        }
    }

    public Invoice ReadAndLog(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception ex)
        {
            ReadFailed(logger, path, ex);
            throw;
        }
    }

    public Invoice ReadThroughHelper(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception ex)
        {
            ThrowUnreadable(path, ex);
            return null!;
        }
    }

    public IReadOnlyList<Invoice> ReadFolder(string folder)
    {
        var invoices = new List<Invoice>();
        var failures = new List<Exception>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.json"))
        {
            try
            {
                invoices.Add(Parse(File.ReadAllText(path)));
            }
            catch (Exception ex)
            {
                failures.Add(new InvoiceException($"Invoice {path} cannot be read.", ex));
            }
        }

        return failures.Count == 0 ? invoices : throw new AggregateException(failures);
    }

    public void ReadLater(string path)
    {
        try
        {
            Parse(File.ReadAllText(path));
        }
        catch (Exception ex)
        {
            _captured = ExceptionDispatchInfo.Capture(ex);
        }
    }

    public void Finish() => _captured?.Throw();

    public Invoice? ReadAndRemember(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception ex)
        {
            LastFailure = ex;
            return null;
        }
    }

    public Invoice? ReadOrExplain(string path, out Exception? problem)
    {
        try
        {
            problem = null;
            return Parse(File.ReadAllText(path));
        }
        catch (Exception ex)
        {
            problem = ex;
            return null;
        }
    }

    public Invoice? ReadOrNotify(string path, Action<Exception> onFailure)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception ex)
        {
            onFailure(ex);
            return null;
        }
    }

    public Task<Invoice> ReadOnThread(string path)
    {
        var completion = new TaskCompletionSource<Invoice>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                completion.SetResult(Parse(File.ReadAllText(path)));
            }
            catch (Exception ex)
            {
                completion.SetException(ex);
            }
        });
        thread.Start();
        return completion.Task;
    }

    public void ReadQuietly(string path)
    {
        try
        {
            Parse(File.ReadAllText(path));
        }
        catch (Exception ex)
        {
            _failures.Enqueue(ex);
        }
    }

    public void WarmUp(string path)
    {
        try
        {
            Parse(File.ReadAllText(path));
        }
        catch (Exception ex)
        {
            logger.LogInformation(ex, "The first read failed; the file is read again on demand");
        }
    }

    public void TraceOnly(string path)
    {
        try
        {
            Parse(File.ReadAllText(path));
        }
        catch (Exception ex)
        {
            Trace.TraceError(ex.ToString());
            Activity.Current?.AddException(ex);
        }
    }

    public Invoice? ReadOptional(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    public Invoice? ReadUnlessForeign(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception ex) when (ex is JsonException or FormatException)
        {
            return null;
        }
    }

    public decimal Total(IEnumerable<string> paths) => paths.Sum(p => Read(p).Total);

    private static Invoice Parse(string json) =>
        JsonSerializer.Deserialize<Invoice>(json) ?? throw new InvoiceException("The invoice is empty.");

    private static void ThrowUnreadable(string path, Exception cause) =>
        throw new InvoiceException($"Invoice {path} cannot be read.", cause);
}

public readonly record struct Outcome<T>(T? Value, Exception? Error)
{
    public bool Succeeded => Error is null;
}

public static class Outcomes
{
    public static Outcome<T> Run<T>(Func<T> work)
    {
        try
        {
            return new Outcome<T>(work(), null);
        }
        catch (Exception ex)
        {
            return new Outcome<T>(default, ex);
        }
    }
}
