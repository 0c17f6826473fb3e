using CarelessShop.Data;
using CarelessShop.Notifications;
using CarelessShop.Payments;
using Microsoft.Extensions.Options;

namespace CarelessShop.Admin;

public static class AdminEndpoints
{
    public static void MapAdmin(this WebApplication app)
    {
        var group = app.MapGroup("/admin");

        group.MapGet("/carts", async (DateTime? olderThan, string? customerEmail, CartRepository carts, CancellationToken cancellationToken) =>
            Results.Ok(await carts.ListAsync(olderThan, customerEmail, cancellationToken)));

        group.MapDelete("/carts", async (DateTime? olderThan, string? customerEmail, CartRepository carts, CancellationToken cancellationToken) =>
            Results.Ok(new { Removed = await carts.PurgeAsync(olderThan, customerEmail, cancellationToken) }));

        group.MapPost("/notify", (string message, IEmailSender email, IOptions<EmailOptions> options) =>
        {
            email.SendAsync(options.Value.Operations, "Message from the shop", message);
            return Results.Accepted();
        });

        group.MapGet("/payouts", async (DateOnly day, IPaymentClient payments, CancellationToken cancellationToken) =>
            Results.Ok(await payments.GetPayoutsAsync(day, cancellationToken)));

        group.MapGet("/payments/{id}", async (string id, IPaymentClient payments, CancellationToken cancellationToken) =>
        {
            try
            {
                var status = await payments.GetStatusAsync(id, cancellationToken);
                return status is null ? Results.NotFound() : Results.Ok(new { id, status });
            }
            catch (Exception)
            {
                return Results.Problem("The payment provider cannot be reached.");
            }
        });
    }
}
