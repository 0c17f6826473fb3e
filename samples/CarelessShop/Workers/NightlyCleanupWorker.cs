using CarelessShop.Data;
using CarelessShop.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CarelessShop.Workers;

public class CleanupOptions
{
    public int RunAtHour { get; set; } = 3;
    public int? CartRetentionDays { get; set; }
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
            await Task.Delay(TimeUntilNextRun());

            try
            {
                await CleanUpAsync(stoppingToken);
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "The nightly clean-up failed");
            }
        }
    }

    private async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ShopDbContext>();
        var today = clock.GetUtcNow().UtcDateTime.Date;

        IQueryable<Cart> staleCarts = db.Carts;
        if (options.Value.CartRetentionDays is int cartDays)
        {
            var cutoff = today.AddDays(-cartDays);
            staleCarts = staleCarts.Where(c => c.UpdatedAt < cutoff);
        }

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
