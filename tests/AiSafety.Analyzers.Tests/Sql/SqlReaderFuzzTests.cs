using System.Text;
using AiSafety.Analyzers.Sql;
using CsCheck;
using Xunit;

namespace AiSafety.Analyzers.Tests.Sql;

/// <summary>Whatever the text is, the reader returns, with work in proportion to its length and spans inside the text.</summary>
public sealed class SqlReaderFuzzTests
{
    private static readonly string[] Tokens =
    [
        "DELETE", "UPDATE", "FROM", "SET", "WHERE", "JOIN", "LEFT", "ON", "AND", "OR", "NOT", "WITH", "AS", "TOP", "LIMIT", "USING", "BEGIN", "END", "IF", "ELSE",
        "THEN", "CASE", "WHEN", "EXEC", "EXECUTE", "IMMEDIATE", "FORMAT", "DO", "CREATE", "TABLE", "TEMP", "TRIGGER", "PROCEDURE", "ALTER", "DROP", "COLUMN", "INDEX",
        "TRUNCATE", "MERGE", "INSERT", "INTO", "SELECT", "GO", "\nGO\n", "DELIMITER //\n", "EXPLAIN", "ANALYZE", "PREPARE", "SET ROWCOUNT", "IS NULL", "IS NOT NULL",
        "LIKE", "BETWEEN", "ESCAPE", "sp_executesql", "t", "dbo", "#t", "@t", "[", "]", "[x]", "\"x\"", "`x`", "'", "''", "'x'", "N'x'", "E'\\'", "q'[", "\\'", "\\",
        "$$", "$a$", "$1", "(", ")", ",", ".", ";", "=", "<>", "+", "||", "*", "-", "--", "/*", "*/", "#", "\n", "1", "1=1", "x=x", "?", ":p", "::", "{", "}", "-- all rows: x\n",
        "\uFFFC", "\0", "é", "\uD800",
    ];

    private static readonly string[] Scripts =
    [
        "WITH a AS (DELETE FROM t OUTPUT deleted.* WHERE x = 'it''s'), b AS (SELECT 1) UPDATE u SET [a b] = CASE WHEN 1=1 THEN N'x' ELSE a END FROM [dbo].[u] u LEFT JOIN v ON v.i = u.i WHERE 1=1 -- all rows: why\nGO\n",
        "DO $$ BEGIN IF x THEN EXECUTE format('DELETE FROM %I WHERE a = %L', t, 1); END IF; END $$; EXEC(N'UPDATE t SET a = ''b'' ' + @w); /* a /* b */ c */ DROP TABLE IF EXISTS #t, \"u\"",
        "CREATE TRIGGER t AFTER DELETE ON a BEGIN DELETE FROM b; END; DELIMITER //\nCREATE PROCEDURE p() BEGIN END//\nDELIMITER ;\nUPDATE a, b SET a.x = `b`.`y`, c = q'[x]' # all\nORDER BY 1 LIMIT 5",
    ];

    private const int LargeText = 400_000;

    [Fact]
    public void Token_soup_is_read()
    {
        var part = Gen.Int[0, 9].SelectMany(kind => kind switch
        {
            0 => Gen.Const(SqlPart.OfHole(SqlHole.Text)),
            1 => Gen.Const(SqlPart.OfHole(SqlHole.Value)),
            2 => Gen.Const(SqlPart.OfHole(SqlHole.Identifier)),
            _ => Gen.Int[0, Tokens.Length - 1].Select(i => Tokens[i]).Array[1, 12].Select(words => SqlPart.Constant(string.Join(kind < 6 ? "" : " ", words))),
        });
        part.Array[0, 12].Sample(parts => Check(new SqlText(parts)), iter: 20_000);
    }

