using System.ComponentModel.DataAnnotations;
using CarefulShop.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CarefulShop.Workers;

public class CleanupOptions
{
    [Range(0, 23)]
    public int RunAtHour { get; set; } = 3;

    [Range(1, 3650)]
    public int CartRetentionDays { get; set; } = 90;

    [Range(1, 3650)]
    public int OutboxRetentionDays { get; set; } = 30;
}

public class NightlyCleanupWorker(
    IServiceScopeFactory scopes,
    IOptions<CleanupOptions> options,
    TimeProvider clock,
    ILogger<NightlyCleanupWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(TimeUntilNextRun(), clock, stoppingToken);

            try
            {
                await CleanUpAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "The nightly clean-up failed; it runs again tomorrow");
            }
        }
    }

    private async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ShopDbContext>();
        var today = clock.GetUtcNow().UtcDateTime.Date;

        var cartsBefore = today.AddDays(-options.Value.CartRetentionDays);
        var staleCarts = db.Carts.Where(c => c.UpdatedAt < cartsBefore);
        var carts = await staleCarts.ExecuteDeleteAsync(cancellationToken);

        var sentBefore = today.AddDays(-options.Value.OutboxRetentionDays);
        var messages = await db.OutboxMessages
            .Where(m => m.SentAt != null && m.SentAt < sentBefore)
            .ExecuteDeleteAsync(cancellationToken);

        logger.LogInformation("Clean-up removed {Carts} carts and {Messages} messages", carts, messages);
    }

    private TimeSpan TimeUntilNextRun()
    {
        var now = clock.GetLocalNow();
        var next = now.Date.AddHours(options.Value.RunAtHour);
        return next > now.DateTime ? next - now.DateTime : next.AddDays(1) - now.DateTime;
    }
}
