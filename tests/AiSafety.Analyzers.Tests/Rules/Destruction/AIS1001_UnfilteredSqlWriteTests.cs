using System.Text;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Rules.Destruction;
using AiSafety.Analyzers.Tests.Knowledge;

namespace AiSafety.Analyzers.Tests.Rules.Destruction;

public sealed class AIS1001_UnfilteredSqlWriteTests : RuleTests<UnfilteredSqlWriteRule>
{
    [Fact]
    public Task Probe_dapper_delete() => Reports("""Dapper.SqlMapper.Execute(connection, "[|DELETE FROM Users|]");""");

    [Fact]
    public Task Probe_execute_sql_raw_update() => Reports("""db.Database.ExecuteSqlRaw("[|UPDATE Users SET Balance = 0|]");""");

    [Fact]
    public Task Row_delete_and_update_without_where_in_a_literal() => Reports("""
        var command = connection.CreateCommand();
        command.CommandText = "[|DELETE FROM Orders|]";
        db.Database.ExecuteSqlRaw("[|UPDATE Orders SET Paid = 1|]; DELETE FROM Lines WHERE OrderId = 3");
        """);

    [Fact]
    public Task Says_what_is_lost_and_what_to_do() => ReportsWith(
        "This DELETE has no condition, so every row of 'dbo.Orders' is deleted; add the WHERE that selects the rows that are meant",
        """connection.CreateCommand().CommandText = "[|DELETE FROM dbo.Orders|]";""");

    [Fact]
    public Task Says_it_for_an_update() => ReportsWith(
        "This UPDATE has no condition, so every row of 'Orders' is overwritten; add the WHERE that selects the rows that are meant",
        """connection.CreateCommand().CommandText = "[|UPDATE Orders SET Paid = 1|]; SELECT 1";""");

    [Theory]
    // ADO.NET
    [InlineData("""using var c = new Microsoft.Data.SqlClient.SqlCommand("[|DELETE FROM Orders|]");""")]
    [InlineData("""using var c = new System.Data.SqlClient.SqlCommand("[|DELETE FROM Orders|]");""")]
    [InlineData("""using var c = new Npgsql.NpgsqlCommand("[|DELETE FROM Orders|]");""")]
    [InlineData("""using var c = new MySqlConnector.MySqlCommand("[|DELETE FROM Orders|]");""")]
    [InlineData("""using var c = new Microsoft.Data.Sqlite.SqliteCommand("[|DELETE FROM Orders|]");""")]
    [InlineData("""var c = new Npgsql.NpgsqlBatchCommand("[|DELETE FROM Orders|]");""")]
    [InlineData("""var c = new MySqlConnector.MySqlBatchCommand(commandText: "[|DELETE FROM Orders|]");""")]
    [InlineData("""var c = new Npgsql.NpgsqlCommand { CommandText = "[|DELETE FROM Orders|]" };""")]
    [InlineData("""using DbCommand c = connection.CreateCommand(); c.CommandText = "[|DELETE FROM Orders|]"; c.ExecuteNonQuery();""")]
    [InlineData("""using IDbCommand c = connection.CreateCommand(); c.CommandText = "[|DELETE FROM Orders|]"; c.ExecuteNonQuery();""")]
    [InlineData("""using var c = new Microsoft.Data.SqlClient.SqlCommand(); c.CommandText = "[|DELETE FROM Orders|]";""")]
    [InlineData("""DbBatchCommand c = connection.CreateBatch().CreateBatchCommand(); c.CommandText = "[|DELETE FROM Orders|]";""")]
    [InlineData("""DbDataSource s = null!; s.CreateCommand("[|DELETE FROM Orders|]");""")]
    [InlineData("""Npgsql.NpgsqlDataSource s = null!; s.CreateCommand("[|DELETE FROM Orders|]");""")]
    // EF Core
    [InlineData("""db.Database.ExecuteSqlRaw("[|DELETE FROM Orders|]");""")]
    [InlineData("""await db.Database.ExecuteSqlRawAsync("[|UPDATE Orders SET Paid = {0}|]", true);""")]
    [InlineData("""await db.Database.ExecuteSqlAsync($"[|UPDATE Orders SET Name = {name}|]", token);""")]
    [InlineData("""db.Database.ExecuteSqlInterpolated($"[|DELETE FROM Orders|]");""")]
    [InlineData("""db.Orders.FromSqlRaw("[|DELETE FROM Orders RETURNING *|]").ToList();""")]
    [InlineData("""db.Database.SqlQueryRaw<int>("[|DELETE FROM Orders RETURNING Id|]").ToList();""")]
    [InlineData("""Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRaw(db.Database, "[|DELETE FROM Orders|]");""")]
    [InlineData("""db?.Database!.ExecuteSqlRaw(("[|DELETE FROM Orders|]"));""")]
    [InlineData("""db.Database.ExecuteSqlRaw(("[|DELETE FROM Orders|]"));""")]
    [InlineData("""FormattableString sql = $"[|UPDATE Orders SET Name = {name}|]"; db.Database.ExecuteSql(sql);""")]
    // The others
    [InlineData("""Dapper.SqlMapper.Execute(connection, "[|DELETE FROM Orders|]");""")]
    [InlineData("""await Dapper.SqlMapper.ExecuteAsync(connection, param: null, sql: "[|DELETE FROM Orders|]");""")]
    [InlineData("""await Dapper.SqlMapper.QueryAsync<int>(connection, "[|DELETE FROM Orders RETURNING id|]");""")]
    [InlineData("""await Dapper.SqlMapper.ExecuteAsync(connection, new Dapper.CommandDefinition("[|DELETE FROM Orders|]", cancellationToken: token));""")]
    [InlineData("""LinqToDB.Data.DataConnection l = null!; LinqToDB.Data.DataContextExtensions.Execute(l, "[|DELETE FROM Orders|]");""")]
    [InlineData("""LinqToDB.Data.DataConnection l = null!; LinqToDB.Data.DataContextExtensions.SetCommand(l, "[|DELETE FROM Orders|]");""")]
    [InlineData("""Marten.IDocumentSession m = null!; m.QueueSqlCommand("[|DELETE FROM Orders|]");""")]
    public Task Reports_every_way_to_a_database(string snippet) => Reports(snippet, AtMinimal);

