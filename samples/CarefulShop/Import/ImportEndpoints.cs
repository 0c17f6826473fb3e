namespace CarefulShop.Import;

public static class ImportEndpoints
{
    public static void MapImport(this WebApplication app)
    {
        app.MapPost("/import/{fileName}", async (string fileName, PriceListImporter importer, CancellationToken cancellationToken) =>
        {
            try
            {
                return Results.Ok(await importer.ImportAsync(fileName, cancellationToken));
            }
            catch (FileNotFoundException)
            {
                return Results.NotFound();
            }
        });
    }
}
