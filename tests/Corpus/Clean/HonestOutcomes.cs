using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Corpus.Clean.HonestOutcomes;

public enum TransferState
{
    Waiting,
    Completed,
    Failed,
}

public sealed class Transfer
{
    public int Id { get; set; }
    public TransferState State { get; set; }
    public string? Error { get; set; }
}

public sealed record Outcome(bool IsSuccess, string? Error)
{
    public static Outcome Success() => new(true, null);

    public static Outcome Failure(string error) => new(false, error);
}

public abstract record Preview
{
    public sealed record Shown(string Text) : Preview;

    public sealed record Invalid : Preview;
}

public sealed class Reply
{
    public bool Done { get; set; }
}

public interface IBank
{
    void Send(Transfer transfer);
    Task SendAsync(Transfer transfer, CancellationToken cancellationToken);
    Task<Transfer> QueueAsync(Transfer transfer, CancellationToken cancellationToken);
    Task<bool> IsBlockedAsync(int id, CancellationToken cancellationToken);
}

/// <summary>Handlers whose answer is a success, and true.</summary>
public sealed class Transfers(IBank bank, ILogger<Transfers> logger)
{
    private readonly List<int> failed = [];

    public Outcome Send(Transfer transfer)
    {
        try
        {
            bank.Send(transfer);
            return Outcome.Success();
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Transfer {Id} failed", transfer.Id);
            return Outcome.Failure(ex.Message);
        }
    }

    public async Task<Outcome> SendOrQueueAsync(Transfer transfer, CancellationToken cancellationToken)
    {
        try
        {
            await bank.SendAsync(transfer, cancellationToken);
            return Outcome.Success();
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            logger.LogWarning(ex, "Transfer {Id} is queued", transfer.Id);
            await bank.QueueAsync(transfer, cancellationToken);
            return Outcome.Success();
        }
    }

    public async Task<bool> IsBlockedAsync(int id, CancellationToken cancellationToken)
    {
        try
        {
            if (!await bank.IsBlockedAsync(id, cancellationToken))
            {
                return false;
            }

            return true;
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            logger.LogError(ex, "The block list cannot be read; {Id} counts as blocked", id);
            return true;
        }
    }

    public bool Repeat(Transfer transfer)
    {
        try
        {
            bank.Send(transfer);
            return true;
        }
        catch (Exception ex)
        {
            // The nightly run sends what is still waiting, so that the caller need not know.
            logger.LogError(ex, "Transfer {Id} failed", transfer.Id);
            return true;
        }
    }

    public bool Insert(Transfer transfer)
    {
        try
        {
            bank.Send(transfer);
            return true;
        }
        catch (Exception ex)
        {
            if (ex.Message.Contains("duplicate", StringComparison.Ordinal))
            {
                return true;
            }

            throw;
        }
    }

    public void Run(Transfer transfer)
    {
        try
        {
            bank.Send(transfer);
            transfer.State = TransferState.Completed;
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Transfer {Id} failed", transfer.Id);
            transfer.State = TransferState.Failed;
        }
    }

    public void RunWithError(Transfer transfer)
    {
        try
        {
            bank.Send(transfer);
        }
        catch (Exception ex)
        {
            transfer.Error = ex.Message;
        }
        finally
        {
            transfer.State = TransferState.Completed;
        }
    }

    public bool IsDue(string date)
    {
        try
        {
            if (DateTime.Parse(date, System.Globalization.CultureInfo.InvariantCulture) > DateTime.UtcNow)
            {
                return false;
            }

            return true;
        }
        catch (Exception ex)
        {
            logger.LogDebug(ex, "Unreadable date {Date} counts as due", date);
            return true;
        }
    }

    public Preview Show(Transfer transfer)
    {
        try
        {
            bank.Send(transfer);
            return new Preview.Shown("sent");
        }
        catch
        {
            return new Preview.Invalid();
        }
    }

    public int SendAll(IReadOnlyList<Transfer> transfers)
    {
        var sent = 0;
        foreach (var transfer in transfers)
        {
            try
            {
                bank.Send(transfer);
                sent++;
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "Transfer {Id} failed", transfer.Id);
            }
        }