    [Fact]
    public Task Reports_extension_calls_under_an_alias_and_a_static_using() => Reports("""
        using Command = Microsoft.Data.SqlClient.SqlCommand;
        using static Dapper.SqlMapper;

        public class C(IDbConnection connection)
        {
            public Command Make() => new("[|DELETE FROM Orders|]");
            public void Run() => connection.Execute("[|DELETE FROM Orders|]");
        }
        """);

    [Theory]
    [InlineData(""" "[|DELETE FROM Orders|]" """)]
    [InlineData("@\"\n  [|DELETE FROM \"\"Orders\"\"|]\"")]
    [InlineData(""" "\tSELECT '\\a\u00e9\x41 \U0001F600';\r\n[|DELETE FROM Orders|];" """)]
    [InlineData(""" $"[|DELETE FROM Orders|] -- {name}" """)]
    [InlineData(""" $"[|UPDATE Orders SET Total = {id}|]" """)]
    [InlineData(""" $"[|UPDATE Orders SET Total = {id:D4}, Created = '{DateTime.UtcNow:s}'|];" """)]
    [InlineData(""" $"[|UPDATE Orders SET Kind = {DayOfWeek.Monday}|]" """)]
    [InlineData(""" $"[|DELETE FROM {nameof(Order.Lines)}|]" """)]
    [InlineData(""" $"[|DELETE FROM [{name}]|]" """)]
    [InlineData(""" $"[|DELETE FROM {name}|];" """)]
    [InlineData("$@\"SELECT {id} WHERE \"\"x\"\" = '{{';\n  [|DELETE FROM \"\"{name}\"\"|];\"")]
    [InlineData(" \"\"\"[|DELETE FROM Orders|]\"\"\" ")]
    [InlineData(" $\"\"\"[|DELETE FROM {nameof(Order.Lines)}|] /* \" */\"\"\" ")]
    [InlineData(""" [|"DELETE " + "FROM Orders"|] """)]
    [InlineData(""" "SELECT " + id + "; [|DELETE FROM Orders|]" """)]
    [InlineData(""" [|"DELETE FROM [" + name + "]"|] """)]
    [InlineData(""" "[|DELETE FROM Orders|]".Trim() """)]
    [InlineData(""" [|string.Format("DELETE FROM [{0}]", name)|] """)]
    [InlineData(""" [|string.Format(System.Globalization.CultureInfo.InvariantCulture, "UPDATE Orders SET Total = {0:F2}, Name = '{1}'", order.Total, name)|] """)]
    [InlineData(""" [|string.Concat("DELETE ", "FROM ", "Orders")|] """)]
    [InlineData(""" [|string.Join(" ", "DELETE", "FROM", "Orders")|] """)]
    [InlineData(""" FormattableString.Invariant($"[|UPDATE Orders SET Total = {order.Total}|]") """)]
    [InlineData(""" id > 0 ? "DELETE FROM Orders WHERE Id = 1" : "[|DELETE FROM Orders|]" """)]
    [InlineData(""" id > 0 ? "[|DELETE FROM Orders|]" : "[|DELETE FROM Lines|]" """)]
    [InlineData(""" id switch { 0 => "[|DELETE FROM Orders|]", 1 => "SELECT 1", _ => throw new InvalidOperationException() } """)]
    [InlineData(""" (string?)null ?? "[|DELETE FROM Orders|]" """)]
    [InlineData(""" new StringBuilder("[|DELETE FROM Orders|]").ToString() """)]
    [InlineData(""" [|new StringBuilder().Append("DELETE ").Append("FROM ").AppendLine("Orders").ToString()|] """)]
    [InlineData(""" "DELETE FROM Orders WHERE Id = 1; [|DELETE FROM Lines|]; [|UPDATE Stock SET n = 0|]" """)]
    [InlineData(""" "EXEC('[|DELETE FROM Orders|]')" """)]
    public Task Reports_the_statement_where_it_is_written(string text) => Reports($"Dapper.SqlMapper.Execute(connection, {text.Trim()});");

