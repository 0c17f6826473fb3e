using System.Text.RegularExpressions;
using AiSafety.Analyzers.Shell;

namespace AiSafety.Analyzers.Tests.Shell;

/// <summary>Notation of the shell tests: <c>«c»</c>, <c>«v»</c>, <c>«s»</c> and <c>«u»</c> are a chosen, value, scratch and unknown hole.</summary>
internal static partial class ShellTexts
{
    [GeneratedRegex("«([cvsu])»")]
    private static partial Regex HoleMark();

    public static ShellText Parse(string marked)
    {
        var parts = new List<ShellPart>();
        var at = 0;
        foreach (Match match in HoleMark().Matches(marked))
        {
            parts.Add(new ShellPart(marked[at..match.Index]));
            parts.Add(new ShellPart(null, match.Groups[1].Value switch { "c" => ShellHole.Chosen, "v" => ShellHole.Value, "s" => ShellHole.Scratch, _ => ShellHole.Unknown }));
            at = match.Index + match.Length;
        }

        parts.Add(new ShellPart(marked[at..]));
        return new ShellText(parts);
    }

    /// <summary>"Certain | Chosen": what the reader says about the commands of a script, in order; "-" for nothing.</summary>
    public static string Verdict(string marked, ShellDialect dialect) => Summary(ShellReader.Read(Parse(marked), dialect));

    /// <summary>The verdict on a program that is started with its arguments in one string; the program is the first word.</summary>
    public static string Started(string marked)
    {
        var blank = marked.IndexOf(' ', StringComparison.Ordinal);
        return Summary(ShellReader.Read(Parse(marked[..blank]), Parse(marked[(blank + 1)..])));
    }

    /// <summary>The verdict on a program that is started with a list of arguments; the program is the first.</summary>
    public static string StartedWith(params string[] words) => Summary(ShellReader.Read(Parse(words[0]), [.. words.Skip(1).Select(Parse)]));

    private static string Summary(IReadOnlyList<ShellFinding> findings) =>
        findings.Count == 0 ? "-" : string.Join(" | ", findings.Select(finding => finding.Sureness));
}
