using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Corpus.Careless.PriceLists;

public sealed class Price
{
    public int Id { get; set; }

    public int ListId { get; set; }

    public decimal Amount { get; set; }
}

public sealed class PriceDb(DbContextOptions<PriceDb> options) : DbContext(options)
{
    public DbSet<Price> Prices => Set<Price>();
}

public sealed class PriceLists(PriceDb db, NpgsqlDataSource source)
{
    public async Task ReplaceAsync(int listId, IReadOnlyList<Price> prices, CancellationToken cancellationToken)
    {
        await db.Prices.Where(price => price.ListId == listId).ExecuteDeleteAsync(cancellationToken);
        db.Prices.AddRange(prices);
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task ReloadAsync(int listId, IEnumerable<decimal> amounts, CancellationToken cancellationToken)
    {
        var old = await db.Prices.Where(price => price.ListId == listId).ToListAsync(cancellationToken);
        db.Prices.RemoveRange(old);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var amount in amounts)
            db.Prices.Add(new Price { ListId = listId, Amount = amount });
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task ImportAsync(int listId, IReadOnlyList<Price> prices, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition("DELETE FROM prices WHERE list_id = @listId", new { listId }, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition("INSERT INTO prices (list_id, amount) VALUES (@ListId, @Amount)", prices, cancellationToken: cancellationToken));
    }
}