    [Fact]
    public Task Reports_the_statement_inside_an_indented_raw_string() => Reports(
        "connection.CreateCommand().CommandText = \"\"\"\n"
        + "    DELETE FROM Basket WHERE Id = 1;\n"
        + "      [|DELETE FROM BasketLine|];\n"
        + "    [|UPDATE Counter\n"
        + "      SET Value = 0|];\n"
        + "    \"\"\";");

    [Fact]
    public Task Reports_constants_where_they_are_declared() => Reports("""
        public class C(IDbConnection connection)
        {
            private const string Table = "Orders";
            private const string Clear = $"[|DELETE FROM {Table}|]";
            private static readonly string Reset = "[|UPDATE Orders SET Paid = 0|]";
            public void A() => Dapper.SqlMapper.Execute(connection, Clear);
            public void B() => Dapper.SqlMapper.Execute(connection, Reset);
            public void AAgain() => Dapper.SqlMapper.Execute(connection, [|Clear|]);
        }
        """);

    [Fact]
    public Task Reports_constants_of_other_types_in_other_files_at_the_call() => Reports("""
        using System.Runtime.CompilerServices;
        public static partial class Texts { public const string Clear = "[|DELETE FROM Orders|]"; }
        public class C(IDbConnection connection) { public void A() => Dapper.SqlMapper.Execute(connection, Texts.Clear); }
        """);

    [Theory]
    [InlineData("""var sql = "[|DELETE FROM Orders|]"; Dapper.SqlMapper.Execute(connection, sql);""")]
    [InlineData("""const string sql = "[|DELETE FROM Orders|]"; Dapper.SqlMapper.Execute(connection, sql);""")]
    [InlineData("""string sql; sql = "[|DELETE FROM Orders|]"; log.LogInformation("{Sql}", sql); Dapper.SqlMapper.Execute(connection, sql);""")]
    [InlineData("""var table = "Orders"; var sql = $"[|DELETE FROM {table}|]"; Dapper.SqlMapper.Execute(connection, sql);""")]
    [InlineData("""var sql = "DELETE "; sql += "FROM "; sql += "Orders"; Dapper.SqlMapper.Execute(connection, [|sql|]);""")]
    [InlineData("""string sql; if (id > 0) sql = "[|DELETE FROM Orders|]"; else sql = "DELETE FROM Orders WHERE Id = 1"; Dapper.SqlMapper.Execute(connection, sql);""")]
    [InlineData("""var sql = "SELECT 1"; if (id > 0) sql = "[|DELETE FROM Orders|]"; Dapper.SqlMapper.Execute(connection, sql);""")]
    [InlineData("""var sql = "[|DELETE FROM Orders|]"; Action run = () => Dapper.SqlMapper.Execute(connection, sql);""")]
    [InlineData("""void Run() { var sql = "[|DELETE FROM Orders|]"; Dapper.SqlMapper.Execute(connection, sql); }""")]
    [InlineData("""foreach (var each in order.Lines) Dapper.SqlMapper.Execute(connection, "[|UPDATE Orders SET Name = @each|]", new { each });""")]
    [InlineData("""var sql = "[|DELETE FROM Orders|]"; Dapper.SqlMapper.Execute(connection, sql); Dapper.SqlMapper.Execute(connection, [|sql|]);""")]
    public Task Reports_through_locals(string snippet) => Reports(snippet);

