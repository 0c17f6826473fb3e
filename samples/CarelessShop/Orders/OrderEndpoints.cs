using CarelessShop.Catalogue;

namespace CarelessShop.Orders;

public static class OrderEndpoints
{
    public static void MapOrders(this WebApplication app)
    {
        var group = app.MapGroup("/orders");

        group.MapPost("/", async (PlaceOrder request, OrderService orders, CatalogueService catalogue, CancellationToken cancellationToken) =>
        {
            if (request.Lines.Count == 0)
            {
                return Results.BadRequest("An order needs at least one line.");
            }

            foreach (var line in request.Lines)
            {
                if (catalogue.FindAsync(line.Sku, cancellationToken) == null)
                {
                    return Results.BadRequest($"Unknown product {line.Sku}.");
                }
            }

            var order = await orders.PlaceAsync(request, cancellationToken);
            return Results.Created($"/orders/{order.Number}", new { order.Number, order.Status, order.Total });
        });

        group.MapGet("/", async (string customerEmail, OrderService orders, CancellationToken cancellationToken) =>
            Results.Ok(await orders.GetHistoryAsync(customerEmail, cancellationToken)));

        group.MapDelete("/{number}", async (string number, OrderService orders, CancellationToken cancellationToken) =>
            await orders.CancelAsync(number, cancellationToken) ? Results.NoContent() : Results.NotFound());
    }
}
