using System.Globalization;
using System.Text;
using AiSafety.Analyzers.Ecosystem.Analysis;

namespace AiSafety.Analyzers.Ecosystem.Reports;

/// <summary>Small pieces of Markdown that the reports share.</summary>
internal static class Markdown
{
    /// <summary>Appends a formatted line; numbers are written the same way everywhere.</summary>
    public static StringBuilder Line(this StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    public static StringBuilder Line(this StringBuilder text) => text.Append('\n');

    /// <summary>Text that is safe in a table cell.</summary>
    public static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");

    /// <summary>A finding in one list item: where, what, and the line of code.</summary>
    public static StringBuilder Item(this StringBuilder text, Finding finding) => text
        .Line($"- `{finding.Key}` {finding.Repo} `{finding.File}:{finding.Line}` **{finding.Id}** {finding.Message}")
        .Line($"  `{finding.Code.Replace('`', '\'')}`");

    /// <summary>
    /// A finding with the code around it. Lines are numbered and the reported ones marked.
    /// </summary>
    public static StringBuilder Block(this StringBuilder text, Finding finding, int firstLine, IReadOnlyList<string> lines)
    {
        var width = (firstLine + lines.Count).ToString(CultureInfo.InvariantCulture).Length;
        text.Line($"**{finding.Id}** {finding.Level} · {finding.Repo} · `{finding.File}:{finding.Line}` · {finding.Project}").Line()
            .Line($"> {finding.Message.ReplaceLineEndings(" ")}").Line();
        if (finding.Related is { Count: > 0 } related)
            text.Line($"See also {string.Join(", ", related.Select(place => $"`{place}`"))}").Line();

        // A fence longer than any run of backticks that C# source holds in practice.
        text.Line($"`````csharp");
        for (var i = 0; i < lines.Count; i++)
        {
            var number = firstLine + i;
            var mark = number >= finding.Line && number <= finding.EndLine ? '>' : ' ';
            var shown = number.ToString(CultureInfo.InvariantCulture).PadLeft(width);
            text.Line($"{mark}{shown} {lines[i]}");
        }

        return text.Line($"`````").Line();
    }
}
