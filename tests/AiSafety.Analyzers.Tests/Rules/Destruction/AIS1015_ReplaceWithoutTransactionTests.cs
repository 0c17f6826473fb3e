using AiSafety.Analyzers.Rules.Destruction;

namespace AiSafety.Analyzers.Tests.Rules.Destruction;

public sealed class AIS1015_ReplaceWithoutTransactionTests : RuleTests<ReplaceWithoutTransactionRule>
{
    private static string File(string body, string method = "public async Task Change", string more = "") => $$"""
        using Dapper;
        using Microsoft.Data.SqlClient;

        public class Price { public int Id { get; set; } public int ShopId { get; set; } public bool Stale { get; set; } public DateTime Until { get; set; } }
        public class PriceDb : DbContext { public DbSet<Price> Prices => Set<Price>(); public DbSet<Order> Orders => Set<Order>(); }
        public class Prices(PriceDb db, SqlConnection sql, IBilling billing)
        {
            {{method}}(int shop, List<Price> prices, CancellationToken token)
            {
                {{body}}
                await Task.Yield();
            }
            {{more}}
        }
        """;

    private const string Delete = "await [|db.Prices.Where(p => p.ShopId == shop).ExecuteDeleteAsync(token)|]; ";
    private const string SilentDelete = "await db.Prices.Where(p => p.ShopId == shop).ExecuteDeleteAsync(token); ";
    private const string Insert = "db.Prices.AddRange(prices); await db.SaveChangesAsync(token);";

    [Fact]
    public async Task Row_several_writes_without_a_transaction()
    {
        await Reports(File(Delete + Insert));
        await Reports(File("var old = await db.Prices.Where(p => p.ShopId == shop).ToListAsync(token); [|db.Prices.RemoveRange(old)|]; await db.SaveChangesAsync(token); " + Insert));
        await Reports(File("await sql.ExecuteAsync([|\"DELETE FROM prices WHERE shop_id = @shop\"|], new { shop }); await sql.ExecuteAsync(\"INSERT INTO prices (id) VALUES (@Id)\", prices);"));
    }

    [Fact]
    public Task Says_what_is_to_be_replaced_by_what() => ReportsWith(
        "'ExecuteDeleteAsync' deletes the rows that 'AddRange' in line 10 is to replace, and no transaction holds both, so a failure in between loses the old rows without the new ones; put both into one transaction",
        File(Delete + Insert));

    [Theory]
    [InlineData(Delete + "await db.Prices.AddRangeAsync(prices, token); await db.SaveChangesAsync(token);")]
    [InlineData(Delete + "foreach (var price in prices) db.Prices.Add(price); await db.SaveChangesAsync(token);")]
    [InlineData(Delete + "foreach (var price in prices) { db.Add(price); await db.SaveChangesAsync(token); }")]
    [InlineData(Delete + "if (prices.Count > 0) { db.AddRange(prices); } await billing.ChargeAsync(new Order(), token); await db.SaveChangesAsync(token);")]
    [InlineData("db.Prices.AddRange(prices); " + Delete + "await db.SaveChangesAsync(token);")]
    [InlineData("var query = db.Prices.Where(p => p.ShopId == shop); [|query.ExecuteDelete()|]; db.Prices.AddRange(prices); db.SaveChanges();")]
    [InlineData("if (shop > 0) { " + Delete + "} " + Insert)]
    [InlineData("try { " + Delete + Insert + " } catch (DbUpdateException) { throw; }")]
    [InlineData("await [|db.Prices.ExecuteDeleteAsync(token)|]; " + Insert)]
    public Task Reports_a_set_based_delete_before_an_insert(string body) => Reports(File(body));

    [Fact]
    public Task Reports_one_row_where_the_method_says_that_it_replaces() => Reports(
        File(Delete + "db.Prices.Add(prices[0]); await db.SaveChangesAsync(token);", "public async Task ReplacePrice"));

    [Theory]
    [InlineData("[|db.RemoveRange(db.Prices.Where(p => p.ShopId == shop))|]; await db.SaveChangesAsync(token); db.AddRange(prices); await db.SaveChangesAsync(token);")]
    [InlineData("[|db.Prices.RemoveRange(db.Prices)|]; db.SaveChanges(); foreach (var price in prices) { db.Prices.Add(price); } db.SaveChanges();")]
    public Task Reports_a_saved_removal_before_an_insert(string body) => Reports(File(body));

