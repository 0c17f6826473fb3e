using AiSafety.Analyzers.Rules.Destruction;

namespace AiSafety.Analyzers.Tests.Rules.Destruction;

public sealed class AIS1003_SqlDropOrTruncateTests : RuleTests<SqlDropOrTruncateRule>
{
    private const string Advice = "; make it a step of a migration, or put it behind a guard that has to be passed on purpose";

    [Theory]
    [InlineData("TRUNCATE TABLE dbo.Orders", "This TRUNCATE runs whenever the code around it does, so every row of 'dbo.Orders' is lost")]
    [InlineData("DROP TABLE Orders", "This DROP TABLE runs whenever the code around it does, so the table 'Orders' with all its rows is lost")]
    [InlineData("DROP DATABASE shop WITH (FORCE)", "This DROP DATABASE runs whenever the code around it does, so the database 'shop' with everything in it is lost")]
    [InlineData("DROP SCHEMA sales CASCADE", "This DROP SCHEMA runs whenever the code around it does, so the schema 'sales' with what is in it is lost")]
    [InlineData("ALTER TABLE Orders DROP COLUMN Note", "This DROP COLUMN runs whenever the code around it does, so a column of 'Orders' with its values is lost")]
    public Task Says_what_is_lost_and_what_to_do(string sql, string message) => ReportsWith(message + Advice, $"db.Database.ExecuteSqlRaw(\"[|{sql}|]\");");

    [Theory]
    [InlineData("""await db.Database.ExecuteSqlRawAsync("[|TRUNCATE TABLE Orders|]", token);""")]
    [InlineData("""Dapper.SqlMapper.Execute(connection, "[|TRUNCATE orders, lines RESTART IDENTITY CASCADE|]");""")]
    [InlineData("""using var c = connection.CreateCommand(); c.CommandText = "[|DROP TABLE IF EXISTS dbo.Orders|]"; c.ExecuteNonQuery();""")]
    [InlineData("""using var c = new Npgsql.NpgsqlCommand("SELECT 1; [|DROP SCHEMA sales CASCADE|];");""")]
    [InlineData("""Dapper.SqlMapper.Execute(connection, $"[|DROP TABLE [{name}]|]");""")]
    [InlineData("""Dapper.SqlMapper.Execute(connection, "EXEC('[|DROP TABLE Orders|]')");""")]
    [InlineData("""Dapper.SqlMapper.Execute(connection, "[|TRUNCATE TABLE WorkOrders|]");""")]
    public Task Row_truncate_and_drop_in_a_literal(string snippet) => Reports(snippet);

    [Theory]
    [InlineData("[|DROP TABLE IF EXISTS Orders|]; CREATE TABLE Orders (Id int)")]
    [InlineData("IF OBJECT_ID('Orders') IS NOT NULL [|DROP TABLE Orders|]")]
    [InlineData("CREATE TABLE x (id int); [|DROP TABLE Orders|]; DROP TABLE x")]
    [InlineData("CREATE TABLE IF NOT EXISTS x (id int); [|DROP TABLE x|]")]
    [InlineData("ALTER TABLE Orders ADD a int, [|DROP COLUMN b|]", "ALTER TABLE Orders ADD a int, DROP COLUMN b")]
    [InlineData("DO $b$ BEGIN [|TRUNCATE orders|]; END $b$")]
    [InlineData("DELETE FROM Orders WHERE Id = 1; [|TRUNCATE TABLE Lines|]")]
    public Task Reports_in_scripts(string sql, string? whole = null) =>
        Reports($"Dapper.SqlMapper.Execute(connection, \"{(whole is null ? sql : "[|" + whole + "|]")}\");");

