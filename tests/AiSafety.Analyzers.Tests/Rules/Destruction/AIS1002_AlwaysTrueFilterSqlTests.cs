using AiSafety.Analyzers.Rules.Destruction;

namespace AiSafety.Analyzers.Tests.Rules.Destruction;

public sealed class AIS1002_AlwaysTrueFilterSqlTests : RuleTests<AlwaysTrueFilterRule>
{
    [Fact]
    public Task Says_which_condition_and_what_it_leads_to() => ReportsWith(
        "'WHERE Id = Id' filters nothing, so the UPDATE overwrites every row of 'dbo.Users'; write the condition that selects what is meant",
        """connection.CreateCommand().CommandText = "[|UPDATE dbo.Users SET Active = 0 WHERE Id = Id|]";""");

    [Fact]
    public Task Says_that_without_a_further_condition_everything_goes() => ReportsWith(
        "'WHERE 1=1' filters nothing, so where no further condition is appended, the DELETE takes every row of 'carts'; write the condition that selects what is meant",
        """
        var sql = "[|DELETE FROM carts WHERE 1=1|]";
        if (id > 0)
            sql += " AND id = @id";
        Dapper.SqlMapper.Execute(connection, sql, new { id });
        """);

    [Fact]
    public Task Says_so_for_a_statement_without_any_condition() => ReportsWith(
        "'DELETE' filters nothing, so where no further condition is appended, the DELETE takes every row of 'carts'; write the condition that selects what is meant",
        """
        var sql = "[|DELETE FROM carts|]";
        if (id > 0)
            sql += " WHERE id = @id";
        Dapper.SqlMapper.Execute(connection, sql, new { id });
        """);

    [Theory]
    [InlineData(""" "[|DELETE FROM Orders WHERE 1 = 1|]" """)]
    [InlineData(""" "[|DELETE FROM Orders WHERE Id = @id OR 1 = 1|]" """)]
    [InlineData(""" "[|DELETE FROM Orders WHERE Name LIKE '%'|]" """)]
    [InlineData(""" $"[|UPDATE Orders SET Total = {id} WHERE true|]" """)]
    [InlineData(""" $"[|DELETE FROM [{name}] WHERE 1=1|]" """)]
    [InlineData(""" "DELETE FROM a; [|DELETE FROM b WHERE a IS NULL OR a IS NOT NULL|]" """)]
    [InlineData(""" [|"DELETE FROM Orders " + "WHERE 1=1"|] """)]
    public Task Reports_conditions_that_hold_for_every_row(string text) => Reports($"Dapper.SqlMapper.Execute(connection, {text.Trim()});", AtMinimal);

