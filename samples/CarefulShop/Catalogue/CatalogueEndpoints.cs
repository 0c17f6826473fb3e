using CarefulShop.Data;

namespace CarefulShop.Catalogue;

public static class CatalogueEndpoints
{
    public static void MapCatalogue(this WebApplication app)
    {
        var group = app.MapGroup("/catalogue");

        group.MapGet("/", async (string? q, CatalogueService catalogue, CancellationToken cancellationToken) =>
            Results.Ok(await catalogue.SearchAsync(q, cancellationToken)));

        group.MapGet("/best-sellers", async (CatalogueCache cache, CancellationToken cancellationToken) =>
            Results.Ok(await cache.GetBestSellersAsync(cancellationToken)));

        group.MapGet("/export", (CatalogueService catalogue, CancellationToken cancellationToken) =>
            catalogue.ExportAsync(cancellationToken));

        group.MapGet("/{sku}", async (string sku, CatalogueService catalogue, StockRepository stock, ILogger<CatalogueService> logger, CancellationToken cancellationToken) =>
        {
            var product = await catalogue.FindAsync(sku, cancellationToken);
            if (product is null)
            {
                return Results.NotFound();
            }

            if (!catalogue.RecordView(sku))
            {
                logger.LogDebug("The queue is full; a view of {Sku} was not counted", sku);
            }

            var level = await stock.GetAsync(sku, cancellationToken);
            return Results.Ok(new { product.Sku, product.Name, product.Price, Available = level is null ? 0 : level.OnHand - level.Reserved });
        });

        group.MapPut("/{sku}/name", async (string sku, RenameProduct request, CatalogueService catalogue, CancellationToken cancellationToken) =>
            await catalogue.RenameAsync(sku, request.Name, cancellationToken) ? Results.NoContent() : Results.NotFound());
    }
}

public record RenameProduct(string Name);