    [Theory]
    [InlineData("""
        var sql = new StringBuilder();
        sql.Append("DELETE ");
        sql.AppendLine("FROM Orders");
        Dapper.SqlMapper.Execute(connection, [|sql.ToString()|]);
        """)]
    [InlineData("""
        var sql = new StringBuilder("[|UPDATE Orders SET Paid = 1|]");
        using (var c = connection.CreateCommand())
        {
            log.LogInformation("{Length}", sql.Length);
            c.CommandText = sql.ToString();
        }
        """)]
    [InlineData("""
        var sql = new StringBuilder().Append($"UPDATE Orders SET Total = {order.Total}").Append(", ").AppendFormat("Name = '{0}'", name);
        try { Dapper.SqlMapper.Execute(connection, [|sql.ToString()|]); }
        catch (DbException e) { log.LogError(e, "failed"); throw; }
        """)]
    [InlineData("""
        foreach (var line in order.Lines)
        {
            var sql = new StringBuilder();
            sql.Append("[|DELETE FROM Orders|]");
            Dapper.SqlMapper.Execute(connection, sql.ToString());
        }
        """)]
    public Task Reports_through_string_builders(string snippet) => Reports(snippet);

    [Fact]
    public Task Reports_a_script_that_FluentMigrator_runs() => Reports("""
        using FluentMigrator;
        [Migration(1)]
        public class M : Migration
        {
            public override void Up() => Execute.Sql("[|DELETE FROM Orders|]");
            public override void Down() => Execute.Sql("DELETE FROM Orders");
        }
        """);

    [Fact]
    public Task Reports_deletes_of_a_migration_on_its_way_up() => Reports("""
        using Microsoft.EntityFrameworkCore.Migrations;
        public class M : Migration
        {
            protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("[|DELETE FROM Orders|]");
            protected override void Down(MigrationBuilder migrationBuilder) { migrationBuilder.Sql("DELETE FROM Orders"); migrationBuilder.Sql("UPDATE Orders SET Paid = 0"); }
        }
        """);

    private const string UpdatingMigration = """
        using Microsoft.EntityFrameworkCore.Migrations;
        public class M : Migration
        {
            protected override void Up(MigrationBuilder migrationBuilder)
            {
                migrationBuilder.AddColumn<string>(name: "LastName", table: "Customers", nullable: true);
                migrationBuilder.Sql("UPDATE Customers SET LastName = Name");
                migrationBuilder.Sql("UPDATE Customers SET Name = upper(Name)");
            }
        }
        """;

    [Fact]
    public Task Stays_silent_for_updates_of_a_migration() => Silent(UpdatingMigration);

    [Fact]
    public Task Reports_updates_of_a_migration_at_Strict_unless_they_fill_a_new_column() =>
        Reports(UpdatingMigration.Replace("UPDATE Customers SET Name = upper(Name)", "[|UPDATE Customers SET Name = upper(Name)|]", StringComparison.Ordinal), AtStrict);

    [Theory]
    [InlineData(""" "DELETE FROM Orders WHERE Id = @id" """)]
    [InlineData(""" "DELETE FROM Orders -- all rows: throw-away snapshot" """)]
    [InlineData(""" "DELETE FROM #work" """)]
    [InlineData(""" "DELETE FROM Orders LIMIT 5" """)]
    [InlineData(""" "SELECT 'DELETE FROM Orders'" """)]
    [InlineData(""" "DROP TABLE Orders" """)]
    [InlineData(""" "DELETE FROM Orders WHERE 1 = 1" """)]
    [InlineData(""" "DELETE FROM " + name """)]
    [InlineData(""" $"DELETE FROM {name}" """)]
    [InlineData(""" $"DELETE FROM Orders {name}" """)]
    [InlineData(""" $"UPDATE Orders SET Name = {name}" """)]
    [InlineData(""" "DELETE FROM Orders" + Where() """)]
    [InlineData(""" string.Format("DELETE FROM Orders {0}", name) """)]
    [InlineData(""" string.Format(name, "DELETE FROM Orders") """)]
    [InlineData(""" "DELETE FROM Orders@where".Replace("@where", name) """)]
    [InlineData(""" string.Join(" ", new List<string> { "DELETE", "FROM", "Orders" }) """)]
    [InlineData(""" "DELETE FROM Orders WHERE " + string.Join(" AND ", order.Lines) """)]
    [InlineData(""" name """)]
    [InlineData(""" Where() """)]
    [InlineData(""" "DeleteOrders" """)]
    [InlineData(""" null! """)]
    public Task Stays_silent_for_texts_that_select_rows_or_are_not_known(string text) => Silent($$"""
        public void Run(string name, Order order, DbConnection connection)
        {
            Dapper.SqlMapper.Execute(connection, {{text.Trim()}});
            string Where() => " WHERE Id = 1";
        }
        """, AtStrict);

