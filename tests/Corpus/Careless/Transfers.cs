using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using System.Transactions;
using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Corpus.Careless.Transfers;

public sealed class Account
{
    public int Id { get; set; }

    public decimal Balance { get; set; }

    public bool Closed { get; set; }
}

public sealed class BankDb(DbContextOptions<BankDb> options) : DbContext(options)
{
    public DbSet<Account> Accounts => Set<Account>();
}

public interface ILedger
{
    Task WriteAsync(int from, int to, decimal amount, CancellationToken cancellationToken);
}

public sealed class TransferService(BankDb db, ILedger ledger, ILogger<TransferService> logger)
{
    public async Task TransferAsync(int from, int to, decimal amount, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var source = await db.Accounts.SingleAsync(each => each.Id == from, cancellationToken);
        var target = await db.Accounts.SingleAsync(each => each.Id == to, cancellationToken);
        source.Balance -= amount;
        target.Balance += amount;
        await db.SaveChangesAsync(cancellationToken);
        logger.LogInformation("Moved {Amount} from {From} to {To}", amount, from, to);
    }

    public async Task TransferLoggedAsync(int from, int to, decimal amount, CancellationToken cancellationToken)
    {
        using var scope = new TransactionScope();
        await db.Accounts.Where(each => each.Id == from).ExecuteUpdateAsync(set => set.SetProperty(each => each.Balance, each => each.Balance - amount), cancellationToken);
        await db.Accounts.Where(each => each.Id == to).ExecuteUpdateAsync(set => set.SetProperty(each => each.Balance, each => each.Balance + amount), cancellationToken);
        await ledger.WriteAsync(from, to, amount, cancellationToken);
        scope.Complete();
    }

    public async Task<int> CloseAsync(int id, bool quietly, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var account = await db.Accounts.SingleAsync(each => each.Id == id, cancellationToken);
        account.Closed = true;
        await db.SaveChangesAsync(cancellationToken);
        if (quietly)
            return account.Id;
        await ledger.WriteAsync(id, 0, account.Balance, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return account.Id;
    }

    public async Task SettleAsync(int id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        try
        {
            await db.Accounts.Where(each => each.Id == id).ExecuteUpdateAsync(set => set.SetProperty(each => each.Balance, 0m), cancellationToken);
            await ledger.WriteAsync(id, 0, 0m, cancellationToken);
        }
        finally
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
    }
}

public sealed class AccountStore(string connectionString)
{
    public async Task MoveAsync(int from, int to, decimal amount, CancellationToken cancellationToken)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE accounts SET balance = balance - @amount WHERE id = @from", new { from, amount }, transaction, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE accounts SET balance = balance + @amount WHERE id = @to", new { to, amount }, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }

    public void Close(int id)
    {
        using var scope = new TransactionScope(TransactionScopeOption.RequiresNew);
        using var connection = new SqlConnection(connectionString);
        connection.Execute("UPDATE accounts SET closed = 1 WHERE id = @id", new { id });
    }
}
