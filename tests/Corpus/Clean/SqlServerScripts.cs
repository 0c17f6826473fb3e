using System;
using System.Data;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Data.SqlClient;

namespace Corpus.Clean.SqlServerScripts;

public enum AuditTable
{
    LoginAudit,
    OrderAudit,
}

public sealed class AuditMaintenance(string connectionString)
{
    public async Task<int> TrimAsync(AuditTable table, DateTime cutoff, CancellationToken cancellationToken)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"DELETE TOP (5000) FROM [{table}] WHERE CreatedAt < @cutoff";
        command.Parameters.Add("@cutoff", SqlDbType.DateTime2).Value = cutoff;

        var total = 0;
        int removed;
        do
        {
            removed = await command.ExecuteNonQueryAsync(cancellationToken);
            total += removed;
        }
        while (removed == 5000);
        return total;
    }

    public async Task<int> RemoveDuplicatesAsync(CancellationToken cancellationToken)
    {
        const string sql = """
            WITH ranked AS (
                SELECT ROW_NUMBER() OVER (PARTITION BY UserId, CreatedAt ORDER BY Id) AS n
                FROM LoginAudit
            )
            DELETE FROM ranked WHERE n > 1;
            """;

        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new SqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task MergeUsersAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new SqlCommand(
            """
            MERGE Users AS target
            USING #incoming AS source ON target.Id = source.Id
            WHEN MATCHED THEN UPDATE SET target.Name = source.Name
            WHEN NOT MATCHED BY TARGET THEN INSERT (Id, Name) VALUES (source.Id, source.Name);
            DELETE FROM #incoming;
            """,
            connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task FixNamesAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new SqlCommand(
            "UPDATE u SET u.Name = i.Name FROM Users u INNER JOIN NameFixes i ON i.UserId = u.Id",
            connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task RemoveOrphansAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new SqlCommand(
            "DELETE a FROM LoginAudit a LEFT JOIN Users u ON u.Id = a.UserId WHERE u.Id IS NULL",
            connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task RebuildTotalsAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = """
            DECLARE @totals TABLE (UserId int, Total int);
            INSERT INTO @totals SELECT UserId, COUNT(*) FROM LoginAudit GROUP BY UserId;
            UPDATE @totals SET Total = Total + 1;
            UPDATE u SET u.Logins = t.Total FROM Users u JOIN @totals t ON t.UserId = u.Id;
            DELETE FROM @totals;
            """;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task CreateCleanUpAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new SqlCommand(
            """
            CREATE OR ALTER PROCEDURE dbo.ClearScratch AS
            BEGIN
                DELETE FROM dbo.Scratch;
            END
            """,
            connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<int> DeactivateAsync(int[] ids, CancellationToken cancellationToken)
    {
        var sql = new StringBuilder();
        sql.Append("UPDATE Users ");
        sql.Append("SET Active = 0 ");
        sql.Append("WHERE Id IN (SELECT value FROM OPENJSON(@ids))");

        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new SqlCommand(sql.ToString(), connection);
        command.Parameters.AddWithValue("@ids", $"[{string.Join(',', ids)}]");
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<int> CallAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new SqlCommand("dbo.DeleteFromScratch", connection) { CommandType = CommandType.StoredProcedure };
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