    [Theory]
    [InlineData("""var sql = "DELETE FROM Orders"; sql += " WHERE Id = 1"; Dapper.SqlMapper.Execute(connection, sql);""")]
    [InlineData("""var sql = "DELETE FROM Orders"; if (id > 0) sql += " WHERE Id = 1"; else sql += " WHERE Id = 2"; Dapper.SqlMapper.Execute(connection, sql);""")]
    [InlineData("""var sql = "DELETE FROM Orders"; Add(ref sql); Dapper.SqlMapper.Execute(connection, sql); void Add(ref string s) => s += " WHERE Id = 1";""")]
    [InlineData("""var sql = "DELETE FROM Orders"; Action add = () => sql += " WHERE Id = 1"; add(); Dapper.SqlMapper.Execute(connection, sql);""")]
    [InlineData("""var sql = "DELETE FROM Orders"; while (id-- > 0) { Dapper.SqlMapper.Execute(connection, sql + " WHERE Id = 1"); }""")]
    [InlineData("""var c = connection.CreateCommand(); c.CommandText = "DELETE FROM Orders"; c.CommandText += " WHERE Id = 1";""")]
    [InlineData("""var c = connection.CreateCommand(); c.CommandText = "DELETE FROM Orders"; if (id > 0) c.CommandText = c.CommandText + " WHERE Id = 1";""")]
    [InlineData("""var c = new Npgsql.NpgsqlCommand("DELETE FROM Orders"); c.CommandText += " WHERE Id = 1";""")]
    [InlineData("""var c = new Npgsql.NpgsqlCommand { CommandText = "DELETE FROM Orders" }; c.CommandText += " WHERE Id = 1";""")]
    [InlineData("""var sql = new StringBuilder("DELETE FROM Orders"); sql.Append(" WHERE Id = 1"); Dapper.SqlMapper.Execute(connection, sql.ToString());""")]
    [InlineData("""var sql = new StringBuilder("DELETE FROM Orders"); Add(sql); Dapper.SqlMapper.Execute(connection, sql.ToString()); void Add(StringBuilder b) => b.Append(" WHERE Id = 1");""")]
    [InlineData("""var sql = new StringBuilder("DELETE FROM Orders"); foreach (var line in order.Lines) sql.Append(line); Dapper.SqlMapper.Execute(connection, sql.ToString());""")]
    [InlineData("""var sql = new StringBuilder("DELETE FROM Orders"); sql.Insert(0, "SELECT 1 -- "); Dapper.SqlMapper.Execute(connection, sql.ToString());""")]
    [InlineData("""var sql = new StringBuilder("DELETE FROM Orders"); sql.Replace("Orders", name); Dapper.SqlMapper.Execute(connection, sql.ToString());""")]
    [InlineData("""var sql = new StringBuilder("DELETE FROM Orders"); sql.Length = 0; Dapper.SqlMapper.Execute(connection, sql.ToString());""")]
    [InlineData("""var sql = new StringBuilder("DELETE FROM Orders"); var other = sql; other.Append(" WHERE Id = 1"); Dapper.SqlMapper.Execute(connection, sql.ToString());""")]
    [InlineData("""var sql = new StringBuilder("DELETE FROM Orders"); switch (id) { case 1: sql.Append(" WHERE Id = 1"); break; default: return; } Dapper.SqlMapper.Execute(connection, sql.ToString());""")]
    [InlineData("""var sql = new StringBuilder("DELETE FROM Orders"); try { sql.Append(" WHERE Id = 1"); } catch (Exception) { sql.Append(" WHERE Id = 2"); } Dapper.SqlMapper.Execute(connection, sql.ToString());""")]
    [InlineData("""var sql = new StringBuilder("DELETE FROM Orders"); log.LogInformation("{Sql}", sql.Append(" WHERE Id = 1").ToString()); Dapper.SqlMapper.Execute(connection, sql.ToString());""")]
    [InlineData("""var sql = new StringBuilder("DELETE FROM Orders"); for (;;) { sql.Append(name); Dapper.SqlMapper.Execute(connection, sql.ToString()); }""")]
    [InlineData("""var sql = new StringBuilder("DELETE FROM Orders", 5, 4, 20); Dapper.SqlMapper.Execute(connection, sql.ToString());""")]
    [InlineData("""var sql = new StringBuilder("DELETE FROM Orders WHERE Id = 1"); Dapper.SqlMapper.Execute(connection, sql.ToString(0, 18));""")]
    public Task Stays_silent_for_texts_that_grow_or_change(string snippet) => Silent(snippet, AtStrict);

    [Fact]
    public Task Stays_silent_where_conditions_are_appended_on_some_paths() => Silent("""
        var sql = "DELETE FROM Orders";
        if (id > 0)
            sql += " WHERE Id = @id";
        Dapper.SqlMapper.Execute(connection, sql, new { id });
        """, AtStrict);

