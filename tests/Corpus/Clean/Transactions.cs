using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using System.Transactions;
using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;

namespace Corpus.Clean.Transactions;

public sealed class Account
{
    public int Id { get; set; }

    public decimal Balance { get; set; }
}

public sealed class BankDb(DbContextOptions<BankDb> options) : DbContext(options)
{
    private IDbContextTransaction? _current;

    public DbSet<Account> Accounts => Set<Account>();

    public async Task<IDbContextTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        _current = await Database.BeginTransactionAsync(cancellationToken);
        return _current;
    }

    public async Task EndAsync(IDbContextTransaction transaction, CancellationToken cancellationToken)
    {
        await SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}

public sealed class TransferService(BankDb db, ILogger<TransferService> logger)
{
    public async Task<bool> TransferAsync(int from, int to, decimal amount, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var taken = await db.Accounts.Where(each => each.Id == from && each.Balance >= amount)
            .ExecuteUpdateAsync(set => set.SetProperty(each => each.Balance, each => each.Balance - amount), cancellationToken);
        if (taken == 0)
            return false;
        var given = await db.Accounts.Where(each => each.Id == to)
            .ExecuteUpdateAsync(set => set.SetProperty(each => each.Balance, each => each.Balance + amount), cancellationToken);
        if (given == 0)
        {
            await transaction.RollbackAsync(CancellationToken.None);
            logger.LogWarning("No account {To}", to);
            return false;
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var strategy = db.Database.CreateExecutionStrategy();
        await strategy.ExecuteAsync(
            async token =>
            {
                await using var transaction = await db.BeginAsync(token);
                await work(token);
                await db.EndAsync(transaction, token);
            },
            cancellationToken);
    }

    public async Task<decimal> EstimateAsync(decimal rate, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Accounts.Where(each => each.Balance > 0).ExecuteUpdateAsync(set => set.SetProperty(each => each.Balance, each => each.Balance * rate), cancellationToken);
        var total = await db.Accounts.SumAsync(each => each.Balance, cancellationToken);
        await transaction.RollbackAsync(CancellationToken.None);
        return total;
    }

    public async Task<List<Account>> SnapshotAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.Snapshot, cancellationToken);
        return await db.Accounts.AsNoTracking().ToListAsync(cancellationToken);
    }

    public async Task SaveInScopeAsync(CancellationToken cancellationToken)
    {
        using var scope = new TransactionScope(TransactionScopeOption.Required, TransactionScopeAsyncFlowOption.Enabled);
        await db.SaveChangesAsync(cancellationToken);
        scope.Complete();
    }

    public void SaveApart()
    {
        using (new TransactionScope(TransactionScopeOption.Suppress))
            db.SaveChanges();
    }
}

public sealed class AccountStore(string connectionString)
{
    public async Task MoveAsync(int from, int to, decimal amount, CancellationToken cancellationToken)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "UPDATE accounts SET balance = balance - @amount WHERE id = @from", new { from, amount }, transaction, cancellationToken: cancellationToken));
            await using var command = connection.CreateCommand();
            command.Transaction = (SqlTransaction)transaction;
            command.CommandText = "UPDATE accounts SET balance = balance + @amount WHERE id = @to";
            command.Parameters.AddWithValue("@amount", amount);
            command.Parameters.AddWithValue("@to", to);
            await command.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch
        {
            await transaction.RollbackAsync(CancellationToken.None);
            throw;
        }
    }

    public async Task ApplyAsync(DbConnection connection, IEnumerable<string> statements, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var statement in statements)
            await RunAsync(transaction, statement, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static Task<int> RunAsync(DbTransaction transaction, string statement, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(statement, transaction: transaction, cancellationToken: cancellationToken));
}
