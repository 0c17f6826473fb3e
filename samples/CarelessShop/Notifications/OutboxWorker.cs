using CarelessShop.Data;
using Microsoft.EntityFrameworkCore;

namespace CarelessShop.Notifications;

/// <summary>Sends the messages that other parts of the shop left in the outbox.</summary>
public class OutboxWorker(IServiceScopeFactory scopes, IEmailSender email, ILogger<OutboxWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await SendPendingAsync(stoppingToken);
        }
    }

    private async Task SendPendingAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ShopDbContext>();
        var pending = await db.OutboxMessages.AsNoTracking().OrderBy(m => m.Id).Take(100).ToListAsync(cancellationToken);
        if (pending.Count == 0)
        {
            return;
        }

        foreach (var message in pending)
        {
            await email.SendAsync(message.Recipient, message.Subject, message.Body);
        }

        await db.OutboxMessages.ExecuteDeleteAsync(cancellationToken);
        logger.LogInformation("Sent {Count} messages", pending.Count);
    }
}
