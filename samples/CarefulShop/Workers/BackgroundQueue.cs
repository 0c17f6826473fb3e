using System.Threading.Channels;

namespace CarefulShop.Workers;

public sealed record BackgroundJob(string Name, Func<IServiceProvider, CancellationToken, Task> RunAsync);

/// <summary>Takes work that may outlive its request; <see cref="BackgroundQueueWorker"/> runs it in a scope of its own.</summary>
public class BackgroundQueue
{
    private readonly Channel<BackgroundJob> _jobs = Channel.CreateBounded<BackgroundJob>(new BoundedChannelOptions(1000)
    {
        SingleReader = true,
    });

    /// <summary>Adds the job, or returns false when the queue is full.</summary>
    public bool TryEnqueue(BackgroundJob job) => _jobs.Writer.TryWrite(job);

    /// <summary>Adds the job, and waits for room when the queue is full.</summary>
    public ValueTask EnqueueAsync(BackgroundJob job, CancellationToken cancellationToken) => _jobs.Writer.WriteAsync(job, cancellationToken);

    public IAsyncEnumerable<BackgroundJob> ReadAllAsync(CancellationToken cancellationToken) => _jobs.Reader.ReadAllAsync(cancellationToken);
}
