using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Threading;
using System.Threading.Tasks;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Corpus.Clean.CleanupForms;

public class Lease
{
    public int Id { get; set; }
    public string Status { get; set; } = "";
    public int Attempts { get; set; }
}

public class LeaseContext(DbContextOptions<LeaseContext> options) : DbContext(options)
{
    public DbSet<Lease> Leases => Set<Lease>();
}

public interface ILeaseStore
{
    Task RenewAsync(int id, CancellationToken cancellationToken = default);

    Task ReleaseAsync(int id, CancellationToken cancellationToken = default);

    Task NotifyAsync(string text, CancellationToken cancellationToken = default);
}

public interface IWorkQueue
{
    void Enqueue(Func<CancellationToken, Task> work);
}

public sealed class LeaseKeeper(LeaseContext db, ILeaseStore store, DbConnection connection, IWorkQueue queue, ILogger<LeaseKeeper> logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    public async Task HoldAsync(int id, CancellationToken cancellationToken)
    {
        try
        {
            await store.RenewAsync(id, cancellationToken);
        }
        finally
        {
            // Whoever cancels must not keep the lease.
            await store.ReleaseAsync(id, CancellationToken.None);
        }
    }

    public async Task HoldForAsync(int id, CancellationToken cancellationToken)
    {
        try
        {
            await store.RenewAsync(id, cancellationToken);
        }
        finally
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await store.ReleaseAsync(id, limit.Token);
        }
    }

    public async Task MoveAsync(Lease lease, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            await connection.ExecuteAsync(new CommandDefinition("update leases set owner = 2 where id = @Id", lease, transaction, cancellationToken: cancellationToken));
            await transaction.CommitAsync(cancellationToken);
        }
        catch
        {
            await transaction.RollbackAsync(CancellationToken.None);
            throw;
        }
    }

    public async Task TryAsync(Lease lease, CancellationToken cancellationToken)
    {
        try
        {
            await store.RenewAsync(lease.Id, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogWarning(exception, "Lease {Lease} was not renewed", lease.Id);
            lease.Status = "failed";
            lease.Attempts++;
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    public async Task RetryAsync(Lease lease, CancellationToken cancellationToken)
    {
        for (var round = 0; round < 3; round++)
        {
            try
            {
                await store.RenewAsync(lease.Id, cancellationToken);
                return;
            }
            catch (TimeoutException exception)
            {
                logger.LogWarning(exception, "Round {Round} failed", round);
                await store.NotifyAsync("again", cancellationToken);
                await Task.Delay(TimeSpan.FromSeconds(round), cancellationToken);
            }
        }
    }

    public async Task RenewAllAsync(IReadOnlyList<int> ids, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(ids, cancellationToken, async (id, token) => await store.RenewAsync(id, token));
        await Parallel.ForEachAsync(ids, cancellationToken, async (id, token) =>
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(token, cancellationToken);
            limit.CancelAfter(TimeSpan.FromSeconds(5));
            await store.RenewAsync(id, limit.Token);
        });
    }

    public void RenewLater(int id) => queue.Enqueue(async stoppingToken => await store.RenewAsync(id, stoppingToken));

    public async Task RenewWithinAsync(int id, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        await store.RenewAsync(id, limit.Token);
    }

    public async Task AnnounceAsync(Lease lease, CancellationToken cancellationToken)
    {
        lease.Status = "announced";
        await db.SaveChangesAsync(cancellationToken);
        await store.NotifyAsync("announced", CancellationToken.None);
    }

    public async Task ProveAsync(int id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // Once the other side has seen the first half, it has to see the second one, too.
        await store.RenewAsync(id, CancellationToken.None);
    }

    public Task RenewUntilStoppedAsync(int id) => store.RenewAsync(id, _stopping.Token);

    public Task StartLoop(CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() => logger.LogInformation("started"), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await store.ReleaseAsync(0, CancellationToken.None);
        _stopping.Dispose();
    }
}
