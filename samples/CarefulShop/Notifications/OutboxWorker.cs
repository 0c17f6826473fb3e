using System.Net.Mail;
using CarefulShop.Data;
using Microsoft.EntityFrameworkCore;

namespace CarefulShop.Notifications;

/// <summary>Sends the messages that other parts of the shop left in the outbox.</summary>
public class OutboxWorker(IServiceScopeFactory scopes, IEmailSender email, TimeProvider clock, ILogger<OutboxWorker> logger) : BackgroundService
{
    private const int MaxAttempts = 5;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await SendPendingAsync(stoppingToken);
                }
                catch (Exception ex) when (ex is not OperationCanceledException)
                {
                    logger.LogError(ex, "Sending the outbox failed; the next round tries again");
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task SendPendingAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ShopDbContext>();
        var pending = await db.OutboxMessages
            .Where(m => m.SentAt == null && m.Attempts < MaxAttempts)
            .OrderBy(m => m.Id)
            .Take(100)
            .ToListAsync(cancellationToken);

        foreach (var message in pending)
        {
            message.Attempts++;
            try
            {
                await email.SendAsync(message.Recipient, message.Subject, message.Body, cancellationToken);
                message.SentAt = clock.GetUtcNow().UtcDateTime;
                message.LastProblem = null;
            }
            catch (SmtpException ex)
            {
                message.LastProblem = ex.Message;
                logger.LogWarning(ex, "Message {Id} could not be sent, attempt {Attempt}", message.Id, message.Attempts);
            }

            await db.SaveChangesAsync(CancellationToken.None);
        }
    }
}
