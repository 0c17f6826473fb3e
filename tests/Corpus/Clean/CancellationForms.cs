using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Net.Http.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;

namespace Corpus.Clean.CancellationForms;

public sealed record Quote(string Symbol, decimal Price);

public static class CancellationExtensions
{
    public static bool IsCausedBy(this Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && cancellationToken.IsCancellationRequested;
}

public sealed class QuoteException(string message, Exception inner) : Exception(message, inner);

public sealed class QuoteClient(HttpClient http, ILogger<QuoteClient> logger)
{
    public async Task<Quote?> FilterOnTypeAsync(string symbol, CancellationToken cancellationToken)
    {
        try
        {
            return await http.GetFromJsonAsync<Quote>($"quotes/{symbol}", cancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            throw new QuoteException($"No quote for {symbol}.", ex);
        }
    }

    public async Task<Quote?> EarlierClauseAsync(string symbol, CancellationToken cancellationToken)
    {
        try
        {
            return await http.GetFromJsonAsync<Quote>($"quotes/{symbol}", cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception ex)
        {
            throw new QuoteException($"No quote for {symbol}.", ex);
        }
    }

    public async Task RefreshAsync(IEnumerable<string> symbols, IDictionary<string, Quote?> quotes, CancellationToken cancellationToken)
    {
        foreach (var symbol in symbols)
        {
            try
            {
                quotes[symbol] = await http.GetFromJsonAsync<Quote>($"quotes/{symbol}", cancellationToken);
            }
            catch (Exception ex)
            {
                if (ex is OperationCanceledException)
                {
                    throw;
                }

                logger.LogWarning(ex, "The quote of {Symbol} stays as it is", symbol);
            }
        }
    }

    public async Task ThrowFirstAsync(string symbol, CancellationToken cancellationToken)
    {
        try
        {
            await http.GetStringAsync($"warm-up/{symbol}", cancellationToken);
        }
        catch (Exception ex)
        {
            cancellationToken.ThrowIfCancellationRequested();
            logger.LogWarning(ex, "Warm-up of {Symbol} failed", symbol);
        }
    }

    public async Task HelperInFilterAsync(string symbol, CancellationToken cancellationToken)
    {
        try
        {
            await http.GetStringAsync($"warm-up/{symbol}", cancellationToken);
        }
        catch (Exception ex) when (!ex.IsCausedBy(cancellationToken))
        {
            logger.LogWarning(ex, "Warm-up of {Symbol} failed", symbol);
        }
    }

    public async Task FilterOnTokenAsync(string symbol, CancellationToken cancellationToken)
    {
        try
        {
            await http.GetStringAsync($"warm-up/{symbol}", cancellationToken);
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(ex, "Warm-up of {Symbol} failed", symbol);
        }
    }

    /// <summary>The only token is a time limit of this method: its cancellation is a failure like any other.</summary>
    public async Task OwnTimeLimitAsync(string symbol)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await http.GetStringAsync($"warm-up/{symbol}", limit.Token);
        }
        catch (Exception ex)
        {
            logger.LogWarning(ex, "Warm-up of {Symbol} failed or took more than five seconds", symbol);
        }
    }

    public async Task<Quote?> LinkedLimitAsync(string symbol, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            return await http.GetFromJsonAsync<Quote>($"quotes/{symbol}", limit.Token);
        }
        catch (OperationCanceledException ex) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No quote for {symbol} within five seconds.", ex);
        }
    }

    public async Task SecondTryAsync(string symbol, CancellationToken cancellationToken)
    {
        try
        {
            await http.GetStringAsync($"warm-up/{symbol}", cancellationToken);
        }
        catch (HttpRequestException ex)
        {
            logger.LogInformation(ex, "The first host failed; the second one is asked");
            await http.GetStringAsync($"backup/warm-up/{symbol}", cancellationToken);
        }
    }

    /// <summary>Only a nested function awaits; the try itself holds nothing that could be cancelled.</summary>
    public Func<Task> Prepare(string symbol, CancellationToken cancellationToken)
    {
        try
        {
            var address = new Uri($"https://quotes.example/{symbol}");
            return () => http.GetStringAsync(address, cancellationToken);
        }
        catch (UriFormatException ex)
        {
            throw new ArgumentException("Not a symbol.", nameof(symbol), ex);
        }
    }

    public void ReadSettings(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            http.BaseAddress = new Uri(File.ReadAllText(path));
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "No address in {Path}; the old one stays", path);
        }
    }

    public Task<Quote> FromCallback(Action<Action<Quote>> subscribe, CancellationToken cancellationToken)
    {
        var completion = new TaskCompletionSource<Quote>(TaskCreationOptions.RunContinuationsAsynchronously);
        cancellationToken.Register(() => completion.TrySetCanceled(cancellationToken));
        subscribe(quote => completion.TrySetResult(quote));
        return completion.Task;
    }
}
