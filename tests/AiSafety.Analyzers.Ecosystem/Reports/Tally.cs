using System.Text;
using AiSafety.Analyzers.Ecosystem.Analysis;

namespace AiSafety.Analyzers.Ecosystem.Reports;

/// <summary>Counts a reviewer's judgements.</summary>
internal static class Tally
{
    /// <summary>
    /// Precision per rule as Markdown: the share of right ones among those judged right or wrong.
    /// </summary>
    /// <param name="findings">All findings of a run.</param>
    /// <param name="judgements">Lines <c>key TAB right|wrong|unsure [TAB remark]</c>; other lines are comments.</param>
    public static string Write(IReadOnlyList<Finding> findings, IEnumerable<string> judgements)
    {
        var verdicts = judgements.Select(line => line.Split('\t')).Where(columns => columns.Length > 1)
            .GroupBy(columns => columns[0].Trim()).ToDictionary(group => group.Key, group => group.Last()[1].Trim());
        var text = new StringBuilder().Line($"| Rule | Findings | Judged | Right | Wrong | Unsure | Precision |").Line($"|---|--:|--:|--:|--:|--:|--:|");
        foreach (var rule in findings.GroupBy(finding => finding.Id).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var judged = rule.Where(finding => verdicts.ContainsKey(finding.Key)).Select(finding => verdicts[finding.Key]).ToList();
            if (judged.Count == 0)
                continue;
            var right = judged.Count(verdict => verdict == "right");
            var wrong = judged.Count(verdict => verdict == "wrong");
            var precision = right + wrong == 0 ? "–" : FormattableString.Invariant($"{100.0 * right / (right + wrong):F0} %");
            text.Line($"| {rule.Key} | {rule.Count()} | {judged.Count} | {right} | {wrong} | {judged.Count - right - wrong} | {precision} |");
        }

        return text.ToString();
    }
}
