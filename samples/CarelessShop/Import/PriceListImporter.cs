using System.Globalization;
using CarelessShop.Data;
using CarelessShop.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CarelessShop.Import;

public class ImportOptions
{
    public string Folder { get; set; } = "import";
    public string Archive { get; set; } = "import/done";
}

public record ImportReport(int Added, int Changed);

/// <summary>Reads a supplier's price list (sku;name;price) and updates the catalogue.</summary>
public class PriceListImporter(ShopDbContext db, IOptions<ImportOptions> options, TimeProvider clock, ILogger<PriceListImporter> logger)
{
    public async Task<ImportReport> ImportAsync(string fileName, CancellationToken cancellationToken)
    {
        var path = Path.Combine(options.Value.Folder, Path.GetFileName(fileName));
        var lines = await File.ReadAllLinesAsync(path);
        var rows = ParseRows(lines);

        var added = 0;
        var changed = 0;
        foreach (var row in rows)
        {
            var product = await db.Products.FirstOrDefaultAsync(p => p.Sku == row.Sku, cancellationToken);
            if (product is null)
            {
                product = new Product { Sku = row.Sku, Name = row.Name };
                db.Products.Add(product);
                db.StockLevels.Add(new StockLevel { Sku = row.Sku });
                added++;
            }
            else if (product.Price != row.Price)
            {
                changed++;
            }

            product.Price = row.Price;
            product.UpdatedAt = clock.GetUtcNow().UtcDateTime;
        }

        await db.SaveChangesAsync(cancellationToken);
        Archive(path);
        logger.LogInformation("Imported {File}: {Added} added, {Changed} changed", fileName, added, changed);
        return new ImportReport(added, changed);
    }

    private static List<PriceRow> ParseRows(IEnumerable<string> lines)
    {
        var rows = new List<PriceRow>();
        foreach (var line in lines.Skip(1))
        {
            try
            {
                var parts = line.Split(';');
                rows.Add(new PriceRow(parts[0].Trim(), parts[1].Trim(), ParsePrice(parts[2])));
            }
            catch (Exception)
            {
                // skip bad rows
            }
        }

        return rows;
    }

    private static decimal ParsePrice(string text)
    {
        try
        {
            return decimal.Parse(text.Trim(), NumberStyles.Number, CultureInfo.InvariantCulture);
        }
        catch (Exception)
        {
            return 0m;
        }
    }

    private void Archive(string path)
    {
        try
        {
            Directory.CreateDirectory(options.Value.Archive);
            File.Move(path, Path.Combine(options.Value.Archive, Path.GetFileName(path)), overwrite: true);
        }
        catch
        {
        }
    }

    private sealed record PriceRow(string Sku, string Name, decimal Price);
}