        return sent;
    }

    public bool SendAllOrTell(IReadOnlyList<Transfer> transfers)
    {
        foreach (var transfer in transfers)
        {
            try
            {
                bank.Send(transfer);
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "Transfer {Id} failed", transfer.Id);
                failed.Add(transfer.Id);
            }
        }

        return failed.Count == 0;
    }

    public async Task<IReadOnlyCollection<Exception>> SendInParallelAsync(IEnumerable<Transfer> transfers, CancellationToken cancellationToken)
    {
        var failures = new ConcurrentBag<Exception>();
        await Parallel.ForEachAsync(transfers, cancellationToken, async (transfer, token) =>
        {
            try
            {
                await bank.SendAsync(transfer, token);
            }
            catch (Exception ex) when (ex is not OperationCanceledException)
            {
                failures.Add(ex);
            }
        });
        return failures;
    }

    public Transfer? FirstReadable(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            try
            {
                return new Transfer { Id = int.Parse(File.ReadAllText(path), System.Globalization.CultureInfo.InvariantCulture) };
            }
            catch (Exception ex)
            {
                logger.LogDebug(ex, "{Path} is skipped", path);
                continue;
            }
        }

        return null;
    }
}

[ApiController]
[Route("transfers")]
public sealed class TransfersController(IBank bank, ILogger<TransfersController> logger) : ControllerBase
{
    [HttpPost("hook")]
    public async Task<IActionResult> Hook(Transfer transfer, CancellationToken cancellationToken)
    {
        try
        {
            await bank.SendAsync(transfer, cancellationToken);
            return Ok();
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            logger.LogError(ex, "Hook failed");
            return Ok(); // the sender switches the hook off after anything but 200
        }
    }

    [HttpPost]
    public async Task<IActionResult> Create(Transfer transfer, CancellationToken cancellationToken)
    {
        try
        {
            await bank.SendAsync(transfer, cancellationToken);
            return Ok(new { success = true, error = (string?)null });
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            logger.LogError(ex, "Transfer failed");
            return Ok(new { success = false, error = "The bank did not answer." });
        }
    }

    [HttpPost("reply")]
    public IActionResult Reply(Transfer transfer)
    {
        var reply = new Reply();
        try
        {
            bank.Send(transfer);
            reply.Done = true;
            return Ok(reply);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Transfer failed");
            return Ok(reply);
        }
    }

    [HttpPost("batch")]
    public async Task<IActionResult> CreateAll(List<Transfer> transfers, CancellationToken cancellationToken)
    {
        var sent = new List<int>();
        foreach (var transfer in transfers)
        {
            try
            {
                await bank.SendAsync(transfer, cancellationToken);
                sent.Add(transfer.Id);
            }
            catch (Exception ex) when (ex is not OperationCanceledException)
            {
                logger.LogError(ex, "Transfer {Id} failed", transfer.Id);
            }
        }

        return sent.Count == transfers.Count ? Ok(sent) : StatusCode(StatusCodes.Status207MultiStatus, sent);
    }

    [HttpPost("notify")]
    public async Task<IActionResult> CreateAndNotify(Transfer transfer, CancellationToken cancellationToken)
    {
        await bank.SendAsync(transfer, cancellationToken);
        try
        {
            await bank.QueueAsync(transfer, cancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            logger.LogWarning(ex, "Nobody was told of {Id}", transfer.Id);
        }

        return NoContent();
    }

    [HttpDelete("marks")]
    public async Task<IActionResult> Clear(Transfer transfer, CancellationToken cancellationToken)
    {
        try
        {
            if (await bank.QueueAsync(transfer, cancellationToken) is not null)
            {
                try
                {
                    bank.Send(transfer);
                }
                catch (Exception ex)
                {
                    logger.LogError(ex, "Old marks are still there");
                }

                return Ok();
            }
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            logger.LogError(ex, "Clearing failed");
        }

        return BadRequest();
    }
}

public sealed class BankHealth(IBank bank) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await bank.IsBlockedAsync(0, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The bank does not answer.", ex);
        }
    }
}

public static class TransferProgram
{
    public static async Task<int> RunAsync(Func<Task> work)
    {
        try
        {
            await work();
            return 0;
        }
        catch (Exception ex)
        {
            await Console.Error.WriteLineAsync(ex.ToString());
            return 1;
        }
    }
}
