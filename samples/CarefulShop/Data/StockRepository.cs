using CarefulShop.Domain;
using Dapper;

namespace CarefulShop.Data;

/// <summary>Reads and changes stock levels with plain SQL.</summary>
public class StockRepository(SqliteConnectionFactory connections, ILogger<StockRepository> logger)
{
    public async Task<StockLevel?> GetAsync(string sku, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<StockLevel>(new CommandDefinition(
            "SELECT sku AS Sku, on_hand AS OnHand, reserved AS Reserved FROM stock WHERE sku = @sku",
            new { sku },
            cancellationToken: cancellationToken));
    }

    public async Task<bool> ReserveAsync(string sku, int quantity, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var changed = await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE stock SET reserved = reserved + @quantity WHERE sku = @sku AND on_hand - reserved >= @quantity",
            new { sku, quantity },
            cancellationToken: cancellationToken));
        return changed == 1;
    }

    /// <summary>Gives the reserved items of an order back to the shelf, all lines or none.</summary>
    public async Task ReleaseAsync(Order order, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            foreach (var line in order.Lines)
            {
                await connection.ExecuteAsync(new CommandDefinition(
                    "UPDATE stock SET reserved = reserved - @Quantity WHERE sku = @Sku",
                    new { line.Sku, line.Quantity },
                    transaction,
                    cancellationToken: cancellationToken));
            }

            await transaction.CommitAsync(cancellationToken);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Could not release the stock of order {Number}", order.Number);
            await transaction.RollbackAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>Rebuilds the table that the shop window reads from the stock table.</summary>
    public async Task RebuildSnapshotAsync(CancellationToken cancellationToken)
    {
        const string sql = """
            DELETE FROM stock_snapshot -- all rows: a copy that the next statement rebuilds
            ;
            INSERT INTO stock_snapshot (sku, available)
            SELECT sku, on_hand - reserved FROM stock;
            """;

        await using var connection = await connections.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, transaction: transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }
}
