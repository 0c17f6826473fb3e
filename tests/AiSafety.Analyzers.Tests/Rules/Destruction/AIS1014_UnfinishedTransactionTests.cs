using AiSafety.Analyzers.Rules.Destruction;

namespace AiSafety.Analyzers.Tests.Rules.Destruction;

public sealed class AIS1014_UnfinishedTransactionTests : RuleTests<UnfinishedTransactionRule, UnfinishedTransactionFix>
{
    private static string File(string body, string usings = "") => $$"""
        using System.Transactions;
        using Microsoft.Data.SqlClient;
        using Dapper;
        {{usings}}
        public interface IRepository { Task SaveAsync(Order order); void Insert(Order order); Task<Order?> FindAsync(int id); }
        public interface IUnitOfWork { Task CommitAsync(); }
        public class Service(ShopDb db, SqlConnection sql, DbConnection any, IRepository repository, IUnitOfWork unit, ILogger log)
        {
            private DbTransaction? kept;
            private static void Use(DbTransaction transaction) { }
            public async Task<object?> Run(Order order, int id, bool notify, bool dryRun, CancellationToken token)
            {
                {{body}}
            }
        }
        """;

    private static string Synchronous(string body) => File("await Task.Yield(); return Inner(); object? Inner() { " + body + " }");

    // ---- Never committed ----------------------------------------------------------------------------------------------

    [Fact]
    public async Task Row_transaction_never_committed()
    {
        await Reports(File("await using var t = await [|db.Database.BeginTransactionAsync(token)|]; db.Orders.Add(order); await db.SaveChangesAsync(token); return order;"), AtMinimal);
        await Reports(File("using var t = [|sql.BeginTransaction()|]; using var c = new SqlCommand(\"DELETE FROM x WHERE id = 1\", sql, t); c.ExecuteNonQuery(); await Task.Yield(); return null;"), AtMinimal);
        await Reports(File("using var scope = [|new TransactionScope(TransactionScopeAsyncFlowOption.Enabled)|]; await db.SaveChangesAsync(token); return null;"), AtMinimal);
        await Reports(File("await using var t = await db.Database.BeginTransactionAsync(token); try { await db.SaveChangesAsync(token); } finally { await t.CommitAsync(token); } return null;"
            .Replace("await db.Database.BeginTransactionAsync(token)", "await [|db.Database.BeginTransactionAsync(token)|]", StringComparison.Ordinal)));
        await Reports(File("await sql.OpenAsync(token); await using var t = [|sql.BeginTransaction()|]; await sql.ExecuteAsync(\"UPDATE x SET a = 1 WHERE id = 2\"); await t.CommitAsync(token); return null;"));
    }

    [Fact]
    public Task Says_what_is_rolled_back() => ReportsWith(
        "The transaction of 'BeginTransactionAsync' is never committed, so what 'SaveChangesAsync' writes is rolled back when it is disposed; commit it when all of its work has succeeded",
        File("await using var t = await [|db.Database.BeginTransactionAsync(token)|]; await db.SaveChangesAsync(token); return null;"), AtMinimal);

    [Theory]
    [InlineData("var t = await [|db.Database.BeginTransactionAsync(token)|].ConfigureAwait(false); try { await db.SaveChangesAsync(token); } catch { await t.RollbackAsync(token); throw; } return order;")]
    [InlineData("await using (var t = await [|db.Database.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, token)|]) { await db.Orders.Where(o => o.Id == id).ExecuteDeleteAsync(token); } return order;")]
    [InlineData("using (var t = [|db.Database.BeginTransaction()|]) { if (notify) { db.SaveChanges(); log.LogInformation(\"saved {Id}\", t.TransactionId); } } return order;")]
    [InlineData("using var t = [|any.BeginTransaction()|]; any.Execute(\"DELETE FROM x WHERE id = 1\", transaction: t); return order;")]
    [InlineData("using var t = [|any.BeginTransaction()|]; using var c = any.CreateCommand(); c.Transaction = t; await c.ExecuteNonQueryAsync(token); return order;")]
    [InlineData("await using var t = await [|any.BeginTransactionAsync(token)|]; await any.ExecuteAsync(new CommandDefinition(\"DELETE FROM x WHERE id = 1\", transaction: t)); return order;")]
    [InlineData("foreach (var each in new[] { 1, 2 }) { await using var t = await [|db.Database.BeginTransactionAsync(token)|]; await db.SaveChangesAsync(token); } return order;")]
    [InlineData("await using var t = await [|db.Database.BeginTransactionAsync(token)|]; await t.CreateSavepointAsync(\"a\"); await db.SaveChangesAsync(token); await t.RollbackToSavepointAsync(\"a\"); return order;")]
    [InlineData("Func<Task> run = async () => { await using var t = await [|db.Database.BeginTransactionAsync(token)|]; await db.SaveChangesAsync(token); }; await run(); return order;")]
    public Task Reports_a_transaction_that_is_never_committed(string body) => Reports(File(body), AtMinimal);

