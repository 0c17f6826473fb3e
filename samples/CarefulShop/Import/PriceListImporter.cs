using CarefulShop.Data;
using Dapper;
using Microsoft.Extensions.Options;

namespace CarefulShop.Import;

public class ImportOptions
{
    public string Folder { get; set; } = "import";
    public string Archive { get; set; } = "import/done";
}

public record ImportReport(int Added, int Changed, IReadOnlyList<string> Problems);

/// <summary>Reads a supplier's price list (sku;name;price) and updates the catalogue: all good rows or none.</summary>
public class PriceListImporter(
    SqliteConnectionFactory connections,
    StockRepository stock,
    IOptions<ImportOptions> options,
    TimeProvider clock,
    ILogger<PriceListImporter> logger)
{
    private const string Staging = """
        CREATE TEMP TABLE IF NOT EXISTS price_import (sku TEXT PRIMARY KEY, name TEXT NOT NULL, price TEXT NOT NULL);
        DELETE FROM price_import;
        """;

    public async Task<ImportReport> ImportAsync(string fileName, CancellationToken cancellationToken)
    {
        var path = Path.Combine(options.Value.Folder, Path.GetFileName(fileName));
        var lines = await File.ReadAllLinesAsync(path, cancellationToken);

        var rows = new List<PriceRow>();
        var problems = new List<string>();
        for (var i = 1; i < lines.Length; i++)
        {
            if (PriceRow.TryParse(lines[i], out var row))
            {
                rows.Add(row);
            }
            else
            {
                problems.Add($"Line {i + 1} is not a price row.");
            }
        }

        var (added, changed) = await SaveAsync(rows, cancellationToken);
        Archive(path);
        await stock.RebuildSnapshotAsync(cancellationToken);
        logger.LogInformation("Imported {File}: {Added} added, {Changed} changed, {Problems} refused", fileName, added, changed, problems.Count);
        return new ImportReport(added, changed, problems);
    }

    private async Task<(int Added, int Changed)> SaveAsync(List<PriceRow> rows, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(Staging, cancellationToken: cancellationToken));

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO price_import (sku, name, price) VALUES (@Sku, @Name, @Price) ON CONFLICT (sku) DO UPDATE SET price = excluded.price",
            rows,
            transaction,
            cancellationToken: cancellationToken));

        var changed = await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE products SET Price = i.price, UpdatedAt = @now
            FROM price_import i
            WHERE i.sku = products.Sku AND products.Price <> i.price
            """,
            new { now = clock.GetUtcNow().UtcDateTime },
            transaction,
            cancellationToken: cancellationToken));

        var added = await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO products (Sku, Name, Price, IsActive, Views, UpdatedAt)
            SELECT i.sku, i.name, i.price, 1, 0, @now FROM price_import i
            WHERE NOT EXISTS (SELECT 1 FROM products p WHERE p.Sku = i.sku)
            """,
            new { now = clock.GetUtcNow().UtcDateTime },
            transaction,
            cancellationToken: cancellationToken));

        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO stock (sku, on_hand, reserved)
            SELECT i.sku, 0, 0 FROM price_import i
            WHERE NOT EXISTS (SELECT 1 FROM stock s WHERE s.sku = i.sku)
            """,
            transaction: transaction,
            cancellationToken: cancellationToken));

        await transaction.CommitAsync(cancellationToken);
        return (added, changed);
    }

    private void Archive(string path)
    {
        try
        {
            Directory.CreateDirectory(options.Value.Archive);
            File.Move(path, Path.Combine(options.Value.Archive, Path.GetFileName(path)), overwrite: true);
        }
        catch (IOException ex)
        {
            logger.LogWarning(ex, "{Path} was imported but could not be archived", path);
        }
    }
}