    [Fact]
    public Task Reports_a_schema_that_is_built_anew_at_every_start() => Reports(""""
        public class Store(Microsoft.Data.Sqlite.SqliteConnection connection)
        {
            public void Initialize()
            {
                using var command = connection.CreateCommand();
                command.CommandText = """
                    [|DROP TABLE IF EXISTS notes|];
                    CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
                    """;
                command.ExecuteNonQuery();
            }
        }
        """");

    [Theory]
    [InlineData("DROP TABLE #t")]
    [InlineData("DROP TABLE IF EXISTS tempdb..#t")]
    [InlineData("TRUNCATE TABLE #t")]
    [InlineData("CREATE TABLE x (id int); INSERT INTO x VALUES (1); DROP TABLE x")]
    [InlineData("CREATE TEMP TABLE x (id int); DROP TABLE x")]
    [InlineData("DROP TEMPORARY TABLE t")]
    [InlineData("TRUNCATE TABLE Orders WITH (PARTITIONS (2))")]
    [InlineData("ALTER TABLE Orders DROP CONSTRAINT fk_a")]
    [InlineData("DROP VIEW v; DROP PROCEDURE p; DROP TRIGGER t")]
    [InlineData("CREATE PROCEDURE p AS BEGIN DROP TABLE Orders END")]
    [InlineData("SELECT 'DROP TABLE Orders' -- TRUNCATE TABLE Lines")]
    [InlineData("DROP TABLE Orders -- all rows: the owner asked for it in writing")]
    [InlineData("DELETE FROM Orders")]
    [InlineData("SELECT TRUNCATE(a, 2) FROM Orders")]
    [InlineData("ALTER TABLE Orders RENAME TO Orders_gone; CREATE TABLE Orders (id int); DROP TABLE Orders_gone")]
    [InlineData("CREATE TABLE Fresh (id int); INSERT INTO Fresh SELECT id FROM Orders; DROP TABLE Orders; ALTER TABLE Fresh RENAME TO Orders")]
    [InlineData("EXEC sp_rename 'Orders', 'Gone'; DROP TABLE Gone")]
    [InlineData("SELECT * INTO Archive FROM dbo.Orders; DROP TABLE dbo.Orders")]
    [InlineData("CREATE TABLE Archive AS SELECT * FROM Orders; TRUNCATE TABLE Orders")]
    public Task Stays_silent_when_nothing_is_lost(string sql) => Silent($"Dapper.SqlMapper.Execute(connection, \"{sql}\");", AtStrict);

    [Theory]
    [InlineData("Dapper.SqlMapper.Execute(connection, \"DROP TABLE \" + name);")]
    [InlineData("Dapper.SqlMapper.Execute(connection, $\"DROP DATABASE {name}\");")]
    [InlineData("Dapper.SqlMapper.Execute(connection, name);")]
    [InlineData("Dapper.SqlMapper.Execute(connection, \"CREATE TABLE x (id int)\"); Dapper.SqlMapper.Execute(connection, \"DROP TABLE x\");")]
    [InlineData("log.LogInformation(\"DROP TABLE Orders\"); var sql = \"TRUNCATE TABLE Orders\";")]
    public Task Stays_silent_when_it_is_unknown_or_made_here(string snippet) => Silent(snippet, AtStrict);

    [Theory]
    [InlineData("public void DropOrders() => db.Database.ExecuteSqlRaw(\"[|DROP TABLE Orders|]\");")]
    [InlineData("public void TruncateTable(string table) => db.Database.ExecuteSqlRaw($\"[|TRUNCATE TABLE [{table}]|]\");")]
    [InlineData("public void ResetDatabase() => db.Database.ExecuteSqlRaw(\"[|DROP TABLE Orders|]\");")]
    [InlineData("public void UpgradeToVersion3() => db.Database.ExecuteSqlRaw(\"[|ALTER TABLE Orders DROP COLUMN Note|]\");")]
    [InlineData("public void Run() => db.Database.ExecuteSqlRaw(\"[|DROP TABLE staging_orders|]\");")]
    [InlineData("public void Run() => db.Database.ExecuteSqlRaw(\"[|TRUNCATE TABLE etl.OrdersTmp|]\");")]
    [InlineData("public void Run() => db.Database.ExecuteSqlRaw(\"[|DROP INDEX ix ON Orders|]\");")]
    [InlineData("public void Run() { db.Database.ExecuteSqlRaw(\"[|TRUNCATE TABLE Orders|]\"); db.Database.ExecuteSqlRaw(\"INSERT INTO Orders SELECT * FROM Feed\"); }")]
    public async Task Shows_what_is_announced_short_lived_or_built_again_at_strict_only(string member)
    {
        await Reports(member, AtStrict);
        await Silent(member.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("if (env.IsDevelopment()) db.Database.ExecuteSqlRaw(\"DROP TABLE Orders\");")]
    [InlineData("if (!confirm) return; db.Database.ExecuteSqlRaw(\"TRUNCATE TABLE Orders\");")]
    [InlineData("if (typed != shop) throw new InvalidOperationException(); db.Database.ExecuteSqlRaw(\"DROP SCHEMA shop\");")]
    public Task Stays_silent_behind_a_guard(string body) => Silent(Guarded(body), AtStrict);

    [Theory]
    [InlineData("if (!env.IsDevelopment()) db.Database.ExecuteSqlRaw(\"[|DROP TABLE Orders|]\");")]
    [InlineData("_ = confirm; db.Database.ExecuteSqlRaw(\"[|TRUNCATE TABLE Orders|]\");")]
    public Task Reports_beside_a_guard_that_does_not_decide(string body) => Reports(Guarded(body));

    private static string Guarded(string body) => $$"""
        using Microsoft.Extensions.Hosting;
        public class Sample(ShopDb db, IHostEnvironment env)
        {
            public void Run(bool confirm, string shop, string typed) { {{body}} }
        }
        """;

    [Fact]
    public Task Stays_silent_in_migrations() => Silent("""
        using Microsoft.EntityFrameworkCore.Migrations;
        namespace Shop
        {
            public class AddOrders : Migration
            {
                protected override void Up(MigrationBuilder builder) { builder.Sql("DROP TABLE Orders"); Helper(builder); }
                protected override void Down(MigrationBuilder builder) => builder.Sql("TRUNCATE TABLE Orders");
                private void Helper(MigrationBuilder builder) => builder.Sql("ALTER TABLE Orders DROP COLUMN Note");
            }
            public class NotesMigration { public void Run(ShopDb db) => db.Database.ExecuteSqlRaw("DROP TABLE Notes"); }
            public class Step7 { public void Migrate(ShopDb db) => db.Database.ExecuteSqlRaw("DROP TABLE Notes"); }
        }
        namespace Shop.Migrations { public class Step8 { public void Run(ShopDb db) => db.Database.ExecuteSqlRaw("DROP TABLE Notes"); } }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_where_a_type_clears_up_behind_itself() => Silent("""
        public sealed class ScratchDatabase(DbConnection connection, string name) : IAsyncDisposable, IDisposable
        {
            public async ValueTask DisposeAsync() => await Dapper.SqlMapper.ExecuteAsync(connection, $"DROP DATABASE \"{name}\" WITH (FORCE)");
            public void Dispose() => Dapper.SqlMapper.Execute(connection, "DROP TABLE Results");
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_while_seeding() => Silent(
        "public class Seeder { public void Run(ShopDb db) => db.Database.ExecuteSqlRaw(\"TRUNCATE TABLE Orders\"); }", AtStrict);

    [Fact]
    public Task Stays_silent_for_look_alikes() => Silent("""
        public class DbCommand { public string CommandText { get; set; } = ""; public void Execute(string sql) { } }
        public class Sample { public void Run(DbCommand command) { command.CommandText = "DROP TABLE Orders"; command.Execute("TRUNCATE TABLE Orders"); } }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent(
        "// <auto-generated/>\npublic class Sample { public void Run(ShopDb db) => db.Database.ExecuteSqlRaw(\"DROP TABLE Orders\"); }");

    [Fact]
    public Task Stays_silent_in_test_projects() =>
        Silent("db.Database.ExecuteSqlRaw(\"DROP TABLE Orders\");", new Setup { References = References.WithTestFramework });

    [Fact]
    public Task Survives_half_typed_code() => Silent(
        "db.Database.ExecuteSqlRaw(\"DROP TABLE ; db.Database.ExecuteSqlRaw($\"TRUNCATE {\"); connection.CreateCommand().CommandText = \"DROP TABLE\";",
        new Setup { AllowsErrors = true });

    [Fact]
    public Task Reads_scripts_that_the_project_asks_for() => Silent("_ = id;", Scripts("true", ("/db/orders.sql", "[|DROP TABLE orders|];\nDROP TABLE orders_tmp;\nDROP INDEX ix;\n[|TRUNCATE lines|];")));

    [Theory]
    [InlineData("/db/migrations/drop.sql")]
    [InlineData("/db/V7__drop_orders.sql")]
    [InlineData("/db/0007_drop_orders.sql")]
    [InlineData("/db/orders.down.sql")]
    public Task Leaves_scripts_of_migrations_alone(string path) => Silent("_ = id;", Scripts("true", (path, "DROP TABLE orders;")));

    [Fact]
    public Task Leaves_scripts_alone_unless_asked() => Silent("_ = id;", Scripts("false", ("/db/orders.sql", "DROP TABLE orders;")));

    private static Setup Scripts(string option, params (string, string)[] files) => new() { Options = "ai_safety.analyze_sql_files = " + option, AdditionalFiles = files };
}