    [Theory]
    [InlineData("using (var scope = [|new TransactionScope()|]) { db.SaveChanges(); } return null;")]
    [InlineData("using ([|new TransactionScope(TransactionScopeOption.RequiresNew)|]) { db.SaveChanges(); } return null;")]
    [InlineData("using (TransactionScope scope = [|new()|]) { sql.Execute(\"DELETE FROM x WHERE id = 1\"); } return null;")]
    public Task Reports_a_scope_that_is_never_completed(string body) => Reports(Synchronous(body), AtMinimal);

    [Fact]
    public async Task Reports_writes_of_the_project_less_surely()
    {
        await Reports(File("await using var t = await [|db.Database.BeginTransactionAsync(token)|]; await repository.SaveAsync(order); return null;"));
        await Reports(Synchronous("using var scope = [|new TransactionScope()|]; repository.Insert(order); return null;"));
        await Silent(File("await using var t = await db.Database.BeginTransactionAsync(token); await repository.SaveAsync(order); return null;"), AtMinimal with { Options = "" });
    }

    [Fact]
    public Task Reports_in_other_libraries() => Reports(
        """
        using LinqToDB;
        using LinqToDB.Data;
        public class Service(DataConnection db)
        {
            public async Task Run(Order order) { await using var t = await [|db.BeginTransactionAsync()|]; await db.InsertAsync(order); }
            public async Task Fine(Order order) { await using var t = await db.BeginTransactionAsync(); await db.InsertAsync(order); await db.CommitTransactionAsync(); }
        }
        """, AtMinimal);

    [Fact]
    public Task Reports_in_NHibernate() => Reports(
        "public class Service(NHibernate.ISession session) { public void Run(Order order) { using var t = [|session.BeginTransaction()|]; session.Save(order); } "
        + "public void Fine(Order order) { using var t = session.BeginTransaction(); session.Save(order); t.Commit(); } }\n" + Tests.Knowledge.Stubs.Text,
        new() { References = References.Framework });