    [Fact]
    public void Truncated_and_scrambled_scripts_are_read()
    {
        Gen.Select(Gen.Int[0, Scripts.Length - 1].Select(i => Scripts[i]), Gen.Int[0, 400], Gen.Int[0, 400], Gen.Int[0, 400]).Sample(
            (script, start, length, second) =>
            {
                start = Math.Min(start, script.Length);
                length = Math.Min(length, script.Length - start);
                Check(SqlText.Of(script.Substring(start, length)));
                Check(new SqlText([SqlPart.Constant(script[..start]), SqlPart.OfHole((SqlHole)(second % 3)), SqlPart.Constant(script[start..])]));
            },
            iter: 20_000);
    }

    [Theory]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("(DELETE ")]
    [InlineData("(DELETE FROM t ")]
    [InlineData("(UPDATE t SET a = ")]
    [InlineData("DELETE FROM t ")]
    [InlineData("DELETE FROM t WHERE (")]
    [InlineData("DELETE FROM t WHERE NOT ")]
    [InlineData("DELETE FROM t, ")]
    [InlineData("UPDATE t SET a = 1, ")]
    [InlineData("WITH a AS (")]
    [InlineData("WITH a AS (DELETE FROM t), ")]
    [InlineData("a OR ")]
    [InlineData("DELETE FROM t WHERE 1=1 OR ")]
    [InlineData("CASE WHEN ")]
    [InlineData("BEGIN ")]
    [InlineData("IF 1=1 ")]
    [InlineData("EXEC('")]
    [InlineData("EXEC('DELETE FROM t') ")]
    [InlineData("'")]
    [InlineData("\\'")]
    [InlineData("\"")]
    [InlineData("`")]
    [InlineData("[")]
    [InlineData("[a")]
    [InlineData("a[")]
    [InlineData("$")]
    [InlineData("$$")]
    [InlineData("$a")]
    [InlineData("/*")]
    [InlineData("/* */ /*")]
    [InlineData("-- all rows: x\n")]
    [InlineData("#")]
    [InlineData("# where")]
    [InlineData("\n/\n")]
    [InlineData(" /")]
    [InlineData("\\\n")]
    [InlineData("GO\n")]
    [InlineData("DELIMITER //\n")]
    [InlineData("JOIN x ON a = b ")]
    [InlineData("CREATE TRIGGER t ")]
    [InlineData("CREATE TABLE t (a int); ")]
    [InlineData("ALTER TABLE t DROP ")]
    [InlineData("DROP TABLE a, ")]
    [InlineData("{\"a\": \"b\"},")]
    [InlineData("                                ")]
    public void Much_of_anything_takes_work_in_proportion(string unit)
    {
        // What is allocated is the same on every machine. A reader that is not linear allocates sixteen times as much for four times the text.
        var (quarter, whole) = (Work(unit, LargeText / 4), Work(unit, LargeText));
        Assert.True(whole < (8 * quarter) + 4_000_000, $"{quarter} bytes for a quarter, {whole} for the whole");
    }

    private static long Work(string unit, int length)
    {
        var builder = new StringBuilder("DELETE FROM t WHERE a IN (1) ");
        while (builder.Length < length)
            builder.Append(unit);
        var text = SqlText.Of(builder.ToString());
        var before = GC.GetAllocatedBytesForCurrentThread();
        Check(text);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Fact]
    public void A_script_of_two_megabytes_is_read()
    {
        var builder = new StringBuilder();
        while (builder.Length < 2_000_000)
            builder.AppendJoin('\n', Scripts).Append('\n');
        Check(SqlText.Of(builder.ToString()));
    }

    private static void Check(SqlText text)
    {
        var end = 0;
        foreach (var statement in SqlReader.Read(text))
        {
            Assert.InRange(statement.Start, end, text.Combined.Length);
            Assert.InRange(statement.Length, 1, text.Combined.Length - statement.Start);
            Assert.True(Enum.IsDefined(statement.Verdict));
            text.Locate(statement.Start);
            text.Locate(statement.End);
            end = statement.Start;
        }
    }
}