    [Fact]
    public Task Stays_silent_for_fields_that_may_hold_something_else() => Silent("""
        public class C(IDbConnection connection)
        {
            private static readonly string A = "DELETE FROM Orders";
            private static string b = "DELETE FROM Orders";
            private readonly string c = "DELETE FROM Orders";
            static C() { A += " WHERE Id = 1"; }
            public void Run()
            {
                Dapper.SqlMapper.Execute(connection, A);
                Dapper.SqlMapper.Execute(connection, b);
                Dapper.SqlMapper.Execute(connection, c);
            }
        }
        """);

    [Theory]
    [InlineData("var sql = \"DELETE FROM Orders\";")]
    [InlineData("log.LogInformation(\"DELETE FROM Orders\");")]
    [InlineData("Console.WriteLine(\"DELETE FROM Orders\");")]
    [InlineData("throw new InvalidOperationException(\"DELETE FROM Orders\");")]
    [InlineData("await http.DeleteAsync(\"DELETE FROM Orders\");")]
    [InlineData("order.Name = \"DELETE FROM Orders\";")]
    [InlineData("Dapper.SqlMapper.Execute(connection, \"INSERT INTO Log (Text) VALUES (@text)\", new { text = \"DELETE FROM Orders\" });")]
    public Task Stays_silent_for_texts_that_reach_no_database(string snippet) => Silent(snippet);

    [Fact]
    public Task Stays_silent_for_look_alikes() => Silent("""
        namespace Mine
        {
            public class SqlCommand(string cmdText) { public string CommandText { get; set; } = cmdText; }
            public static class SqlMapper { public static int Execute(this object connection, string sql) => 0; }
            public class MigrationBuilder { public void Sql(string sql) { } }
            public class C(object connection)
            {
                public void Run()
                {
                    new SqlCommand("DELETE FROM Orders").CommandText = "DELETE FROM Orders";
                    connection.Execute("DELETE FROM Orders");
                    new MigrationBuilder().Sql("DELETE FROM Orders");
                    dynamic late = connection;
                    late.Execute("DELETE FROM Orders");
                    _ = nameof(SqlMapper.Execute);
                }
            }
        }
        """);

    [Fact]
    public Task Reports_commands_of_unknown_providers_by_their_base_class() => Reports("""
        public abstract class TraceCommand(string commandText) : DbCommand { public string First => commandText; }
        public abstract class MyCommand() : TraceCommand("[|DELETE FROM Orders|]");
        public class C { public void Run(MyCommand command) => command.CommandText = "[|DELETE FROM Orders|]"; }
        """.Replace("[|DELETE FROM Orders|]\");", "DELETE FROM Orders\");", StringComparison.Ordinal));

    [Theory]
    [InlineData("if (Environment.GetEnvironmentVariable(\"RESET\") == \"yes\") Dapper.SqlMapper.Execute(connection, \"DELETE FROM Orders\");")]
    [InlineData("if (name != \"delete all orders\") return; Dapper.SqlMapper.Execute(connection, \"DELETE FROM Orders\");")]
    [InlineData("var confirmed = Console.ReadLine() == \"yes\"; if (!confirmed) return; Dapper.SqlMapper.Execute(connection, \"DELETE FROM Orders\");")]
    public Task Stays_silent_behind_a_guard(string snippet) => Silent(snippet, AtStrict);

    [Fact]
    public Task Stays_silent_in_debug_builds_and_while_seeding() => Silent("""
        public class OrderSeeder(IDbConnection connection) { public void Run() => Dapper.SqlMapper.Execute(connection, "DELETE FROM Orders"); }
        public class C(IDbConnection connection)
        {
            public void SeedOrders() => Dapper.SqlMapper.Execute(connection, "DELETE FROM Orders");
        #if DEBUG
            public void Reset() => Dapper.SqlMapper.Execute(connection, "DELETE FROM Orders");
        #endif
        }
        """);

    private static string Member(string member) => $$"""
        public class C(IDbConnection connection, Microsoft.Data.SqlClient.SqlConnection sql)
        {
            {{member}}
        }
        """;

    [Theory]
    // A parameter, a bound value, a name, another statement or arm says that only some rows are meant.
    [InlineData("""public void Purge(DateTime before) => Dapper.SqlMapper.Execute(connection, "[|DELETE FROM Orders|]");""")]
    [InlineData("""public void Purge() => Dapper.SqlMapper.Execute(connection, "[|DELETE FROM Orders|]", new { before = DateTime.Now });""")]
    [InlineData("""public void Purge() { var c = sql.CreateCommand(); c.CommandText = "[|DELETE FROM Orders|]"; c.Parameters.AddWithValue("@before", DateTime.Now); }""")]
    [InlineData("""public void RemoveExpired() => Dapper.SqlMapper.Execute(connection, "[|DELETE FROM Orders|]");""")]
    [InlineData("""public void Purge() => Dapper.SqlMapper.Execute(connection, "DELETE FROM Orders WHERE Paid = 1; [|DELETE FROM Lines|]");""")]
    [InlineData("""public void Purge() => Dapper.SqlMapper.Execute(connection, DateTime.Now.Day == 1 ? "[|DELETE FROM Orders|]" : "DELETE FROM Orders WHERE Paid = 1");""")]
    [InlineData("""public void Purge() => Dapper.SqlMapper.Execute(connection, "[|DELETE o FROM Orders o LEFT JOIN Lines l ON l.Id = o.Id|]");""")]
    // Hardly ever meant.
    [InlineData("""public void Pay() => Dapper.SqlMapper.Execute(connection, "[|UPDATE Orders SET Paid = 1|]");""")]
    public Task Reports_slips_at_Minimal(string member) => Reports(Member(member), AtMinimal);