    [Theory]
    [InlineData("sql.Execute([|\"DELETE FROM [dbo].[Prices]\"|]); foreach (var price in prices) sql.Execute(\"INSERT INTO dbo.Prices (Id) VALUES (@Id)\", price);")]
    [InlineData("const string table = \"prices\"; sql.Execute([|$\"DELETE FROM {table} WHERE shop = 1\"|]); sql.Execute($\"INSERT INTO {table} (id) VALUES (1)\");")]
    [InlineData("using var c = sql.CreateCommand(); c.CommandText = [|\"DELETE FROM prices WHERE shop = 1\"|]; c.ExecuteNonQuery(); c.CommandText = \"INSERT INTO prices (id) SELECT id FROM new_prices\"; c.ExecuteNonQuery();")]
    [InlineData("await db.Database.ExecuteSqlAsync([|$\"DELETE FROM prices WHERE shop = {shop}\"|], token); await db.Database.ExecuteSqlAsync($\"INSERT INTO prices (shop) VALUES ({shop})\", token);")]
    [InlineData("await sql.ExecuteAsync(new CommandDefinition([|\"DELETE FROM prices WHERE shop = 1\"|], cancellationToken: token)); await sql.ExecuteAsync(new CommandDefinition(\"INSERT INTO prices (id) VALUES (1)\", cancellationToken: token));")]
    public Task Reports_texts_that_delete_and_insert(string body) => Reports(File(body));

    [Fact]
    public Task Reports_in_linq2db() => Reports(
        """
        using LinqToDB;
        using LinqToDB.Data;
        public class Price { public int Id { get; set; } public int ShopId { get; set; } }
        public class Prices(DataConnection db)
        {
            public async Task Change(int shop, List<Price> prices) { await [|db.GetTable<Price>().Where(p => p.ShopId == shop).DeleteAsync()|]; await db.BulkCopyAsync(prices); }
        }
        """);

    // ---- What holds both, or replaces nothing -----------------------------------------------------------------------------

    [Theory]
    [InlineData("await using var t = await db.Database.BeginTransactionAsync(token); " + SilentDelete + Insert + " await t.CommitAsync(token);")]
    [InlineData("using var scope = new System.Transactions.TransactionScope(System.Transactions.TransactionScopeAsyncFlowOption.Enabled); " + SilentDelete + Insert + " scope.Complete();")]
    [InlineData("if (db.Database.CurrentTransaction is null) throw new InvalidOperationException(); " + SilentDelete + Insert)]
    [InlineData("await sql.ExecuteAsync(\"BEGIN TRAN\"); await sql.ExecuteAsync(\"DELETE FROM prices WHERE shop = 1\"); await sql.ExecuteAsync(\"INSERT INTO prices (id) VALUES (1)\"); await sql.ExecuteAsync(\"COMMIT\");")]
    // Saved together.
    [InlineData("db.Prices.RemoveRange(db.Prices.Where(p => p.ShopId == shop)); db.Prices.AddRange(prices); await db.SaveChangesAsync(token);")]
    [InlineData("db.Prices.RemoveRange(db.Prices.Where(p => p.ShopId == shop)); db.Prices.AddRange(prices); await db.SaveChangesAsync(token); db.Orders.Add(new Order()); await db.SaveChangesAsync(token);")]
    // One text.
    [InlineData("await sql.ExecuteAsync(\"DELETE FROM prices WHERE shop = 1; INSERT INTO prices (id) VALUES (1)\");")]
    // Another set.
    [InlineData(SilentDelete + "db.Orders.AddRange(new List<Order>()); await db.SaveChangesAsync(token);")]
    [InlineData("await sql.ExecuteAsync(\"DELETE FROM prices WHERE shop = 1\"); await sql.ExecuteAsync(\"INSERT INTO audit (id) VALUES (1)\");")]
    [InlineData("await sql.ExecuteAsync(\"DELETE FROM #prices WHERE shop = 1\"); await sql.ExecuteAsync(\"INSERT INTO #prices (id) VALUES (1)\");")]
    // The new rows are there first.
    [InlineData("db.Prices.AddRange(prices); await db.SaveChangesAsync(token); " + SilentDelete)]
    [InlineData("db.Prices.AddRange(prices); await db.SaveChangesAsync(token); " + SilentDelete + "await db.SaveChangesAsync(token);")]
    // A clean-up of old rows, and new ones.
    [InlineData("await db.Prices.Where(p => p.Until < DateTime.UtcNow).ExecuteDeleteAsync(token); " + Insert)]
    [InlineData("await db.Prices.Where(p => p.ShopId == shop && p.Stale).ExecuteDeleteAsync(token); " + Insert)]
    [InlineData("var ids = prices.Select(p => p.Id).ToList(); await db.Prices.Where(p => !ids.Contains(p.Id)).ExecuteDeleteAsync(token); " + Insert)]
    [InlineData(SilentDelete + "db.Prices.Add(new Price()); await db.SaveChangesAsync(token);")]
    [InlineData("await sql.ExecuteAsync(\"DELETE FROM prices WHERE until < @now\"); await sql.ExecuteAsync(\"INSERT INTO prices (id) VALUES (1)\");")]
    // One or the other.
    [InlineData("if (prices.Count == 0) { " + SilentDelete + "} else { " + Insert + " }")]
    [InlineData("if (prices.Count == 0) { " + SilentDelete + "return; } " + Insert)]
    [InlineData("switch (prices.Count) { case 0: " + SilentDelete + "break; default: " + Insert + " break; }")]
    [InlineData("try { " + Insert + " } catch (DbUpdateException) { " + SilentDelete + "throw; }")]
    // Added, but saved by somebody else.
    [InlineData(SilentDelete + "db.Prices.AddRange(prices);")]
    public Task Stays_silent_when_nothing_can_come_between_or_nothing_is_replaced(string body) => Silent(File(body), AtStrict);

