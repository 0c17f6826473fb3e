using System.Text;
using AiSafety.Analyzers.Ecosystem.Analysis;

namespace AiSafety.Analyzers.Ecosystem.Reports;

/// <summary>Compares the findings of two runs.</summary>
internal static class FindingsDiff
{
    /// <summary>The differences as Markdown; a finding that only moved to another line is none.</summary>
    public static string Write(IReadOnlyList<Finding> before, IReadOnlyList<Finding> after)
    {
        var old = before.DistinctBy(finding => finding.Key).ToDictionary(finding => finding.Key);
        var now = after.DistinctBy(finding => finding.Key).ToDictionary(finding => finding.Key);
        var added = after.Where(finding => !old.ContainsKey(finding.Key)).ToList();
        var removed = before.Where(finding => !now.ContainsKey(finding.Key)).ToList();

        var text = new StringBuilder()
            .Line($"# Findings: {added.Count} added, {removed.Count} removed, {after.Count - added.Count} as before").Line();
        if (added.Count == 0 && removed.Count == 0)
            return text.ToString();

        text.Line($"| Rule | Before | After | Added | Removed |").Line($"|---|--:|--:|--:|--:|");
        foreach (var id in before.Concat(after).Select(finding => finding.Id).Distinct().Order(StringComparer.Ordinal))
            text.Line($"| {id} | {Count(before, id)} | {Count(after, id)} | {Count(added, id)} | {Count(removed, id)} |");
        text.Line();
        Section(text, "Added", added);
        Section(text, "Removed", removed);
        return text.ToString();
    }

    private static int Count(IEnumerable<Finding> findings, string id) => findings.Count(finding => finding.Id == id);

    private static void Section(StringBuilder text, string title, List<Finding> findings)
    {
        if (findings.Count == 0)
            return;
        text.Line($"## {title}").Line();
        foreach (var rule in findings.GroupBy(finding => finding.Id).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Line($"### {rule.Key}").Line();
            foreach (var finding in rule)
                text.Item(finding);
            text.Line();
        }
    }
}
