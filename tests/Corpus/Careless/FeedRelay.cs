using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Corpus.Careless.FeedRelay;

public sealed record Quote(string Symbol, double Value);

public interface IQuoteFeed
{
    IAsyncEnumerable<Quote> Quotes { get; }

    Task<IReadOnlyList<Quote>> LatestAsync();
}

public interface IQuoteStore
{
    Task SaveAsync(Quote quote);

    Task<bool> IsReadyAsync();
}

/// <summary>Asks for the latest quotes every few seconds.</summary>
public sealed class QuotePoller(IQuoteFeed feed, IQuoteStore store, ILogger<QuotePoller> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            foreach (var quote in await feed.LatestAsync())
            {
                await store.SaveAsync(quote);
            }

            logger.LogDebug("Quotes saved");
            await Task.Delay(TimeSpan.FromSeconds(5));
        }
    }
}

/// <summary>Relays the stream of quotes.</summary>
public sealed class QuoteRelay(IQuoteFeed feed, IQuoteStore store) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var quote in feed.Quotes)
        {
            await store.SaveAsync(quote);
        }
    }
}

/// <summary>Writes a heartbeat.</summary>
public sealed class Heartbeat(ILogger<Heartbeat> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30));
        while (await timer.WaitForNextTickAsync())
        {
            logger.LogInformation("Relay is alive");
        }
    }
}

/// <summary>Takes quotes from a queue, one after the other.</summary>
public sealed class QuoteQueue(IQuoteStore store)
{
    private readonly BlockingCollection<Quote> _queue = new();

    public void Add(Quote quote) => _queue.Add(quote);

    public async Task PumpAsync(CancellationToken cancellationToken)
    {
        for (; ; )
        {
            var quote = _queue.Take();
            await store.SaveAsync(quote);
        }
    }

    public async Task<Quote> FirstAsync(string symbol, CancellationToken cancellationToken)
    {
        do
        {
            if (_queue.TryTake(out var quote) && quote.Symbol == symbol)
            {
                return quote;
            }

            await Task.Delay(100);
        }
        while (true);
    }

    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await store.IsReadyAsync())
            {
                break;
            }

            await Task.Delay(500);
        }
    }
}

/// <summary>Imports and exports quotes in bulk.</summary>
public sealed class QuoteImporter(IQuoteStore store, IQuoteFeed feed)
{
    private readonly TaskCompletionSource<int> _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task ImportAsync(IReadOnlyList<Quote> quotes, CancellationToken cancellationToken)
    {
        foreach (var quote in quotes)
        {
            await store.SaveAsync(quote);
        }

        _finished.TrySetResult(quotes.Count);
    }

    public async Task<int> WaitForImportAsync(CancellationToken cancellationToken)
    {
        return await _finished.Task;
    }

    public double Average(IReadOnlyList<Quote> quotes, CancellationToken cancellationToken)
    {
        var sum = 0.0;
        foreach (var quote in quotes)
        {
            sum += quote.Value;
        }

        return sum / quotes.Count;
    }

    public async Task<int> ExportAsync(TextWriter writer, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var quote in feed.Quotes.ConfigureAwait(false))
        {
            await writer.WriteLineAsync($"{quote.Symbol};{quote.Value}".AsMemory(), cancellationToken);
            count++;
        }

        return count;
    }
}
