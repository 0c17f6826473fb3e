using CarefulShop.Data;
using CarefulShop.Notifications;
using CarefulShop.Payments;
using CarefulShop.Workers;
using Microsoft.Extensions.Options;

namespace CarefulShop.Admin;

public static class AdminEndpoints
{
    public static void MapAdmin(this WebApplication app)
    {
        var group = app.MapGroup("/admin");

        group.MapGet("/carts", async (DateTime? olderThan, string? customerEmail, CartRepository carts, CancellationToken cancellationToken) =>
            Results.Ok(await carts.ListAsync(olderThan, customerEmail, cancellationToken)));

        group.MapDelete("/carts", async (DateTime olderThan, string? customerEmail, bool? confirm, CartRepository carts, TimeProvider clock, CancellationToken cancellationToken) =>
        {
            if (confirm is not true)
            {
                return Results.BadRequest("Removing carts needs confirm=true.");
            }

            if (olderThan > clock.GetUtcNow().UtcDateTime.AddDays(-1))
            {
                return Results.BadRequest("Carts of the last day cannot be removed.");
            }

            return Results.Ok(new { Removed = await carts.PurgeAsync(olderThan, customerEmail, cancellationToken) });
        });

        group.MapPost("/notify", async (string message, BackgroundQueue queue, IOptions<EmailOptions> options, CancellationToken cancellationToken) =>
        {
            var recipient = options.Value.Operations;
            var job = new BackgroundJob("notify operations", (services, token) =>
                services.GetRequiredService<IEmailSender>().SendAsync(recipient, "Message from the shop", message, token));
            await queue.EnqueueAsync(job, cancellationToken);
            return Results.Accepted();
        });

        group.MapGet("/payouts", async (DateOnly day, IPaymentClient payments, CancellationToken cancellationToken) =>
            Results.Ok(await payments.GetPayoutsAsync(day, cancellationToken)));

        group.MapGet("/payments/{id}", async (string id, IPaymentClient payments, ILogger<Program> logger, CancellationToken cancellationToken) =>
        {
            try
            {
                var status = await payments.GetStatusAsync(id, cancellationToken);
                return status is null ? Results.NotFound() : Results.Ok(new { id, status });
            }
            catch (HttpRequestException ex)
            {
                logger.LogWarning(ex, "The status of payment {Payment} could not be read", id);
                return Results.Problem("The payment provider cannot be reached.", statusCode: StatusCodes.Status502BadGateway);
            }
        });
    }
}
