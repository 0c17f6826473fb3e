using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;

namespace Corpus.Clean.BackgroundWork;

public interface IIndex
{
    Task AddAsync(string document, CancellationToken cancellationToken);

    Task OptimizeAsync();
}

public static class TaskExtensions
{
    /// <summary>Lets a task run on its own and logs its failure.</summary>
    public static async void Forget(this Task task, ILogger logger)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Background work failed");
        }
    }
}

public sealed class IndexService(IIndex index, ILogger<IndexService> logger)
{
    private readonly ConcurrentDictionary<string, Task> _running = new();
    private readonly Lazy<Task> _warmUp = new(() => index.OptimizeAsync());
    private Task? _optimization;

    public Task WarmUpAsync() => _warmUp.Value;

    public Task AddAsync(string document, CancellationToken cancellationToken) => index.AddAsync(document, cancellationToken);

    public async Task AddAllAsync(IEnumerable<string> documents, CancellationToken cancellationToken)
    {
        var tasks = documents.Select(d => index.AddAsync(d, cancellationToken)).ToList();
        await Task.WhenAll(tasks);
    }

    public async Task AddBothAsync(string first, string second, CancellationToken cancellationToken)
    {
        var one = index.AddAsync(first, cancellationToken);
        var two = index.AddAsync(second, cancellationToken);
        await one;
        await two;
    }

    public void StartOptimization() => _optimization ??= index.OptimizeAsync();

    public async Task FinishAsync()
    {
        if (_optimization is not null)
        {
            await _optimization;
        }
    }

    public Task AddOnceAsync(string document) => _running.GetOrAdd(document, d => index.AddAsync(d, CancellationToken.None));

    public void OptimizeWithHelper() => index.OptimizeAsync().Forget(logger);

    public void OptimizeWithContinuation()
    {
        _ = index.OptimizeAsync().ContinueWith(
            t => logger.LogError(t.Exception, "The index could not be optimized"),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default);
    }

    public void OptimizeQuietly()
    {
        _ = OptimizeCoreAsync();
    }

    public void OptimizeOnPool()
    {
        _ = Task.Run(async () =>
        {
            try
            {
                await index.OptimizeAsync();
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "The index could not be optimized");
            }
        });
    }

    public void OptimizeOrNot()
    {
        // The next write optimizes again, and the index records its own failures.
        _ = index.OptimizeAsync();
    }

    public async Task<bool> AddIfNewAsync(string document, Func<string, Task<bool>> exists, CancellationToken cancellationToken)
    {
        if (await exists(document))
        {
            return false;
        }

        await index.AddAsync(document, cancellationToken);
        return true;
    }

    public Task NothingToDo()
    {
        _ = Task.CompletedTask;
        return Task.CompletedTask;
    }

    public bool IsIdle => _optimization is null || _optimization.IsCompleted;

    private async Task OptimizeCoreAsync()
    {
        try
        {
            await index.OptimizeAsync();
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "The index could not be optimized");
        }
    }
}
