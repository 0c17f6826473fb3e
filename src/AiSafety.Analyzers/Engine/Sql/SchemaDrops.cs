using System.Text.RegularExpressions;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine.Guards;
using AiSafety.Analyzers.Engine.Tasks;
using AiSafety.Analyzers.Sql;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Sql;

/// <summary>What the code around a DROP or TRUNCATE says about it: that it belongs to a migration, that the rows are kept elsewhere, that it is what the method is for.</summary>
internal static class SchemaDrops
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly HashSet<string> Announcing = new(StringComparer.OrdinalIgnoreCase)
    {
        "downgrade", "drop", "drops", "recreate", "rebuild", "teardown", "truncate", "truncates", "uninstall", "upgrade", "wipe",
    };

    // Names of tables that are made to be thrown away.
    private static readonly HashSet<string> ShortLived = new(StringComparer.OrdinalIgnoreCase)
    {
        "backup", "bak", "bench", "benchmark", "ci", "import", "old", "preview", "sandbox", "scratch", "staging", "stg", "temp", "temporary", "test", "tests", "tmp",
    };

    /// <summary>Whether the statement is no loss, or not the application's own decision.</summary>
    public static bool IsExcused(SqlWrite write, Site site)
    {
        if (Migrations.Contain(site) || Migrations.IsNamed(site.ContainingSymbol) || IsDisposal(site.ContainingSymbol) || Benchmarks.Of(site.Session).IsBenchmark)
            return true;
        return write.Statement.TargetName is { Length: > 0 } name && !name.Contains('{') && IsKeptElsewhere(name, write, site);
    }

    /// <summary>How sure it is that nobody decided on it: a name that announces it, a short life, or an index (which can be built again) make it a matter of policy.</summary>
    public static Level Sureness(SqlWrite write, Site site)
    {
        var isMinor = write.Sureness == Level.Strict || write.Statement.Kind == SqlStatementKind.DropIndex || IsShortLived(write.Statement.Target) || Announces(write.Sink, site);
        return isMinor ? Level.Strict : Level.Recommended;
    }

    /// <summary>Whether the path of a script says that it belongs to a migration: a folder of migrations, or a numbered name.</summary>
    public static bool IsMigration(string path) =>
        path.IndexOf("migration", StringComparison.OrdinalIgnoreCase) >= 0 || Regex.IsMatch(path, @"(^|[\\/])[VU]?\d[\w.]*_[^\\/]*$", RegexOptions.CultureInvariant, Patience);

    /// <summary>Whether the words of a table's or database's name say that it does not last.</summary>
    public static bool IsShortLived(string target) => Intent.Words(target).Any(ShortLived.Contains);

    private static bool Announces(IOperation sink, Site site)
    {
        for (var function = Flow.Graphs.Function(sink); function is not null; function = Flow.Graphs.Function(function))
        {
            if (function is ILocalFunctionOperation { Symbol.Name: var name } && Intent.Words(name).Any(Announcing.Contains))
                return true;
        }

        return Intent.Words(site.ContainingSymbol.Name).Any(Announcing.Contains);
    }

    // What a type made for itself goes when it goes.
    private static bool IsDisposal(ISymbol symbol) =>
        symbol is IMethodSymbol { MethodKind: MethodKind.Destructor } or IMethodSymbol { Name: "Dispose" or "DisposeAsync" or "DisposeAsyncCore" };

    // The table was made by the same member before, takes another one's name, gave its own away, or its rows were copied.
    private static bool IsKeptElsewhere(string name, SqlWrite write, Site site)
    {
        var quoted = "[\\[\"`]?" + Regex.Escape(name) + "[\\]\"`]?(?!\\w)";
        var root = OwnOperations.Root(write.Sink);
        foreach (var each in root.Descendants())
        {
            site.CancellationToken.ThrowIfCancellationRequested();
            if (each is not (ILiteralOperation or IInterpolatedStringTextOperation) || TextOf(each) is not { Length: > 8 } text || text.IndexOf(name, StringComparison.OrdinalIgnoreCase) < 0)
                continue;
            var isBefore = each.Syntax.SpanStart < write.Location.SourceSpan.Start;
            if (Matches(text, "\\bRENAME\\b[^;]*(?<!\\w)" + quoted) || Matches(text, "\\bsp_rename\\b[^;]*(?<!\\w)" + quoted) || Matches(text, "\\bALTER\\s+TABLE\\b[^;]*(?<!\\w)" + quoted + "[^;]*\\bRENAME\\b"))
                return true;
            if (isBefore && (Matches(text, "\\b(INSERT|INTO|AS)\\b[^;]*\\bFROM\\s[^;]*(?<!\\w)" + quoted) || MakesAnew(text, quoted, write, each)))
                return true;
        }

        return false;
    }

    // The reader knows about tables of the same text; this is about an earlier one.
    private static bool MakesAnew(string text, string quoted, SqlWrite write, IOperation literal) =>
        !literal.Syntax.Span.Contains(write.Location.SourceSpan) && Matches(text, "\\bCREATE\\s+(UNLOGGED\\s+|GLOBAL\\s+TEMPORARY\\s+|TEMPORARY\\s+|TEMP\\s+)?(TABLE|DATABASE|SCHEMA)\\s+([\\w\\[\\]\"`]+\\.)?" + quoted);

    private static string? TextOf(IOperation operation) => operation switch
    {
        IInterpolatedStringTextOperation { Text.ConstantValue: { HasValue: true, Value: string text } } => text,
        { ConstantValue: { HasValue: true, Value: string text } } => text,
        _ => null,
    };

    private static bool Matches(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patience);
        }
        catch (RegexMatchTimeoutException)
        {
            // A text too large to search: what it says is unknown, so nothing is proven.
            return true;
        }
    }
}
