using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Threading;
using System.Threading.Tasks;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Corpus.Careless.ReportRuns;

public enum RunState
{
    Waiting,
    Running,
    Done,
    Failed,
}

public class ReportRun
{
    public int Id { get; set; }
    public RunState State { get; set; }
    public string? LastError { get; set; }
}

public class ReportContext(DbContextOptions<ReportContext> options) : DbContext(options)
{
    public DbSet<ReportRun> Runs => Set<ReportRun>();
}

public interface IRenderer
{
    Task<string> RenderAsync(int runId, CancellationToken cancellationToken = default);

    Task<int> CountPagesAsync(string file, CancellationToken cancellationToken = default);

    Task DeleteDraftAsync(string file, CancellationToken cancellationToken = default);

    Task ReleaseAsync(int runId, CancellationToken cancellationToken = default);
}

public interface IWorkQueue
{
    void Enqueue(Func<CancellationToken, Task> work);
}

public sealed class ReportRunner(ReportContext db, IRenderer renderer, DbConnection archive, IWorkQueue queue, ILogger<ReportRunner> logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    public async Task RunAsync(ReportRun run, CancellationToken cancellationToken)
    {
        try
        {
            run.State = RunState.Running;
            await db.SaveChangesAsync(cancellationToken);
            await renderer.RenderAsync(run.Id, cancellationToken);
            run.State = RunState.Done;
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Report {Run} failed", run.Id);
            run.State = RunState.Failed;
            run.LastError = ex.Message;
            await db.SaveChangesAsync(cancellationToken);
            throw;
        }
        finally
        {
            await renderer.ReleaseAsync(run.Id, cancellationToken);
        }
    }

    public async Task ArchiveAsync(int runId, CancellationToken cancellationToken)
    {
        await archive.OpenAsync(cancellationToken);
        await using var transaction = await archive.BeginTransactionAsync(cancellationToken);
        try
        {
            await archive.ExecuteAsync(new CommandDefinition("insert into archive select * from runs where id = @runId", new { runId }, transaction, cancellationToken: cancellationToken));
            await transaction.CommitAsync(cancellationToken);
        }
        catch
        {
            await transaction.RollbackAsync(cancellationToken);
            throw;
        }
    }

    public async Task AttachAsync(string file, CancellationToken cancellationToken)
    {
        await archive.ExecuteAsync(new CommandDefinition("ATTACH DATABASE @file AS old", new { file }, cancellationToken: cancellationToken));
        try
        {
            await archive.ExecuteAsync(new CommandDefinition("insert into runs select * from old.runs", cancellationToken: cancellationToken));
        }
        catch (OperationCanceledException)
        {
            await archive.ExecuteAsync(new CommandDefinition("DETACH DATABASE old", cancellationToken: cancellationToken));
            throw;
        }
    }

    public async Task<string> DraftAsync(ReportRun run, CancellationToken cancellationToken)
    {
        var file = await renderer.RenderAsync(run.Id, default);
        try
        {
            await renderer.CountPagesAsync(file, cancellationToken);
            return file;
        }
        catch (Exception)
        {
            await renderer.DeleteDraftAsync(file, cancellationToken);
            throw;
        }
    }

    public async Task<int> CountAsync(string file, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await renderer.CountPagesAsync(file, limit.Token);
    }

    public async Task<bool> IsKnownAsync(int id, CancellationToken cancellationToken) =>
        await db.Runs.AnyAsync(run => run.Id == id, CancellationToken.None);

    public async Task RenderAllAsync(IReadOnlyList<int> ids, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(ids, cancellationToken, async (id, token) =>
        {
            var file = await renderer.RenderAsync(id, cancellationToken);
            logger.LogInformation("{File}", file);
        });
        await Parallel.ForEachAsync(ids, cancellationToken, async (id, _) => await renderer.RenderAsync(id, cancellationToken));
    }

    public void RenderLater(int id, CancellationToken cancellationToken) =>
        queue.Enqueue(async stoppingToken => await renderer.RenderAsync(id, cancellationToken));

    public async Task RenderTwiceAsync(IReadOnlyList<int> ids, CancellationToken cancellationToken) =>
        await Parallel.ForEachAsync(ids, cancellationToken, async (id, token) =>
        {
            await renderer.RenderAsync(id, token);
            await renderer.RenderAsync(id, cancellationToken);
        });

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await renderer.ReleaseAsync(0, _stopping.Token);
        _stopping.Dispose();
    }
}
