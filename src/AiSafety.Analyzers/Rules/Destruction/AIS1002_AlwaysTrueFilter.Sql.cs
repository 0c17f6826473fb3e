using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Sql;
using AiSafety.Analyzers.Engine.Text;
using AiSafety.Analyzers.Sql;

namespace AiSafety.Analyzers.Rules.Destruction;

/// <summary>The WHERE of a SQL text.</summary>
public sealed partial class AlwaysTrueFilterRule
{
    private static void SqlFilters(RuleContext rule)
    {
        SqlWrites.Register(rule, static (write, site) =>
        {
            if (Arguments(write.Statement, write.IsConditional) is { } arguments)
                site.Report(write.Sureness, write.Location, arguments);
        });
        SqlFiles.Register(rule, static (_, statement) => Arguments(statement, isConditional: false));
    }

    private static string[]? Arguments(SqlStatement statement, bool isConditional)
    {
        var effect = statement.Kind switch
        {
            SqlStatementKind.Delete => "the DELETE takes every row of '" + statement.Target + "'",
            SqlStatementKind.Update => "the UPDATE overwrites every row of '" + statement.Target + "'",
            _ => null,
        };
        if (effect is null || !(statement.Verdict == SqlVerdict.AlwaysTrue || (isConditional && statement.Verdict == SqlVerdict.Unfiltered)))
            return null;
        var filter = statement.Verdict == SqlVerdict.AlwaysTrue ? "WHERE " + statement.Condition : statement.Kind == SqlStatementKind.Delete ? "DELETE" : "UPDATE";
        return [Excerpt.Of(filter), isConditional ? "where no further condition is appended, " + effect : effect];
    }
}
