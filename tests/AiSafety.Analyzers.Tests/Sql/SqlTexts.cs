using System.Text.RegularExpressions;
using AiSafety.Analyzers.Sql;

namespace AiSafety.Analyzers.Tests.Sql;

/// <summary>Notation of the SQL tests: <c>{v}</c>, <c>{i}</c> and <c>{t}</c> are a value, identifier and text hole.</summary>
internal static partial class SqlTexts
{
    [GeneratedRegex(@"\{([vit])\}")]
    private static partial Regex HoleMark();

    public static SqlText Parse(string marked)
    {
        var parts = new List<SqlPart>();
        var at = 0;
        foreach (Match match in HoleMark().Matches(marked))
        {
            if (match.Index > at)
                parts.Add(SqlPart.Constant(marked[at..match.Index]));
            parts.Add(SqlPart.OfHole(match.Groups[1].Value switch { "v" => SqlHole.Value, "i" => SqlHole.Identifier, _ => SqlHole.Text }));
            at = match.Index + match.Length;
        }

        if (at < marked.Length)
            parts.Add(SqlPart.Constant(marked[at..]));
        return new SqlText(parts);
    }

    public static IReadOnlyList<SqlStatement> Read(string marked) => SqlReader.Read(Parse(marked));

    /// <summary>The statements that the rules look at: everything but Other and Insert.</summary>
    public static IReadOnlyList<SqlStatement> Destructive(string marked) =>
        [.. Read(marked).Where(statement => statement.Kind is not (SqlStatementKind.Other or SqlStatementKind.Insert))];

    /// <summary>"Delete Unfiltered | Update Filtered temporary": what the reader says, in order.</summary>
    public static string Summary(string marked) => string.Join(" | ", Destructive(marked).Select(statement =>
        $"{statement.Kind} {statement.Verdict}"
        + (statement.IsTemporaryTarget ? " temporary" : "")
        + (statement.IsCreatedInText ? " created" : "")
        + (statement.IntentReason is null ? "" : " intended")));
}
