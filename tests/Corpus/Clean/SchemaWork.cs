using System;
using System.Data.Common;
using System.Threading;
using System.Threading.Tasks;
using Dapper;
using Microsoft.Extensions.Hosting;

namespace Corpus.Clean.SchemaWork;

public sealed class LedgerSchema(DbConnection connection, IHostEnvironment environment)
{
    public Task EnsureAsync(CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition("CREATE TABLE IF NOT EXISTS ledger (id bigint PRIMARY KEY, amount numeric NOT NULL)", cancellationToken: cancellationToken));

    public Task NarrowAsync(CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition("""
            CREATE TABLE ledger_fresh (id INTEGER PRIMARY KEY, amount NUMERIC NOT NULL);
            INSERT INTO ledger_fresh (id, amount) SELECT id, amount FROM ledger;
            DROP TABLE ledger;
            ALTER TABLE ledger_fresh RENAME TO ledger;
            """, cancellationToken: cancellationToken));

    public Task SummarizeAsync(CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition("""
            CREATE TEMP TABLE totals AS SELECT sum(amount) AS total FROM ledger;
            INSERT INTO reports (total) SELECT total FROM totals;
            DROP TABLE totals;
            """, cancellationToken: cancellationToken));

    public async Task StartOverAsync(CancellationToken cancellationToken)
    {
        if (!environment.IsDevelopment())
        {
            throw new InvalidOperationException("Only for development.");
        }

        await connection.ExecuteAsync(new CommandDefinition("DROP TABLE IF EXISTS ledger", cancellationToken: cancellationToken));
    }

    public Task EndOfMonthAsync(CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition("TRUNCATE TABLE ledger WITH (PARTITIONS (1))", cancellationToken: cancellationToken));
}

public sealed class ScratchSchema(DbConnection connection, string name) : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await connection.ExecuteAsync($"DROP SCHEMA \"{name}\" CASCADE");
}
