using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Threading.Channels;
using System.Threading.Tasks;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Corpus.Careless.NotificationService;

public class Notification
{
    public int Id { get; set; }
    public string UserId { get; set; } = "";
    public string Text { get; set; } = "";
    public bool Sent { get; set; }
}

public class NotificationContext(DbContextOptions<NotificationContext> options) : DbContext(options)
{
    public DbSet<Notification> Notifications => Set<Notification>();
}

public class NotificationHub : Hub;

public interface IMailer
{
    Task SendAsync(string userId, string text);

    Task<bool> IsOptedOutAsync(string userId);
}

public sealed class NotificationService(
    NotificationContext db,
    IMailer mailer,
    IHubContext<NotificationHub> hub,
    Channel<Notification> channel,
    ILogger<NotificationService> logger) : IDisposable
{
    public async Task CreateAsync(string userId, string text)
    {
        var notification = new Notification { UserId = userId, Text = text };
        db.Notifications.Add(notification);
        await db.SaveChangesAsync();

        // Fire and forget
        _ = mailer.SendAsync(userId, text);
        _ = channel.Writer.WriteAsync(notification);
    }

    public void Broadcast(string text)
    {
        hub.Clients.All.SendAsync("broadcast", text);
    }

    public void NotifyAll(List<string> users, string text)
    {
        foreach (var user in users)
        {
            mailer.SendAsync(user, text);
        }
    }

    public void NotifyEach(List<string> users, string text)
    {
        users.ForEach(user => mailer.SendAsync(user, text));
    }

    public void MarkSent(int id)
    {
        _ = Task.Run(async () =>
        {
            var notification = await db.Notifications.SingleAsync(n => n.Id == id);
            notification.Sent = true;
            await db.SaveChangesAsync();
        });
    }

    public void SendDigest(string userId)
    {
        _ = Task.Run(() => BuildAndSendAsync(userId));
    }

    public void SendDigestInBackground(string userId)
    {
        _ = Task.Factory.StartNew(() => File.WriteAllText($"{userId}.digest", "digest"));
    }

    public void SendReminder(string userId)
    {
        _ = SendReminderAsync(userId);
    }

    public void SendSilently(string userId)
    {
        _ = SendSilentlyAsync(userId);
    }

    public void SendLogged(string userId)
    {
        _ = SendLoggedAsync(userId);
    }

    public async Task UploadAsync(string userId)
    {
        using var http = new HttpClient();
        var text = await File.ReadAllTextAsync($"{userId}.digest");
        _ = Task.Run(async () =>
        {
            try
            {
                await http.PostAsync("https://digest.example/upload", new StringContent(text));
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "Upload failed");
            }
        });
    }

    public void Queue(string userId, string text)
    {
        var pending = mailer.SendAsync(userId, text);
        logger.LogInformation("Queued a mail to {User}", userId);
    }

    public async Task SendIfWantedAsync(string userId, string text)
    {
        if (mailer.IsOptedOutAsync(userId) is null)
        {
            return;
        }

        await mailer.SendAsync(userId, text);
    }

    public void Dispose()
    {
        _ = FlushAsync();
    }

    private async Task FlushAsync()
    {
        await foreach (var notification in channel.Reader.ReadAllAsync())
        {
            await mailer.SendAsync(notification.UserId, notification.Text);
        }
    }

    private async Task BuildAndSendAsync(string userId)
    {
        var text = await File.ReadAllTextAsync($"{userId}.digest");
        await mailer.SendAsync(userId, text);
    }

    private async Task SendReminderAsync(string userId)
    {
        var text = await File.ReadAllTextAsync("reminder.txt");
        try
        {
            await mailer.SendAsync(userId, text);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Failed to send reminder");
        }
    }

    private async Task SendSilentlyAsync(string userId)
    {
        try
        {
            await mailer.SendAsync(userId, "ping");
        }
        catch
        {
        }
    }

    private async Task SendLoggedAsync(string userId)
    {
        try
        {
            await mailer.SendAsync(userId, "ping");
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Failed to ping {User}", userId);
        }
    }
}
