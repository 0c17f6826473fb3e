using System.Text;
using AiSafety.Analyzers.Ecosystem.Analysis;

namespace AiSafety.Analyzers.Ecosystem.Reports;

/// <summary>Draws findings for a reviewer to judge.</summary>
internal static class FindingsSample
{
    /// <summary>
    /// A random sample as Markdown. The same seed draws the same findings; a finding's place in the draw does not depend on
    /// the other findings, so most of a sample stays when a rule changes.
    /// </summary>
    /// <param name="findings">All findings of a run.</param>
    /// <param name="rule">The id to draw from, or null for all.</param>
    /// <param name="count">How many to draw at most.</param>
    /// <param name="seed">Chooses the sample.</param>
    /// <param name="contextLines">Lines of code before and after each finding.</param>
    public static string Write(IReadOnlyList<Finding> findings, string? rule, int count, int seed, int contextLines)
    {
        var all = findings.Where(finding => rule is null || finding.Id.Equals(rule, StringComparison.OrdinalIgnoreCase)).ToList();
        var drawn = all.OrderBy(finding => Place(finding.Key, seed)).ThenBy(finding => finding.Key, StringComparer.Ordinal).Take(count).ToList();
        var text = new StringBuilder().Line($"# {drawn.Count} of {all.Count} findings{(rule is null ? "" : " of " + rule)}, seed {seed}").Line()
            .Line($"Judge each in a file of lines `key<TAB>right|wrong|unsure<TAB>remark` and count with `tally`.").Line();
        for (var i = 0; i < drawn.Count; i++)
        {
            var (first, lines) = Code(drawn[i], contextLines);
            text.Line($"## {i + 1}. `{drawn[i].Key}`").Line().Block(drawn[i], first, lines);
        }

        return text.ToString();
    }

    private static ulong Place(string key, int seed)
    {
        // FNV-1a, since string hash codes differ from run to run.
        var hash = 14695981039346656037UL ^ (uint)seed;
        foreach (var character in key)
            hash = unchecked((hash ^ character) * 1099511628211UL);
        return hash ^ (hash >> 29);
    }

    /// <summary>The code from disk, or what the run kept of it where the checkout is gone or has changed.</summary>
    private static (int First, IReadOnlyList<string> Lines) Code(Finding finding, int contextLines)
    {
        var path = Path.Combine(finding.Root, finding.File);
        if (!File.Exists(path))
            return (finding.ContextStart, finding.Context);
        var lines = File.ReadAllLines(path);
        if (finding.Line > lines.Length || lines[finding.Line - 1].Trim() != finding.Code)
            return (finding.ContextStart, finding.Context);
        var first = Math.Max(1, finding.Line - contextLines);
        var last = Math.Min(lines.Length, finding.EndLine + contextLines);
        return (first, lines[(first - 1)..last]);
    }
}
