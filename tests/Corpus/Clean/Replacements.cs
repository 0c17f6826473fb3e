using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dapper;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Corpus.Clean.Replacements;

public sealed class Price
{
    public int Id { get; set; }

    public int ListId { get; set; }

    public decimal Amount { get; set; }

    public DateTimeOffset ValidTo { get; set; }
}

public sealed class PriceDb(DbContextOptions<PriceDb> options) : DbContext(options)
{
    public DbSet<Price> Prices => Set<Price>();
}

public sealed class PriceLists(PriceDb db, NpgsqlDataSource source, TimeProvider time)
{
    public async Task ReplaceAsync(int listId, IReadOnlyList<Price> prices, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Prices.Where(price => price.ListId == listId).ExecuteDeleteAsync(cancellationToken);
        db.Prices.AddRange(prices);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task ReloadAsync(int listId, IReadOnlyList<Price> prices, CancellationToken cancellationToken)
    {
        db.Prices.RemoveRange(await db.Prices.Where(price => price.ListId == listId).ToListAsync(cancellationToken));
        db.Prices.AddRange(prices);
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task AddAsync(IReadOnlyList<Price> prices, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await db.Prices.Where(price => price.ValidTo < now).ExecuteDeleteAsync(cancellationToken);
        db.Prices.AddRange(prices);
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task ImportAsync(int listId, IReadOnlyList<Price> prices, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await WriteAsync(transaction, listId, prices, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task WriteAsync(DbTransaction transaction, int listId, IReadOnlyList<Price> prices, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!;
        await connection.ExecuteAsync(new CommandDefinition("DELETE FROM prices WHERE list_id = @listId", new { listId }, transaction, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition("INSERT INTO prices (list_id, amount) VALUES (@ListId, @Amount)", prices, transaction, cancellationToken: cancellationToken));
    }
}
