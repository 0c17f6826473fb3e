using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Sql;
using AiSafety.Analyzers.Sql;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AiSafety.Analyzers.Rules.Destruction;

/// <summary>A SQL DELETE or UPDATE without a condition, in a text that reaches a database.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnfilteredSqlWriteRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS1001",
        name: "unfiltered-sql-write",
        title: "SQL DELETE or UPDATE without a condition",
        message: "This {0} has no condition, so every row of '{1}' is {2}; add the WHERE that selects the rows that are meant",
        level: Level.Minimal,
        cwe: [628]);

    private protected override void Start(RuleContext rule)
    {
        SqlWrites.Register(rule, static (write, site) =>
        {
            if (write.Statement.Verdict == SqlVerdict.Unfiltered && !write.IsConditional && Participle(write.Statement) is { } participle)
                site.Report(write.Sureness, write.Location, Verb(write.Statement), write.Statement.Target, participle);
        });
        SqlFiles.Register(rule, static (_, statement) =>
            statement.Verdict == SqlVerdict.Unfiltered && Participle(statement) is { } participle ? [Verb(statement), statement.Target, participle] : null);
    }

    private static string Verb(SqlStatement statement) => statement.Kind == SqlStatementKind.Delete ? "DELETE" : "UPDATE";

    private static string? Participle(SqlStatement statement) => statement.Kind switch
    {
        SqlStatementKind.Delete => "deleted",
        SqlStatementKind.Update => "overwritten",
        _ => null,
    };
}
