using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Corpus.Careless.CustomerRepository;

public sealed record Customer(long Id, string Email, string Segment);

public interface ICustomerRepository
{
    Task<Customer?> GetByEmailAsync(string email, CancellationToken cancellationToken);

    Task<IEnumerable<Customer>> GetBySegmentAsync(string segment, CancellationToken cancellationToken);
}

public sealed class CustomerRepository(NpgsqlDataSource source, ILogger<CustomerRepository> logger) : ICustomerRepository
{
    private const string ClearImports = "DELETE FROM customer_imports";

    public async Task<Customer?> GetByEmailAsync(string email, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            return await connection.QuerySingleOrDefaultAsync<Customer>(new CommandDefinition(
                "SELECT id, email, segment FROM customers WHERE email = @email",
                new { email },
                cancellationToken: cancellationToken));
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Error getting customer by email");
            return null;
        }
    }

    public async Task<IEnumerable<Customer>> GetBySegmentAsync(string segment, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            return await connection.QueryAsync<Customer>(
                "SELECT id, email, segment FROM customers WHERE segment = @segment",
                new { segment });
        }
        catch (Exception)
        {
            return Enumerable.Empty<Customer>();
        }
    }

    public async Task<int> CountAsync()
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync();
            return await connection.ExecuteScalarAsync<int>("SELECT count(*) FROM customers");
        }
        catch
        {
            return 0;
        }
    }

    public async Task<bool> ExistsAsync(string email)
    {
        await using var connection = await source.OpenConnectionAsync();
        try
        {
            return await connection.ExecuteScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM customers WHERE email = @email)", new { email });
        }
        catch (Exception)
        {
            return false;
        }
    }

    public async Task ChangeSegmentAsync(long id, string segment)
    {
        await using var connection = await source.OpenConnectionAsync();
        await connection.ExecuteAsync("UPDATE customers SET segment = @segment", new { id, segment });
    }

    public async Task ImportAsync(IReadOnlyList<Customer> customers, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync(new CommandDefinition(ClearImports, transaction: transaction, cancellationToken: cancellationToken));
        foreach (var customer in customers)
        {
            await connection.ExecuteAsync(
                "INSERT INTO customer_imports (id, email, segment) VALUES (@Id, @Email, @Segment)",
                customer,
                transaction);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<int> DeleteAsync(string? segment, DateTime? inactiveSince, CancellationToken cancellationToken)
    {
        var sql = "DELETE FROM customers WHERE 1=1";
        var parameters = new DynamicParameters();
        if (!string.IsNullOrEmpty(segment))
        {
            sql += " AND segment = @segment";
            parameters.Add("segment", segment);
        }

        if (inactiveSince is not null)
        {
            sql += " AND last_seen < @inactiveSince";
            parameters.Add("inactiveSince", inactiveSince);
        }

        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }

    public async Task<IReadOnlyList<long>> DrainOutboxAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var ids = await connection.QueryAsync<long>(new CommandDefinition("DELETE FROM customer_outbox RETURNING id", cancellationToken: cancellationToken));
        return ids.ToList();
    }

    public async Task RemoveClosedAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition("DELETE FROM customers USING closed_accounts", cancellationToken: cancellationToken));
    }

    public void ResetPoints()
    {
        using var connection = source.OpenConnection();
        connection.Execute("DO $$ BEGIN UPDATE loyalty SET points = 0; END $$");
    }

    public async Task<Customer?> FirstInAsync(string segment, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await connection.QueryFirstOrDefaultAsync<Customer>("SELECT id, email, segment FROM customers WHERE segment = @segment LIMIT 1", new { segment });
    }
}
