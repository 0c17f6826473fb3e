using System.Net.Mail;
using Microsoft.Extensions.Options;

namespace CarefulShop.Notifications;

public class EmailOptions
{
    public string Host { get; set; } = "localhost";
    public int Port { get; set; } = 25;
    public string From { get; set; } = "";
    public string Operations { get; set; } = "";
}

public interface IEmailSender
{
    Task SendAsync(string recipient, string subject, string body, CancellationToken cancellationToken);
}

public class EmailSender(IOptions<EmailOptions> options) : IEmailSender
{
    public async Task SendAsync(string recipient, string subject, string body, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient(options.Value.Host, options.Value.Port);
        using var message = new MailMessage(options.Value.From, recipient, subject, body);
        await client.SendMailAsync(message, cancellationToken);
    }
}
