using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace AiSafety.Analyzers.Engine.Facts;

/// <summary>
/// Destructive calls that a project names itself, in an additional file <c>AiSafety.Facts.txt</c>. One call per line, fields separated by blanks or tabs:
/// the metadata name of the type, the member (a trailing <c>*</c> or <c>?</c> as in <see cref="FactTable{TFact}"/>), what is lost, optionally
/// <c>unless:parameter</c> (an argument that makes it a rehearsal), and in words what is gone. <c>#</c> begins a comment line.
/// </summary>
internal static class UserFacts
{
    public const string FileName = "AiSafety.Facts.txt";

    /// <summary>Characters; a longer line cannot be read.</summary>
    public const int MaxLine = 500;

    /// <summary>Lines; what follows is not read.</summary>
    public const int MaxLines = 2_000;

    private const string Unless = "unless:";

    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>Whether an additional file holds such lines.</summary>
    public static bool IsFacts(string path) => string.Equals(Path.GetFileName(path), FileName, StringComparison.OrdinalIgnoreCase);

    /// <summary>The known deletions of stores, and those that the project adds.</summary>
    public static FactIndex<DestructiveCall> Destructions(RuleContext rule)
    {
        var files = rule.AdditionalFiles.Where(file => IsFacts(file.Path)).ToArray();
        if (files.Length == 0)
            return rule.Session.Facts(DestructiveCalls.OfStores);
        var table = new FactTable<DestructiveCall>("deletion of stores, and the project's own");
        foreach (var row in DestructiveCalls.OfStores)
            table.Add(row.Type, row.Member, row.Fact);
        foreach (var file in files)
        {
            foreach (var line in Read(file.GetText()))
            {
                if (line.Row is { } row)
                    table.Add(row.Type, row.Member, row.Fact);
            }
        }

        return table.Resolve(rule.Session);
    }

    /// <summary>A line that says something: its row, or what is wrong with it.</summary>
    public readonly record struct Line(TextSpan Span, string Text, FactTable<DestructiveCall>.Row? Row, string? Problem);

    /// <summary>The lines of a file, without blank ones and comments.</summary>
    public static IEnumerable<Line> Read(SourceText? text)
    {
        var lines = text?.Lines;
        for (var i = 0; i < lines?.Count; i++)
        {
            var span = lines[i].Span;
            if (i == MaxLines)
            {
                yield return new Line(span, "line " + (i + 1), null, $"only the first {MaxLines} lines are read");
                yield break;
            }

            if (span.Length > MaxLine)
            {
                yield return new Line(span, text!.ToString(new TextSpan(span.Start, 60)) + "...", null, $"a line has at most {MaxLine} characters");
                continue;
            }

            var content = text!.ToString(span).Trim();
            if (content.Length > 0 && content[0] != '#')
                yield return Parse(span, content);
        }
    }

    private static Line Parse(TextSpan span, string content)
    {
        var fields = content.Split(Blanks, 4, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 4)
            return Bad("write: type, member, what is lost (" + Losses + "), and in words what is gone");
        if (!IsName(fields[0], allowed: ".+`_"))
            return Bad($"'{fields[0]}' is no metadata name of a type, such as Contoso.Vault.VaultClient");
        var member = fields[1];
        if (!IsName(member.TrimEnd('*', '?'), allowed: "_") || member.IndexOfAny(['*', '?']) is var at && at >= 0 && at < member.Length - 1)
            return Bad($"'{member}' is no member, such as PurgeAll, Purge* or PurgeAll?");
        // TryParse also takes numbers and lists.
        if (!IsName(fields[2], allowed: "") || !Enum.TryParse<Loss>(fields[2], ignoreCase: true, out var loss))
            return Bad($"'{fields[2]}' is none of {Losses}");
        var what = fields[3].Trim();
        string? rehearsal = null;
        if (what.StartsWith(Unless, StringComparison.Ordinal))
        {
            var rest = what.Substring(Unless.Length).Split(Blanks, 2, StringSplitOptions.RemoveEmptyEntries);
            if (rest.Length < 2 || !IsName(rest[0], allowed: "_"))
                return Bad("after 'unless:parameter' comes in words what is gone");
            (rehearsal, what) = (rest[0], rest[1].Trim());
        }

        return new Line(span, content, new FactTable<DestructiveCall>.Row(fields[0], member, new DestructiveCall(loss, Bounded.ByName) { What = what, Rehearsal = rehearsal }), null);

        Line Bad(string problem) => new(span, content, null, problem);
    }

    private static string Losses => string.Join(", ", Enum.GetNames(typeof(Loss)).Select(name => name.ToLowerInvariant()));

    private static bool IsName(string text, string allowed)
    {
        if (text.Length == 0 || char.IsDigit(text[0]))
            return false;
        foreach (var character in text)
        {
            if (!char.IsLetterOrDigit(character) && allowed.IndexOf(character) < 0)
                return false;
        }

        return true;
    }
}
