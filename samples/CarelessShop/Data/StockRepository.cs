using CarelessShop.Domain;
using Dapper;

namespace CarelessShop.Data;

/// <summary>Reads and changes stock levels with plain SQL.</summary>
public class StockRepository(SqliteConnectionFactory connections, ILogger<StockRepository> logger)
{
    public async Task<StockLevel?> GetAsync(string sku, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<StockLevel>(
            "SELECT sku AS Sku, on_hand AS OnHand, reserved AS Reserved FROM stock WHERE sku = @sku",
            new { sku });
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

    public async Task TakeAsync(string sku, int quantity, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE stock SET on_hand = on_hand - @quantity, reserved = reserved - @quantity WHERE sku = @sku",
            new { sku, quantity },
            cancellationToken: cancellationToken));
    }

    /// <summary>Gives the reserved items of a cancelled order back to the shelf.</summary>
    public async Task ReleaseAsync(Order order, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var released = await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE stock SET reserved = 0",
            cancellationToken: cancellationToken));
        logger.LogInformation("Released {Count} reservations of order {Number}", released, order.Number);
    }
}
