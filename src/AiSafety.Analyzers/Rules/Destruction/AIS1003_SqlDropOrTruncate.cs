using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Sql;
using AiSafety.Analyzers.Sql;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AiSafety.Analyzers.Rules.Destruction;

/// <summary>A SQL text that drops or empties a table, database, schema or column, outside migrations.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SqlDropOrTruncateRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS1003",
        name: "sql-drop-or-truncate",
        title: "SQL DROP or TRUNCATE outside a migration",
        message: "This {0} runs whenever the code around it does, so {1} is lost; make it a step of a migration, or put it behind a guard that has to be passed on purpose",
        level: Level.Recommended,
        cwe: [628]);

    private protected override void Start(RuleContext rule)
    {
        SqlWrites.Register(rule, static (write, site) =>
        {
            if (Arguments(write.Statement) is not { } arguments || write.Statement.Verdict != SqlVerdict.Unfiltered || write.IsConditional)
                return;
            var sureness = SchemaDrops.Sureness(write, site);
            if (site.Shows(sureness) && !SchemaDrops.IsExcused(write, site))
                site.Report(sureness, write.Location, arguments);
        });
        SqlFiles.Register(rule, static (path, statement) =>
            statement.Verdict == SqlVerdict.Unfiltered && statement.Kind != SqlStatementKind.DropIndex && !SchemaDrops.IsShortLived(statement.Target) && !SchemaDrops.IsMigration(path)
                ? Arguments(statement)
                : null);
    }

    // What it is, and what is lost.
    private static string[]? Arguments(SqlStatement statement) => statement.Kind switch
    {
        SqlStatementKind.Truncate => ["TRUNCATE", $"every row of '{statement.Target}'"],
        SqlStatementKind.DropTable => ["DROP TABLE", $"the table '{statement.Target}' with all its rows"],
        SqlStatementKind.DropDatabase => ["DROP DATABASE", $"the database '{statement.Target}' with everything in it"],
        SqlStatementKind.DropSchema => ["DROP SCHEMA", $"the schema '{statement.Target}' with what is in it"],
        SqlStatementKind.DropColumn => ["DROP COLUMN", $"a column of '{statement.Target}' with its values"],
        SqlStatementKind.DropIndex => ["DROP INDEX", $"the index '{statement.Target}' with what it speeds up or keeps unique"],
        _ => null,
    };
}