    [Theory]
    [InlineData("""public void Purge() => Dapper.SqlMapper.Execute(connection, "[|DELETE FROM Orders|]");""")]
    [InlineData("""public void Purge() => Dapper.SqlMapper.Execute(connection, "[|DELETE FROM Orders|]", param: null);""")]
    public async Task Reports_what_nothing_explains_from_Recommended_on(string member)
    {
        await Reports(Member(member));
        await Silent(Member(member.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)), AtMinimal);
    }

    [Theory]
    [InlineData("""public void ClearOrders() => Dapper.SqlMapper.Execute(connection, "[|DELETE FROM Orders|]");""")]
    [InlineData("""public void DeleteAll(CancellationToken token) => Dapper.SqlMapper.Execute(connection, "[|DELETE FROM Orders|]");""")]
    [InlineData("""public void Replace() { Dapper.SqlMapper.Execute(connection, "[|DELETE FROM dbo.Orders|]"); Dapper.SqlMapper.Execute(connection, "INSERT INTO [Orders] VALUES (1)"); }""")]
    [InlineData("""public void Replace() => Dapper.SqlMapper.Execute(connection, "[|DELETE FROM Orders|]; INSERT INTO Orders SELECT * FROM Fresh");""")]
    [InlineData("""public void Replace() { Dapper.SqlMapper.Execute(connection, "[|DELETE FROM Orders|]"); new Microsoft.Data.SqlClient.SqlBulkCopy(sql).WriteToServer(new DataTable()); }""")]
    public async Task Reports_what_a_name_announces_or_a_refill_explains_at_Strict(string member)
    {
        await Reports(Member(member), AtStrict);
        await Silent(Member(member.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)));
    }

    [Fact]
    public Task Reports_where_only_a_word_looks_like_seeding() => Reports("""
        public class Seedlings(IDbConnection connection) { public void Run() => Dapper.SqlMapper.Execute(connection, "[|DELETE FROM Orders|]"); }
        """);

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent("""
        // <auto-generated/>
        public class C(IDbConnection connection) { public void Run() => Dapper.SqlMapper.Execute(connection, "DELETE FROM Orders"); }
        """);

    [Fact]
    public Task Stays_silent_in_test_projects() => Silent(
        """Dapper.SqlMapper.Execute(connection, "DELETE FROM Orders");""", new() { References = References.WithTestFramework });

    [Fact]
    public Task Reports_in_test_projects_that_ask_for_it() => Reports(
        """Dapper.SqlMapper.Execute(connection, "[|DELETE FROM Orders|]");""",
        new() { References = References.WithTestFramework, Options = SharedOptions.AnalyzeTests.Key + " = true" });

    [Fact]
    public Task Reports_ADO_NET_where_no_library_is_referenced() => Reports(
        """connection.CreateCommand().CommandText = "[|DELETE FROM Orders|]";""", new() { References = References.Framework });

    [Fact]
    public Task Reports_in_top_level_programs() => Reports(
        """
        using Dapper;
        DbConnection connection = null!;
        connection.Execute("[|DELETE FROM Orders|]");
        """, new() { TopLevelProgram = true });

    [Theory]
    [InlineData("Dapper.SqlMapper.Execute(connection, \"DELETE FROM Orders")]
    [InlineData("Dapper.SqlMapper.Execute(connection, $\"DELETE FROM {")]
    [InlineData("Dapper.SqlMapper.Execute(connection, );")]
    [InlineData("connection.CreateCommand().CommandText = ;")]
    [InlineData("connection.CreateCommand().CommandText = undefined + \"DELETE FROM Orders\";")]
    [InlineData("Dapper.SqlMapper.Execute(connection, string.Format(\"DELETE FROM {0\"));")]
    [InlineData("Dapper.SqlMapper.Execute(connection, string.Format(\"DELETE FROM {99999999999}\", 1));")]
    [InlineData("var sql = sql + \"DELETE FROM Orders\"; Dapper.SqlMapper.Execute(connection, sql);")]
    [InlineData("Dapper.SqlMapper.Execute(connection, \"\"\"\nDELETE FROM")]
    [InlineData("Dapper.SqlMapper.Execute(connection, new StringBuilder(\"DELETE FROM Orders\").Append().ToString(")]
    public Task Stays_silent_for_half_typed_code(string snippet) => Silent(snippet, new() { AllowsErrors = true });

    [Fact]
    public async Task Reports_inside_raw_strings_with_doubled_holes()
    {
        const string code = """"public class C(IDbConnection connection) { public void Run(string name) => Dapper.SqlMapper.Execute(connection, $$"""SELECT '{a}'; DELETE FROM [{{name}}]; """); }"""";
        var analysis = await Analysis.RunAsync([("/C.cs", code)], [new UnfilteredSqlWriteRule()], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(analysis.CompilerErrors);
        var span = Assert.Single(analysis.Findings).Location.SourceSpan;
        Assert.Equal("DELETE FROM [{{name}}]", code.Substring(span.Start, span.Length));
    }

    [Fact]
    public async Task Texts_of_cyclic_and_endless_definitions_are_given_up()
    {
        var code = new StringBuilder("public class C(IDbConnection connection) { static readonly string X = Y + Y; static readonly string Y = X + X; public void Run() { Dapper.SqlMapper.Execute(connection, X); var s0 = \"DELETE FROM Orders\";\n");
        for (var i = 1; i < 40; i++)
            code.Append($"var s{i} = s{i - 1} + s{i - 1};\n");
        code.Append("Dapper.SqlMapper.Execute(connection, s39); } }");
        var analysis = await Analysis.RunAsync([("/C.cs", code.ToString())], [new UnfilteredSqlWriteRule()], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(analysis.CompilerErrors);
        Assert.Empty(analysis.Crashes);
        Assert.Empty(analysis.Findings);
    }

    [Fact]
    public async Task Very_long_sums_are_read()
    {
        var sum = string.Join("\n+ ", Enumerable.Range(0, 800).Select(i => $"\"DELETE FROM t WHERE id = {i};\" + id")) + " + \";DELETE FROM Orders\"";
        var analysis = await Analysis.RunAsync(
            [("/C.cs", $"public class C(IDbConnection connection) {{ public void Run(int id) => Dapper.SqlMapper.Execute(connection, {sum}); }}")],
            [new UnfilteredSqlWriteRule()], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(analysis.CompilerErrors);
        Assert.Empty(analysis.Crashes);
        Assert.Single(analysis.Findings);
    }

    [Fact]
    public async Task Statements_in_one_literal_have_different_fingerprints()
    {
        var analysis = await Analysis.RunAsync(
            [("/C.cs", """public class C(IDbConnection connection) { public void Run() => Dapper.SqlMapper.Execute(connection, "DELETE FROM a; DELETE FROM b"); }""")],
            [new UnfilteredSqlWriteRule()], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(2, analysis.Findings.Select(finding => finding.Properties["fingerprint"]).Distinct().Count());
    }

    [Fact]
    public async Task Reports_libraries_that_are_only_known_by_their_documentation()
    {
        const string code = """
            public class C(NHibernate.ISession session, Cassandra.ISession cassandra)
            {
                public void Run()
                {
                    session.CreateSQLQuery("DELETE FROM Orders").ExecuteUpdate();
                    cassandra.Execute(new Cassandra.SimpleStatement("DELETE FROM orders"));
                    cassandra.Prepare("UPDATE orders SET paid = true");
                }
            }
            """;
        var analysis = await Analysis.RunAsync(
            [("/C.cs", code), ("/Stubs.cs", Stubs.Text)], [new UnfilteredSqlWriteRule()], withCast: false, references: References.Framework,
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(analysis.CompilerErrors);
        Assert.Equal(3, analysis.Findings.Length);
    }

    private static Setup Scripts(string option, params (string, string)[] files) => new() { Options = "ai_safety.analyze_sql_files = " + option, AdditionalFiles = files };

    [Fact]
    public Task Reports_scripts_where_the_project_asks_for_it() => Reports("", Scripts(
        "true",
        ("/db/clean.sql", "CREATE TABLE t (id int);\nGO\nDELETE FROM t;\n[|DELETE FROM Orders|];\n-- all rows: rebuilt below\nDELETE FROM Cache;\n"),
        ("/db/V2__orders.SQL", "[|UPDATE Orders SET Paid = 1|]"),
        ("/db/0001_orders.down.sql", "DELETE FROM Orders"),
        ("/db/notes.txt", "DELETE FROM Orders")));

    [Fact]
    public Task Stays_silent_for_scripts_otherwise() => Silent("", Scripts("false", ("/db/clean.sql", "DELETE FROM Orders")));
}
