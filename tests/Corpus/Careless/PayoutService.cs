using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Corpus.Careless.Payouts;

public enum PayoutState
{
    Pending,
    Completed,
    Failed,
}

public sealed class Payout
{
    public int Id { get; set; }
    public string Account { get; set; } = "";
    public decimal Amount { get; set; }
    public PayoutState State { get; set; }
}

public sealed class PayoutResult
{
    public bool IsSuccess { get; private init; }
    public string? Error { get; private init; }

    public static PayoutResult Success() => new() { IsSuccess = true };

    public static PayoutResult Failure(string error) => new() { Error = error };
}

public interface IBankClient
{
    Task TransferAsync(Payout payout, CancellationToken cancellationToken);
    Task<bool> PingAsync(CancellationToken cancellationToken);
    void Notify(Payout payout);
}

public interface IPayoutStore
{
    Task<List<Payout>> GetPendingAsync(CancellationToken cancellationToken);
    Task SaveAsync(Payout payout, CancellationToken cancellationToken);
}

public sealed class PayoutService(IBankClient bank, IPayoutStore store, ILogger<PayoutService> logger)
{
    public async Task<bool> SendAsync(Payout payout)
    {
        try
        {
            await bank.TransferAsync(payout, CancellationToken.None);
            return true;
        }
        catch (Exception ex)
        {
            logger.LogWarning(ex, "Payout {Id} failed, continuing", payout.Id);
            return true;
        }
    }

    public PayoutResult Announce(Payout payout)
    {
        try
        {
            bank.Notify(payout);
            return PayoutResult.Success();
        }
        catch (Exception)
        {
            return PayoutResult.Success();
        }
    }

    public void Close(Payout payout)
    {
        try
        {
            bank.Notify(payout);
            payout.State = PayoutState.Completed;
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Cannot notify about {Id}", payout.Id);
            payout.State = PayoutState.Completed;
        }
    }

    public bool Remind(Payout payout)
    {
        try
        {
            bank.Notify(payout);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Reminder failed");
        }

        return true;
    }

    public void NotifyAll(IReadOnlyList<Payout> payouts)
    {
        foreach (var payout in payouts)
        {
            try
            {
                bank.Notify(payout);
            }
            catch (Exception)
            {
                continue;
            }
        }
    }

    public int NotifyAndCount(IReadOnlyList<Payout> payouts)
    {
        foreach (var payout in payouts)
        {
            try
            {
                bank.Notify(payout);
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "Cannot notify about {Id}", payout.Id);
            }
        }

        return payouts.Count;
    }
}

[ApiController]
[Route("payouts")]
public sealed class PayoutsController(IBankClient bank, ILogger<PayoutsController> logger) : ControllerBase
{
    [HttpPost]
    public IActionResult Create(Payout payout)
    {
        try
        {
            bank.Notify(payout);
            return Ok(payout);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Error creating payout");
            return Ok(new { success = true });
        }
    }

    [HttpPost("batch")]
    public IActionResult CreateAll(List<Payout> payouts)
    {
        foreach (var payout in payouts)
        {
            try
            {
                bank.Notify(payout);
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "Error creating payout {Id}", payout.Id);
            }
        }

        return Ok(new { message = "Batch processed", count = payouts.Count });
    }
}

public sealed class BankHealthCheck(IBankClient bank) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            bank.Notify(new Payout());
            return Task.FromResult(HealthCheckResult.Healthy());
        }
        catch
        {
            return Task.FromResult(HealthCheckResult.Healthy());
        }
    }
}

public static class PayoutJob
{
    public static int Main(string[] args)
    {
        try
        {
            Console.WriteLine(new HttpClient().GetStringAsync(args[0]).GetAwaiter().GetResult());
            return args.Length;
        }
        catch (Exception ex)
        {
            Console.Error.WriteLine(ex.Message);
            return 0;
        }
    }
}