    [Theory]
    [InlineData("WHERE 1 = 1", false)]
    [InlineData("WHERE Id = Id", true)]
    [InlineData("WHERE Paid = 1 OR 1 = 1", true)]
    public async Task Reports_placeholders_where_nothing_else_says_some_rows_from_Recommended_on(string condition, bool isSlip)
    {
        const string member = """public class C(IDbConnection connection) { public void Purge() => Dapper.SqlMapper.Execute(connection, "[|DELETE FROM Orders @where|]"); }""";
        var marked = member.Replace("@where", condition, StringComparison.Ordinal);
        await Reports(marked);
        if (isSlip)
            await Reports(marked, AtMinimal);
        else
            await Silent(marked.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal), AtMinimal);
    }

    [Fact]
    public async Task Reports_them_at_Strict_where_a_name_announces_it()
    {
        const string code = """public class C(IDbConnection connection) { public void ClearOrders() => Dapper.SqlMapper.Execute(connection, "[|DELETE FROM Orders WHERE 1 = 1|]"); }""";
        await Reports(code, AtStrict);
        await Silent(code.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal));
    }

    private const string Appended = """
        var sql = "[|DELETE FROM carts WHERE 1 = 1|]";
        if (id > 0)
            sql += " AND id = @id";
        if (!string.IsNullOrEmpty(name))
            sql += $" AND name = '{name}'";
        Dapper.SqlMapper.Execute(connection, sql);
        """;

    [Fact]
    public Task Reports_conditions_that_are_only_ever_appended_conditionally() => Reports(Appended);

    [Fact]
    public Task Stays_silent_for_those_at_Minimal() =>
        Silent(Appended.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal), AtMinimal);

    [Theory]
    [InlineData("""var sql = "[|DELETE FROM carts WHERE 1=1|]" + (id > 0 ? " AND id = @id" : ""); Dapper.SqlMapper.Execute(connection, sql);""")]
    [InlineData("""Dapper.SqlMapper.Execute(connection, $"[|DELETE FROM carts|]{(id > 0 ? " WHERE id = 1" : "")}");""")]
    [InlineData("""
        var sql = new StringBuilder("[|DELETE FROM carts WHERE 1=1|]");
        if (id > 0)
            sql.Append(" AND id = @id");
        if (name.Length > 0)
        {
            sql.AppendLine(" AND name = @name");
        }

        using var command = connection.CreateCommand();
        command.CommandText = sql.ToString();
        """)]
    [InlineData("""
        var sql = "[|DELETE FROM carts WHERE 1=1|]";
        foreach (var line in order.Lines)
            sql += $" AND line <> '{line}'";
        Dapper.SqlMapper.Execute(connection, sql);
        """)]
    [InlineData("""
        var conditions = new List<string>();
        if (id > 0)
            conditions.Add("id = @id");
        var sql = "[|DELETE FROM carts|]";
        if (conditions.Count > 0)
            sql += " WHERE " + string.Join(" AND ", conditions);
        Dapper.SqlMapper.Execute(connection, sql);
        """)]
    [InlineData("""
        var sql = "[|DELETE FROM carts WHERE 1=1|]";
        if (id > 0) sql += " AND a = 1"; if (id > 1) sql += " AND b = 1"; if (id > 2) sql += " AND c = 1"; if (id > 3) sql += " AND d = 1";
        if (id > 4) sql += " AND e = 1"; if (id > 5) sql += " AND f = 1"; if (id > 6) sql += " AND g = 1"; if (id > 7) sql += " AND h = 1";
        Dapper.SqlMapper.Execute(connection, sql);
        """)]
    public Task Reports_other_ways_to_append(string snippet) => Reports(snippet);

    [Theory]
    [InlineData("""var sql = "DELETE FROM carts WHERE 1=1"; sql += " AND id = @id"; Dapper.SqlMapper.Execute(connection, sql);""")]
    [InlineData("""var sql = "SELECT * FROM carts WHERE 1=1"; if (id > 0) sql += " AND id = @id"; Dapper.SqlMapper.Execute(connection, sql);""")]
    [InlineData("""var sql = "DELETE FROM carts WHERE 1=1"; if (id > 0) sql += " AND id = 1"; else sql += " AND id = 2"; Dapper.SqlMapper.Execute(connection, sql);""")]
    [InlineData("""var sql = "DELETE FROM carts WHERE 1=1"; if (id > 0) sql += " AND id = 1"; else return; Dapper.SqlMapper.Execute(connection, sql);""")]
    [InlineData("""if (id <= 0 && name.Length == 0) throw new ArgumentException(name); var sql = "DELETE FROM carts WHERE 1=1"; if (id > 0) sql += " AND id = 1"; if (name.Length > 0) sql += " AND name = 1"; Dapper.SqlMapper.Execute(connection, sql);""")]
    [InlineData("""var c = new List<string>(); if (id > 0) c.Add("id = 1"); if (c.Count == 0) return; var sql = "DELETE FROM carts"; if (c.Count > 0) sql += " WHERE " + string.Join(" AND ", c); Dapper.SqlMapper.Execute(connection, sql);""")]
    [InlineData("""var sql = new StringBuilder("DELETE FROM carts WHERE 1=1"); if (id > 0) sql.Append(" AND a = 1"); else sql.Append(" AND b = 1"); Dapper.SqlMapper.Execute(connection, sql.ToString());""")]
    [InlineData("""var sql = new StringBuilder("DELETE FROM carts WHERE 1=1"); if (id > 0) { sql.Append(" AND a = 1"); } else { throw new ArgumentException(name); } Dapper.SqlMapper.Execute(connection, sql.ToString());""")]
    [InlineData("""Dapper.SqlMapper.Execute(connection, "DELETE FROM carts WHERE 1=1 " + name);""")]
    [InlineData("""Dapper.SqlMapper.Execute(connection, $"DELETE FROM carts WHERE 1=1 AND {name}");""")]
    [InlineData("""Dapper.SqlMapper.Execute(connection, $"DELETE FROM carts WHERE {id} = 1");""")]
    [InlineData("""Dapper.SqlMapper.Execute(connection, "DELETE FROM carts WHERE (@id IS NULL OR id = @id)");""")]
    [InlineData("""Dapper.SqlMapper.Execute(connection, "DELETE FROM carts WHERE 1 = 0");""")]
    [InlineData("""Dapper.SqlMapper.Execute(connection, "DELETE FROM carts WHERE 1 = 1 -- all rows: the demo starts over");""")]
    [InlineData("""Dapper.SqlMapper.Execute(connection, "DELETE FROM #carts WHERE 1 = 1");""")]
    [InlineData("""Dapper.SqlMapper.Execute(connection, "DELETE FROM carts");""")]
    [InlineData("""Dapper.SqlMapper.Execute(connection, "TRUNCATE TABLE carts");""")]
    [InlineData("""if (name != "delete all carts") return; Dapper.SqlMapper.Execute(connection, "DELETE FROM carts WHERE 1 = 1");""")]
    public Task Stays_silent(string snippet) => Silent(snippet, AtStrict);

    [Fact]
    public Task Stays_silent_for_look_alikes_and_in_generated_and_test_code() => Silent("""
        public class SqlCommand(string cmdText) { public string CommandText { get; set; } = cmdText; }
        public class C { public void Run() => new SqlCommand("DELETE FROM Orders WHERE 1 = 1").CommandText = "DELETE FROM Orders WHERE 1 = 1"; }
        """);

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent("""
        // <auto-generated/>
        public class C(IDbConnection connection) { public void Run() => Dapper.SqlMapper.Execute(connection, "DELETE FROM Orders WHERE 1 = 1"); }
        """);

    [Fact]
    public Task Stays_silent_for_half_typed_code() => Silent("Dapper.SqlMapper.Execute(connection, \"DELETE FROM Orders WHERE 1 = ", new() { AllowsErrors = true });

    [Fact]
    public Task Reports_scripts_where_the_project_asks_for_it() => Reports("", new()
    {
        Options = "ai_safety.analyze_sql_files = true",
        AdditionalFiles = [("/db/clean.sql", "DELETE FROM a;\n[|DELETE FROM b WHERE 1 = 1|];\n")],
    });
}
