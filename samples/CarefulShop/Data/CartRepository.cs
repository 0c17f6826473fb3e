using CarefulShop.Domain;
using Dapper;

namespace CarefulShop.Data;

public class CartRepository(SqliteConnectionFactory connections)
{
    public async Task<IReadOnlyList<Cart>> ListAsync(DateTime? olderThan, string? customerEmail, CancellationToken cancellationToken)
    {
        var sql = "SELECT Id, customer_email AS CustomerEmail, ItemsJson, updated_at AS UpdatedAt FROM carts WHERE 1 = 1";
        if (olderThan is not null)
        {
            sql += " AND updated_at < @olderThan";
        }

        if (!string.IsNullOrEmpty(customerEmail))
        {
            sql += " AND customer_email = @customerEmail";
        }

        await using var connection = await connections.OpenAsync(cancellationToken);
        var carts = await connection.QueryAsync<Cart>(new CommandDefinition(
            sql + " ORDER BY updated_at LIMIT 500",
            new { olderThan, customerEmail },
            cancellationToken: cancellationToken));
        return carts.AsList();
    }

    /// <summary>Removes the carts that were not touched since the given time, of one customer or of all.</summary>
    public async Task<int> PurgeAsync(DateTime olderThan, string? customerEmail, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            DELETE FROM carts
            WHERE updated_at < @olderThan
              AND (@customerEmail IS NULL OR customer_email = @customerEmail)
            """,
            new { olderThan, customerEmail },
            cancellationToken: cancellationToken));
    }
}
