using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dapper;
using Npgsql;

namespace Corpus.Clean.DapperWrites;

public sealed record Booking(long Id, string Room, DateTime StartsAt);

public sealed class BookingRepository(NpgsqlDataSource source)
{
    private const string Table = "bookings";
    private const string DeleteById = $"DELETE FROM {Table} WHERE id = @id";
    private static readonly string ArchiveOld = "UPDATE " + Table + " SET archived = true WHERE starts_at < @cutoff";

    public async Task<IReadOnlyList<Booking>> SearchAsync(string? room, DateTime? from, CancellationToken cancellationToken)
    {
        var sql = "SELECT id, room, starts_at FROM bookings WHERE 1 = 1";
        if (room is not null)
        {
            sql += " AND room = @room";
        }

        if (from is not null)
        {
            sql += " AND starts_at >= @from";
        }

        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Booking>(new CommandDefinition(sql + " LIMIT 100", new { room, from }, cancellationToken: cancellationToken));
        return rows.AsList();
    }

    public async Task<int> DeleteAsync(long id, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(DeleteById, new { id }, cancellationToken: cancellationToken));
    }

    public async Task<int> ArchiveAsync(DateTime cutoff, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(ArchiveOld, new { cutoff }, cancellationToken: cancellationToken));
    }

    public async Task<int> DeleteSelectedAsync(string? room, DateTime? before, CancellationToken cancellationToken)
    {
        var conditions = new List<string>();
        if (room is not null)
        {
            conditions.Add("room = @room");
        }

        if (before is not null)
        {
            conditions.Add("starts_at < @before");
        }

        if (conditions.Count == 0)
        {
            throw new ArgumentException("Name a room or a day.");
        }

        var sql = "DELETE FROM bookings WHERE " + string.Join(" AND ", conditions);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(sql, new { room, before }, cancellationToken: cancellationToken));
    }

    public async Task<int> DeleteOptionalRoomAsync(string? room, DateTime before, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM bookings WHERE starts_at < @before AND (@room IS NULL OR room = @room)",
            new { room, before },
            cancellationToken: cancellationToken));
    }

    public async Task<int> DeleteOfClosedRoomsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            DELETE FROM bookings b
            USING rooms r
            WHERE r.name = b.room AND r.closed
            """,
            cancellationToken: cancellationToken));
    }

    public async Task<IReadOnlyList<long>> TakeJobsAsync(int count, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var ids = await connection.QueryAsync<long>(new CommandDefinition(
            """
            WITH next AS (
                SELECT id FROM jobs WHERE taken_at IS NULL ORDER BY id LIMIT @count FOR UPDATE SKIP LOCKED
            )
            UPDATE jobs SET taken_at = now() FROM next WHERE jobs.id = next.id RETURNING jobs.id
            """,
            new { count },
            cancellationToken: cancellationToken));
        return ids.ToList();
    }

    public async Task UpsertAsync(string room, int seats, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO rooms (name, seats) VALUES (@room, @seats) ON CONFLICT (name) DO UPDATE SET seats = excluded.seats",
            new { room, seats },
            cancellationToken: cancellationToken));
    }

    public async Task ReplaceExchangeRatesAsync(IEnumerable<object> rates, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            CREATE TEMP TABLE staged_rates (currency text, rate numeric);
            DELETE FROM staged_rates;
            """,
            transaction: transaction,
            cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO staged_rates (currency, rate) VALUES (@Currency, @Rate)", rates, transaction, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE exchange_rates e SET rate = s.rate FROM staged_rates s WHERE s.currency = e.currency",
            transaction: transaction,
            cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task ResetCountersAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE room_counters SET today = 0 /* all rows: every counter starts a new day at midnight */",
            cancellationToken: cancellationToken));
    }

    public async Task CreateSchemaAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            CREATE TABLE IF NOT EXISTS rooms (name text PRIMARY KEY, seats int NOT NULL);
            CREATE TABLE IF NOT EXISTS bookings (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                room text NOT NULL REFERENCES rooms (name) ON DELETE CASCADE ON UPDATE CASCADE,
                starts_at timestamptz NOT NULL
            );
            CREATE OR REPLACE FUNCTION clear_scratch() RETURNS void LANGUAGE plpgsql AS $body$
            BEGIN
                DELETE FROM scratch;
            END
            $body$;
            """,
            cancellationToken: cancellationToken));
    }

    public string Explain(string table) => "DELETE FROM " + table + " would remove every row";

    public async Task<int> LogStatementAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO statement_log (text) VALUES ('DELETE FROM bookings')",
            cancellationToken: cancellationToken));
    }
}