    [Fact]
    public async Task Stays_silent_when_a_transaction_may_be_open_around_it()
    {
        // Handed over by a caller.
        await Silent(File("", more: "public static async Task Fill(PriceDb other, int shop, List<Price> prices) { await other.Prices.Where(p => p.ShopId == shop).ExecuteDeleteAsync(); other.Prices.AddRange(prices); await other.SaveChangesAsync(); }"), AtStrict);
        await Silent(File("", more: "public static void Fill(DbConnection other) { using var c = other.CreateCommand(); c.CommandText = \"DELETE FROM prices WHERE shop = 1\"; c.ExecuteNonQuery(); c.CommandText = \"INSERT INTO prices (id) VALUES (1)\"; c.ExecuteNonQuery(); }"), AtStrict);
        // Called by a member that begins one.
        await Silent(File(SilentDelete + Insert, "private async Task Fill", "public async Task All(CancellationToken token) { await using var t = await db.Database.BeginTransactionAsync(token); await Fill(1, [], token); await t.CommitAsync(token); }"), AtStrict);
        // By an attribute, or by a pipeline.
        await Silent(File(SilentDelete + Insert, "[Transactional] public async Task Change", "public sealed class TransactionalAttribute : Attribute { }"), AtStrict);
        await Silent(File(SilentDelete + Insert, more: "public sealed class TransactionBehavior { }"), AtStrict);
        // Passed to the calls.
        await Silent(File("", more: "private DbTransaction? tx; public void Fill() { sql.Execute(\"DELETE FROM prices WHERE shop = 1\", null, tx); sql.Execute(\"INSERT INTO prices (id) VALUES (1)\", null, tx); }"), AtStrict);
    }

    [Fact]
    public async Task Stays_silent_for_seeds_migrations_and_guards()
    {
        await Silent(File(SilentDelete + Insert, "public async Task SeedAsync"), AtStrict);
        await Silent(File(SilentDelete + Insert, "public async Task Change").Replace("await db.Prices.Where", "if (Environment.GetEnvironmentVariable(\"RESET\") != \"yes\") return; await db.Prices.Where", StringComparison.Ordinal), AtStrict);
        await Silent(
            """
            using Microsoft.EntityFrameworkCore.Migrations;
            public class Refill : Migration
            {
                protected override void Up(MigrationBuilder migrationBuilder) { migrationBuilder.Sql("DELETE FROM prices"); migrationBuilder.Sql("INSERT INTO prices (id) VALUES (1)"); }
            }
            """, AtStrict);
    }

    [Fact]
    public Task Ignores_look_alikes() => Silent(
        """
        namespace Mine
        {
            public sealed class Set<T> { public void RemoveRange(IEnumerable<T> items) { } public void AddRange(IEnumerable<T> items) { } public int ExecuteDelete() => 0; }
            public sealed class Store { public Set<Order> Orders { get; } = new(); public void SaveChanges() { } }
            public class Service(Store db)
            {
                public void Change(List<Order> orders) { db.Orders.ExecuteDelete(); db.Orders.RemoveRange(orders); db.SaveChanges(); db.Orders.AddRange(orders); db.SaveChanges(); }
            }
        }
        """, AtStrict);

    [Fact]
    public Task Is_silent_in_generated_code() => Silent(File(SilentDelete + Insert), new() { FileName = "/Prices.g.cs" });

    [Fact]
    public Task Works_with_the_older_home_of_the_methods() => Reports(
        "public class Service(ShopDb db) { public async Task Change(List<Order> orders) { await [|db.Orders.ExecuteDeleteAsync()|]; db.Orders.AddRange(orders); await db.SaveChangesAsync(); } }",
        new() { References = References.EfCore8 });

    [Theory]
    [InlineData("await db.Prices.ExecuteDeleteAsync(; db.Prices.AddRange(")]
    [InlineData("db.Prices.RemoveRange(); db.SaveChanges(); db.Prices.AddRange(); db.SaveChan")]
    [InlineData("sql.Execute(\"DELETE FROM prices WHERE ")]
    public Task Survives_half_typed_code(string body) => Silent(File(body), new() { AllowsErrors = true });
}