    [Theory]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(token); await db.SaveChangesAsync(token); await t.CommitAsync(token); return order;")]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(token); await db.SaveChangesAsync(token); await db.Database.CommitTransactionAsync(token); return order;")]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(token); await db.SaveChangesAsync(token); await unit.CommitAsync(); return order;")]
    // Only read.
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.Snapshot, token); return await db.Orders.ToListAsync(token);")]
    [InlineData("using var t = sql.BeginTransaction(); using var c = new SqlCommand(\"SELECT 1\", sql, t); c.Parameters.AddWithValue(\"a\", 1); return await c.ExecuteScalarAsync(token);")]
    // Rolled back on purpose.
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(token); await db.SaveChangesAsync(token); var preview = await db.Orders.CountAsync(token); await t.RollbackAsync(token); return preview;")]
    [InlineData("var t = await db.Database.BeginTransactionAsync(token); try { await db.SaveChangesAsync(token); } finally { await t.RollbackAsync(token); } return order;")]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(token); await db.SaveChangesAsync(token); await t.DisposeAsync(); return order;")]
    [InlineData("if (!dryRun) return null; await using var t = await db.Database.BeginTransactionAsync(token); await db.SaveChangesAsync(token); return order;")]
    // Ends with an exception in any case.
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(token); await db.SaveChangesAsync(token); throw new InvalidOperationException();")]
    // Somebody else's.
    [InlineData("await db.Database.BeginTransactionAsync(token); await db.SaveChangesAsync(token); return order;")]
    [InlineData("kept = sql.BeginTransaction(); await sql.ExecuteAsync(\"DELETE FROM x WHERE id = 1\", transaction: kept); return order;")]
    [InlineData("var t = sql.BeginTransaction(); await sql.ExecuteAsync(\"DELETE FROM x WHERE id = 1\", transaction: t); kept = t; return order;")]
    [InlineData("var t = sql.BeginTransaction(); await sql.ExecuteAsync(\"DELETE FROM x WHERE id = 1\", transaction: t); Use(t); return order;")]
    [InlineData("var t = await db.Database.BeginTransactionAsync(token); await db.SaveChangesAsync(token); return t;")]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(token); await db.SaveChangesAsync(token); Func<Task> end = () => t.CommitAsync(); await end(); return order;")]
    [InlineData("var t = notify ? await db.Database.BeginTransactionAsync(token) : null; await db.SaveChangesAsync(token); if (t is not null) await t.CommitAsync(token); return order;")]
    public Task Stays_silent_for_a_transaction_that_is_finished_or_not_known(string body) => Silent(File(body), AtStrict);

    [Theory]
    [InlineData("using var scope = new TransactionScope(); db.SaveChanges(); scope.Complete(); return null;")]
    [InlineData("using (var scope = new TransactionScope()) { db.SaveChanges(); scope.Complete(); } return null;")]
    [InlineData("using (new TransactionScope(TransactionScopeOption.Suppress)) { db.SaveChanges(); } return null;")]
    [InlineData("using (new TransactionScope(TransactionScopeOption.Required, new TransactionOptions { IsolationLevel = System.Transactions.IsolationLevel.ReadUncommitted })) return db.Orders.ToList();")]
    [InlineData("TransactionScope Make() => new TransactionScope(); using var scope = Make(); db.SaveChanges(); scope.Complete(); return null;")]
    public Task Stays_silent_for_a_scope_that_is_completed(string body) => Silent(Synchronous(body), AtStrict);

    // ---- Left early ------------------------------------------------------------------------------------------------------

    [Theory]
    [InlineData("await using var t = await [|db.Database.BeginTransactionAsync(token)|]; await db.SaveChangesAsync(token); if (notify) { log.LogInformation(\"x\"); return order; } await t.CommitAsync(token); return order;")]
    [InlineData("await using var t = await [|db.Database.BeginTransactionAsync(token)|]; try { await db.SaveChangesAsync(token); if (id > 5) return order.Id; await t.CommitAsync(token); } catch { await t.RollbackAsync(token); throw; } return order;")]
    [InlineData("using var t = [|sql.BeginTransaction()|]; await sql.ExecuteAsync(\"DELETE FROM x WHERE id = 1\", transaction: t); switch (id) { case 1: return true; default: t.Commit(); return true; }")]
    public Task Reports_a_return_between_the_work_and_the_commit(string body) => Reports(File(body));

    [Fact]
    public Task Says_where_it_is_left() => ReportsWith(
        "The transaction of 'BeginTransactionAsync' is left without a commit by the return in line 15, so what 'SaveChangesAsync' wrote is rolled back and the caller is not told; commit, or roll back, before that return",
        File("await using var t = await [|db.Database.BeginTransactionAsync(token)|]; await db.SaveChangesAsync(token);\nif (notify)\nreturn order; await t.CommitAsync(token); return order;"));

    [Theory]
    // Before anything was written.
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(token); if (notify) return order; await db.SaveChangesAsync(token); await t.CommitAsync(token); return order;")]
    // The work did not come to what it should: left to be rolled back.
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(token); var n = await db.Orders.Where(o => o.Id == id).ExecuteDeleteAsync(token); if (n == 0) return order; await t.CommitAsync(token); return order;")]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(token); await db.SaveChangesAsync(token); if (await repository.FindAsync(id) is null) return order; await t.CommitAsync(token); return order;")]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(token); await db.SaveChangesAsync(token); if (id < 0) return false; await t.CommitAsync(token); return true;")]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(token); await db.SaveChangesAsync(token); if (id < 0) return null; await t.CommitAsync(token); return order;")]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(token); await db.SaveChangesAsync(token); if (id < 0) return NotFound(); await t.CommitAsync(token); return order; static object NotFound() => new();")]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(token); await db.SaveChangesAsync(token); if (dryRun) return order; await t.CommitAsync(token); return order;")]
    // Rolled back, or thrown.
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(token); await db.SaveChangesAsync(token); if (notify) { await t.RollbackAsync(token); return order; } await t.CommitAsync(token); return order;")]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(token); await db.SaveChangesAsync(token); if (notify) throw new InvalidOperationException(); await t.CommitAsync(token); return order;")]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(token); try { await db.SaveChangesAsync(token); await t.CommitAsync(token); return order; } catch (DbUpdateException) { return id; }")]
    // A condition decides about the commit.
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(token); await db.SaveChangesAsync(token); if (notify) await t.CommitAsync(token); return order;")]
    public Task Stays_silent_where_leaving_is_rolling_back(string body) => Silent(File(body), AtStrict);

    // ---- In a finally block ------------------------------------------------------------------------------------------------

    [Theory]
    [InlineData("await using var t = await [|db.Database.BeginTransactionAsync(token)|]; try { await db.SaveChangesAsync(token); } catch (Exception e) { log.LogError(e, \"x\"); throw; } finally { await t.CommitAsync(token); } return order;")]
    [InlineData("using var scope = [|new TransactionScope(TransactionScopeAsyncFlowOption.Enabled)|]; try { await db.SaveChangesAsync(token); } finally { scope.Complete(); } return order;")]
    public Task Reports_a_commit_in_finally(string body) => Reports(File(body));

    [Theory]
    [InlineData("var ok = false; await using var t = await db.Database.BeginTransactionAsync(token); try { await db.SaveChangesAsync(token); ok = true; } finally { if (ok) await t.CommitAsync(token); else await t.RollbackAsync(token); } return order;")]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(token); try { await db.SaveChangesAsync(token); await t.CommitAsync(token); } finally { await db.Database.CloseConnectionAsync(); } return order;")]
    public Task Stays_silent_for_a_choice_in_finally(string body) => Silent(File(body), AtStrict);

    // ---- Not enlisted --------------------------------------------------------------------------------------------------------

    [Theory]
    [InlineData("using var t = [|sql.BeginTransaction()|]; await sql.ExecuteAsync(\"DELETE FROM x WHERE id = 1\", transaction: t); await sql.ExecuteAsync(\"UPDATE x SET a = 1 WHERE id = 2\", new { id }); t.Commit(); return null;")]
    [InlineData("using var t = [|sql.BeginTransaction()|]; await sql.ExecuteAsync(new CommandDefinition(\"UPDATE x SET a = 1 WHERE id = 2\", new { id }, cancellationToken: token)); t.Commit(); return null;")]
    [InlineData("using var t = [|sql.BeginTransaction()|]; using var c = sql.CreateCommand(); c.CommandText = \"UPDATE x SET a = 1 WHERE id = 2\"; c.ExecuteNonQuery(); t.Commit(); return null;")]
    [InlineData("using var t = [|sql.BeginTransaction()|]; using var c = new SqlCommand(\"UPDATE x SET a = 1 WHERE id = 2\", sql); await c.ExecuteNonQueryAsync(token); t.Commit(); return null;")]
    [InlineData("DbConnection own = new SqlConnection(\"x\"); using var t = [|own.BeginTransaction()|]; own.Execute(\"UPDATE x SET a = 1 WHERE id = 2\"); t.Commit(); return null;")]
    public Task Reports_a_command_outside_of_its_transaction(string body) => Reports(File(body));

    [Fact]
    public async Task Reports_connections_of_unknown_provider_at_strict()
    {
        await Reports(File("using var t = [|any.BeginTransaction()|]; any.Execute(\"UPDATE x SET a = 1 WHERE id = 2\"); t.Commit(); return null;"), AtStrict);
        await Silent(File("using var t = any.BeginTransaction(); any.Execute(\"UPDATE x SET a = 1 WHERE id = 2\"); t.Commit(); return null;"));
    }

    [Theory]
    [InlineData("using var t = sql.BeginTransaction(); await sql.ExecuteAsync(\"DELETE FROM x WHERE id = 1\", null, t); t.Commit(); return null;")]
    [InlineData("using var t = sql.BeginTransaction(); using var c = sql.CreateCommand(); c.Transaction = t; c.ExecuteNonQuery(); t.Commit(); return null;")]
    [InlineData("using var t = sql.BeginTransaction(); using var c = new SqlCommand(\"x\", sql) { Transaction = t }; c.ExecuteNonQuery(); t.Commit(); return null;")]
    [InlineData("using var t = sql.BeginTransaction(); using var c = new SqlCommand(\"UPDATE x SET a = 1 WHERE id = 2\", sql, t); c.ExecuteNonQuery(); t.Commit(); return null;")]
    // Another connection; after the end; before the begin.
    [InlineData("using var other = new SqlConnection(\"x\"); using var t = sql.BeginTransaction(); await sql.ExecuteAsync(\"DELETE FROM x WHERE id = 1\", null, t); await other.ExecuteAsync(\"UPDATE x SET a = 1 WHERE id = 2\"); t.Commit(); return null;")]
    [InlineData("await sql.ExecuteAsync(\"SET LOCK_TIMEOUT 5\"); using var t = sql.BeginTransaction(); await sql.ExecuteAsync(\"DELETE FROM x WHERE id = 1\", null, t); t.Commit(); await sql.ExecuteAsync(\"UPDATE x SET a = 1 WHERE id = 2\"); return null;")]
    // PostgreSQL and SQLite run every command of the connection in its transaction.
    [InlineData("using var own = new Npgsql.NpgsqlConnection(\"x\"); using var t = own.BeginTransaction(); own.Execute(\"UPDATE x SET a = 1 WHERE id = 2\"); t.Commit(); return null;")]
    [InlineData("using var own = new Microsoft.Data.Sqlite.SqliteConnection(\"x\"); using var t = own.BeginTransaction(); own.Execute(\"UPDATE x SET a = 1 WHERE id = 2\"); t.Commit(); return null;")]
    public Task Stays_silent_for_commands_in_their_transaction(string body) => Silent(File(body), AtStrict);

    // ---- Asynchronous flow ---------------------------------------------------------------------------------------------------

    [Theory]
    [InlineData("new TransactionScope()", "new TransactionScope(TransactionScopeAsyncFlowOption.Enabled)")]
    [InlineData("new TransactionScope(TransactionScopeOption.RequiresNew)", "new TransactionScope(TransactionScopeOption.RequiresNew, TransactionScopeAsyncFlowOption.Enabled)")]
    [InlineData("new TransactionScope(TransactionScopeOption.Required, TimeSpan.FromMinutes(1))", "new TransactionScope(TransactionScopeOption.Required, TimeSpan.FromMinutes(1), TransactionScopeAsyncFlowOption.Enabled)")]
    [InlineData("new TransactionScope(TransactionScopeOption.Required, new TransactionOptions())", "new TransactionScope(TransactionScopeOption.Required, new TransactionOptions(), TransactionScopeAsyncFlowOption.Enabled)")]
    [InlineData("new TransactionScope(scopeOption: TransactionScopeOption.Required)", "new TransactionScope(scopeOption: TransactionScopeOption.Required, asyncFlowOption: TransactionScopeAsyncFlowOption.Enabled)")]
    [InlineData("new TransactionScope(Transaction.Current!)", "new TransactionScope(Transaction.Current!, TransactionScopeAsyncFlowOption.Enabled)")]
    [InlineData("new TransactionScope(TransactionScopeAsyncFlowOption.Suppress)", "new TransactionScope(TransactionScopeAsyncFlowOption.Enabled)")]
    [InlineData("new System.Transactions.TransactionScope { }", "new System.Transactions.TransactionScope(TransactionScopeAsyncFlowOption.Enabled) { }")]
    public Task Fixes_a_scope_that_does_not_flow(string before, string after) => Fixes(
        File($"using var scope = [|{before}|]; await db.SaveChangesAsync(token); scope.Complete(); return null;"),
        File($"using var scope = {after}; await db.SaveChangesAsync(token); scope.Complete(); return null;"));

    [Fact]
    public Task Fixes_all_of_a_file() => Fixes(
        File("using (var scope = [|new TransactionScope()|]) { await db.SaveChangesAsync(token); scope.Complete(); } using (TransactionScope scope = [|new()|]) { await foreach (var each in db.Orders.AsAsyncEnumerable()) { } db.SaveChanges(); scope.Complete(); } return null;"),
        File("using (var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled)) { await db.SaveChangesAsync(token); scope.Complete(); } using (TransactionScope scope = new(TransactionScopeAsyncFlowOption.Enabled)) { await foreach (var each in db.Orders.AsAsyncEnumerable()) { } db.SaveChanges(); scope.Complete(); } return null;"));

    [Fact]
    public Task Says_what_an_await_does_to_a_scope() => ReportsWith(
        "This TransactionScope does not flow across the await in it, so what follows may run outside of the transaction, and disposing it on another thread throws; create it with TransactionScopeAsyncFlowOption.Enabled",
        File("using var scope = [|new TransactionScope()|]; await db.SaveChangesAsync(token); scope.Complete(); return null;"));

    [Fact]
    public async Task Offers_no_fix_where_none_is_mechanical()
    {
        await OffersNoFix(File("await using var t = await [|db.Database.BeginTransactionAsync(token)|]; await db.SaveChangesAsync(token); return null;"));
        await OffersNoFix(File("using var scope = [|new TransactionScope(TransactionScopeOption.Required, new TransactionOptions(), EnterpriseServicesInteropOption.None)|]; await db.SaveChangesAsync(token); scope.Complete(); return null;"));
    }

    [Theory]
    [InlineData("using (var scope = new TransactionScope()) { db.SaveChanges(); scope.Complete(); } await Task.Yield(); return null;")]
    [InlineData("await Task.Yield(); using var scope = new TransactionScope(); db.SaveChanges(); scope.Complete(); return null;")]
    [InlineData("using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled); await db.SaveChangesAsync(token); scope.Complete(); return null;")]
    [InlineData("var option = TransactionScopeAsyncFlowOption.Enabled; using var scope = new TransactionScope(option); await db.SaveChangesAsync(token); scope.Complete(); return null;")]
    [InlineData("Func<Task> later; using (var scope = new TransactionScope()) { later = async () => await Task.Yield(); db.SaveChanges(); scope.Complete(); } await later(); return null;")]
    public Task Stays_silent_for_a_scope_without_await_in_it(string body) => Silent(File(body), AtStrict);

    // ---- Context ---------------------------------------------------------------------------------------------------------------

    [Fact]
    public Task Ignores_look_alikes() => Silent(
        """
        namespace Mine
        {
            public sealed class TransactionScope : IDisposable { public void Dispose() { } }
            public sealed class Database { public TransactionScope BeginTransaction() => new(); }
            public class Service(Database database, ShopDb db)
            {
                public async Task Run() { using var t = database.BeginTransaction(); using var scope = new TransactionScope(); await db.SaveChangesAsync(); }
            }
        }
        """, AtStrict);

    [Fact]
    public Task Is_silent_in_generated_code() => Silent(
        File("await using var t = await db.Database.BeginTransactionAsync(token); await db.SaveChangesAsync(token); return null;"), new() { FileName = "/Service.g.cs" });

    [Theory]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(token); await db.SaveChangesAsync(token); await t.")]
    [InlineData("using var scope = new TransactionScope(")]
    [InlineData("using (var t = sql.BeginTransaction( { t.Commit }")]
    public Task Survives_half_typed_code(string body) => Silent(File(body), new() { AllowsErrors = true });
}
