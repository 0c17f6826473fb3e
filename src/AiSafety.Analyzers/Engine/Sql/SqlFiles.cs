using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Sql;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace AiSafety.Analyzers.Engine.Sql;

/// <summary>SQL scripts among the additional files, read where the project asks for it.</summary>
internal static class SqlFiles
{
    /// <summary>Names of scripts that take a change back, as migration tools use them.</summary>
    private static readonly string[] WaysBack = ["down.sql", "undo.sql", "rollback.sql", "revert.sql"];

    /// <summary>Reports each statement for which <paramref name="judge"/>, given the path of the script, gives the message's arguments.</summary>
    public static void Register(RuleContext rule, Func<string, SqlStatement, string[]?> judge) =>
        rule.OnAdditionalFile(".sql", SharedOptions.AnalyzeSqlFiles, (path, source, report) =>
        {
            var text = source.ToString();
            if (WaysBack.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) || !SqlReader.MayContainWrite(text))
                return;
            foreach (var statement in SqlReader.Read(SqlText.Of(text)))
            {
                if (statement.IsDefect && judge(path, statement) is { } arguments)
                    report(new TextSpan(statement.Start, statement.Length), arguments);
            }
        });
}
