using System;
using System.Data;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using MySqlConnector;

namespace Corpus.Careless.Maintenance;

/// <summary>Maintenance jobs that support staff start by hand.</summary>
public sealed class MaintenanceJobs(string connectionString)
{
    private const string Schema = "dbo";

    public async Task<int> ClearSessionsAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM dbo.Sessions";
        return await command.ExecuteNonQueryAsync();
    }

    public void ResetFailedLogins(int userId)
    {
        using var connection = new SqlConnection(connectionString);
        connection.Open();
        using var command = new SqlCommand("UPDATE dbo.Users SET FailedLogins = 0, LockedUntil = NULL", connection);
        command.Parameters.AddWithValue("@userId", userId);
        command.ExecuteNonQuery();
    }

    public void ClearBaskets(DateTime cutoff)
    {
        const string sql = """
            DELETE FROM dbo.Basket WHERE UpdatedAt < @cutoff;
            DELETE FROM dbo.BasketLine;
            UPDATE dbo.Counter SET Value = 0 WHERE Name = 'basket';
            """;
        using var connection = new SqlConnection(connectionString);
        connection.Open();
        using var command = new SqlCommand(sql, connection);
        command.Parameters.Add("@cutoff", SqlDbType.DateTime2).Value = cutoff;
        command.ExecuteNonQuery();
    }

    public void ClearOutbox()
    {
        using var connection = new SqlConnection(connectionString);
        connection.Open();
        using var command = new SqlCommand($"DELETE FROM [{Schema}].[Outbox]", connection);
        command.ExecuteNonQuery();
    }

    public void SetRetries(int retries)
    {
        using var connection = new SqlConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"UPDATE dbo.JobSettings SET Retries = {retries}";
        command.ExecuteNonQuery();
    }

    public void ClearTable(string table)
    {
        using var connection = new SqlConnection(connectionString);
        connection.Open();
        using var command = new SqlCommand(string.Format("DELETE FROM [{0}]", table), connection);
        command.ExecuteNonQuery();
    }

    public void RaisePrices(decimal factor)
    {
        var sql = new StringBuilder();
        sql.Append("UPDATE dbo.Products ");
        sql.Append("SET Price = Price * @factor, ");
        sql.Append("UpdatedAt = SYSUTCDATETIME()");

        using var connection = new SqlConnection(connectionString);
        connection.Open();
        using var command = new SqlCommand(sql.ToString(), connection);
        command.Parameters.AddWithValue("@factor", factor);
        command.ExecuteNonQuery();
    }

    public void ClearLog(string kind)
    {
        using var connection = new SqlConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = kind == "login"
            ? "DELETE FROM dbo.LoginLog WHERE CreatedAt < DATEADD(day, -30, SYSUTCDATETIME())"
            : "DELETE FROM dbo.OrderLog";
        command.ExecuteNonQuery();
    }

    public void RemoveOrphanSessions()
    {
        using var connection = new SqlConnection(connectionString);
        connection.Open();
        using var command = new SqlCommand("DELETE s FROM dbo.Sessions s LEFT JOIN dbo.Users u ON u.Id = s.UserId", connection);
        command.ExecuteNonQuery();
    }

    public void ClearArchive()
    {
        using var connection = new SqlConnection(connectionString);
        connection.Open();
        using var command = new SqlCommand("EXEC('DELETE FROM dbo.Archive')", connection);
        command.ExecuteNonQuery();
    }

    public void ClearTraces()
    {
        using var connection = new SqlConnection(connectionString);
        connection.Open();
        using var command = new SqlCommand("DELETE FROM dbo.Traces WHERE 1=1", connection);
        command.ExecuteNonQuery();
    }

    public void Deactivate(int id)
    {
        using var connection = new SqlConnection(connectionString);
        connection.Open();
        using var command = new SqlCommand("UPDATE dbo.Users SET Active = 0 WHERE Id = Id", connection);
        command.Parameters.AddWithValue("@Id", id);
        command.ExecuteNonQuery();
    }

    public void RevokeTokens(int userId)
    {
        using var connection = new SqlConnection(connectionString);
        connection.Open();
        using var command = new SqlCommand("DELETE FROM dbo.Tokens WHERE UserId = @userId OR 1 = 1", connection);
        command.Parameters.AddWithValue("@userId", userId);
        command.ExecuteNonQuery();
    }

    public void TrimOnce()
    {
        using var connection = new SqlConnection(connectionString);
        connection.Open();
        using var command = new SqlCommand("DELETE TOP (1000) FROM dbo.Traces", connection);
        command.ExecuteNonQuery();
    }
}

public sealed class LocalCache(string path)
{
    public void Clear()
    {
        using var connection = new SqliteConnection($"Data Source={path}");
        connection.Open();
        using var command = new SqliteCommand("DELETE FROM cache_entries", connection);
        command.ExecuteNonQuery();
    }

    public void RemoveByName(string prefix)
    {
        using var connection = new SqliteConnection($"Data Source={path}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM cache_entries WHERE name LIKE '%'";
        command.Parameters.AddWithValue("$prefix", prefix);
        command.ExecuteNonQuery();
    }
}

public sealed class WebShopDatabase(string connectionString)
{
    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new MySqlCommand("UPDATE `article` SET `published` = 1", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task RemoveDraftsAsync(CancellationToken cancellationToken)
    {
        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new MySqlCommand("DELETE FROM `article` WHERE `published` = 0 LIMIT 500", connection);
        await command.ExecuteNonQueryAsync();
    }
}
