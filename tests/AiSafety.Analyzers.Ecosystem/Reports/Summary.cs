using System.Text;
using AiSafety.Analyzers.Ecosystem.Analysis;

namespace AiSafety.Analyzers.Ecosystem.Reports;

/// <summary>Writes the overview of a run.</summary>
internal static class Summary
{
    private const double LargeShare = 0.02;
    private const int ShownErrors = 8;

    /// <summary>The overview as Markdown.</summary>
    public static string Write(IReadOnlyList<CheckoutResult> checkouts, RuleSet rules, Scope scope)
    {
        var text = new StringBuilder().Line($"# Ecosystem run").Line();
        if (!scope.AsksCompiler)
            text.Line($"The compiler was not asked: no errors are counted, and its time is that of parsing and generators only.").Line();
        if (scope.SkipsTests || scope.Only is not null)
            text.Line($"Left out: {(scope.SkipsTests ? "test projects; " : "")}{(scope.Only is null ? "" : $"projects without '{scope.Only}' in their path")}").Line();
        Checkouts(text, checkouts);
        Rules(text, checkouts, rules);
        Crashes(text, checkouts);
        if (scope.Fixes)
            Fixes(text, checkouts);
        foreach (var checkout in checkouts)
            Projects(text, checkout);
        return text.ToString();
    }

    /// <summary>All compiler errors, tab-separated, for whoever wants to complete the references.</summary>
    public static IEnumerable<string> Errors(IEnumerable<CheckoutResult> checkouts) =>
        from checkout in checkouts
        from project in checkout.Projects
        from error in project.Errors
        select FormattableString.Invariant($"{checkout.Name}\t{project.Name}\t{error.Id}\t{error.File}:{error.Line}\t{error.Message}");

    /// <summary>One line about a checkout, for the console.</summary>
    public static FormattableString Line(CheckoutResult checkout) =>
        $"{checkout.Name}: {checkout.Projects.Count} projects, {checkout.Projects.Sum(each => each.Lines)} lines, {Errors(checkout)} errors, {Share(checkout.Projects):P2} of calls unresolved, {checkout.Findings.Count} findings, {checkout.Crashes.Count} crashes, {checkout.TotalTime.TotalSeconds:F0} s (plan {checkout.PlanTime.TotalSeconds:F0} s)";

    private static void Checkouts(StringBuilder text, IReadOnlyList<CheckoutResult> checkouts)
    {
        text.Line($"| Checkout | Projects | Files | Lines | Compiler errors | Unresolved calls | Findings | per 1,000 lines | Crashes | Compile s | Rules s | Total s |")
            .Line($"|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var checkout in checkouts)
        {
            var lines = checkout.Projects.Sum(each => each.Lines);
            text.Line($"| {Markdown.Cell(checkout.Name)} | {checkout.Projects.Count} | {checkout.Projects.Sum(each => each.Files)} | {lines} | {Errors(checkout)} | {Share(checkout.Projects):P2} | {checkout.Findings.Count} | {PerThousand(checkout.Findings.Count, lines):F2} | {checkout.Crashes.Count} | {Seconds(checkout, each => each.CompileTime):F1} | {Seconds(checkout, each => each.AnalysisTime):F1} | {checkout.TotalTime.TotalSeconds:F1} |");
        }

        text.Line().Line($"Unresolved calls: invocations and object creations that the compiler could not bind, of all. Compile: parsing, generators and the compiler's own diagnostics.").Line();
    }

    private static void Rules(StringBuilder text, IReadOnlyList<CheckoutResult> checkouts, RuleSet rules)
    {
        var lines = checkouts.Sum(checkout => checkout.Projects.Sum(each => each.Lines));
        var compile = checkouts.Sum(checkout => Seconds(checkout, each => each.CompileTime));
        var byRule = checkouts.SelectMany(checkout => checkout.Findings).ToLookup(finding => finding.Id);
        text.Line($"## Findings per rule").Line()
            .Line($"| Rule | Level | Title | All | per 1,000 lines | {string.Join(" | ", checkouts.Select(checkout => Markdown.Cell(checkout.Name)))} |")
            .Line($"|---|---|---|--:|--:|{string.Concat(checkouts.Select(_ => "--:|"))}");
        foreach (var rule in rules.Descriptors.Where(rule => byRule.Contains(rule.Id)))
        {
            var found = byRule[rule.Id].ToList();
            var perCheckout = checkouts.Select(checkout => found.Count(finding => finding.Root == checkout.Root));
            text.Line($"| {rule.Id} | {RuleSet.Level(rule)} | {Markdown.Cell(rule.Title.ToString(System.Globalization.CultureInfo.InvariantCulture))} | {found.Count} | {PerThousand(found.Count, lines):F3} | {string.Join(" | ", perCheckout)} |");
        }

        var silent = rules.Descriptors.Select(rule => rule.Id).Where(id => !byRule.Contains(id)).ToList();
        text.Line().Line($"Silent: {(silent.Count == 0 ? "none" : string.Join(", ", silent))}").Line();

        text.Line($"## Time per rule").Line()
            .Line($"Time within the rule's own code, and as a share of the {compile:F1} s of the column Compile.").Line()
            .Line($"| Rule | Seconds | Share of compile |").Line($"|---|--:|--:|");
        foreach (var (ids, seconds) in checkouts.SelectMany(checkout => checkout.Projects).SelectMany(project => project.RuleTimes)
            .GroupBy(time => time.Key).Select(group => (group.Key, group.Sum(time => time.Value.TotalSeconds))).OrderByDescending(each => each.Item2))
            text.Line($"| {ids} | {seconds:F2} | {(compile > 0 ? seconds / compile : 0):P1} |");
        text.Line();
    }

    private static void Crashes(StringBuilder text, IReadOnlyList<CheckoutResult> checkouts)
    {
        var crashes = checkouts.SelectMany(checkout => checkout.Crashes).ToList();
        text.Line($"## Crashes").Line();
        if (crashes.Count == 0)
            text.Line($"None.").Line();
        foreach (var group in crashes.GroupBy(crash => (crash.Analyzer, crash.Ids, First: crash.Error.Split('\n')[0])))
        {
            text.Line($"### {group.Key.Analyzer} ({group.Key.Ids}), {group.Count()} times").Line()
                .Line($"First in {group.First().Repo}, {group.First().Project}:").Line()
                .Line($"```").Line($"{group.First().Error}").Line($"```").Line();
        }
    }

    private static void Fixes(StringBuilder text, IReadOnlyList<CheckoutResult> checkouts)
    {
        text.Line($"## Mechanical fixes").Line()
            .Line($"All mechanical fixes applied in memory, rule by rule, all findings of a project at once. Left: findings that a fix was applied to and that are still there.").Line()
            .Line($"| Checkout | Rule | Findings | Fixed | Left |").Line($"|---|---|--:|--:|--:|");
        foreach (var checkout in checkouts)
        {
            foreach (var rule in checkout.Projects.SelectMany(project => project.Fixes?.Rules ?? []).GroupBy(each => each.Id).OrderBy(group => group.Key, StringComparer.Ordinal))
                text.Line($"| {Markdown.Cell(checkout.Name)} | {rule.Key} | {rule.Sum(each => each.Found)} | {rule.Sum(each => each.Fixed)} | {rule.Sum(each => each.Left)} |");
        }

        text.Line();
        var projects = checkouts.SelectMany(checkout => checkout.Projects).ToList();
        List(text, "Compiler errors that the fixes brought", [.. projects.SelectMany(project => project.Fixes?.NewErrors ?? [])]);
        List(text, "Findings that the fixes brought", [.. projects.SelectMany(project => project.Fixes?.NewFindings ?? [])]);
    }

    private static void Projects(StringBuilder text, CheckoutResult checkout)
    {
        text.Line($"## {checkout.Name}").Line()
            .Line($"| Project | Files | Lines | Errors | per 1,000 lines | Unresolved calls | Findings | Compile s | Rules s | Missing packages |")
            .Line($"|---|--:|--:|--:|--:|--:|--:|--:|--:|---|");
        foreach (var project in checkout.Projects.OrderBy(each => each.Name, StringComparer.Ordinal))
        {
            var errors = project.Errors.Count;
            var found = checkout.Findings.Count(finding => finding.Project == project.Name);
            text.Line($"| {Markdown.Cell(project.Name)} | {project.Files} | {project.Lines} | {errors} | {PerThousand(errors, project.Lines):F1} | {Share([project]):P2} | {found} | {project.CompileTime.TotalSeconds:F1} | {project.AnalysisTime.TotalSeconds:F1} | {string.Join(", ", project.MissingPackages)} |");
        }

        text.Line();
        foreach (var project in checkout.Projects.Where(project => Share([project]) > LargeShare))
        {
            text.Line($"Least resolved: **{project.Name}**").Line();
            foreach (var error in project.Errors.CountBy(error => $"{error.Id}: {error.Message.Split('(')[0].Trim()}")
                .OrderByDescending(error => error.Value).ThenBy(error => error.Key, StringComparer.Ordinal).Take(ShownErrors))
                text.Line($"- {error.Value} × {error.Key}");
            text.Line();
        }

        List(text, "Project files that could not be read", checkout.Unreadable);
        List(text, "Packages", checkout.PackageNotes);
        List(text, "Generators", [.. checkout.Projects.SelectMany(project => project.Notes.Select(note => project.Name + ": " + note))]);
    }

    private static void List(StringBuilder text, string title, IReadOnlyList<string> items)
    {
        if (items.Count == 0)
            return;
        text.Line($"<details><summary>{title} ({items.Count})</summary>").Line();
        foreach (var item in items)
            text.Line($"- {item.ReplaceLineEndings(" ")}");
        text.Line().Line($"</details>").Line();
    }

    private static int Errors(CheckoutResult checkout) => checkout.Projects.Sum(project => project.Errors.Count);

    private static double Seconds(CheckoutResult checkout, Func<ProjectResult, TimeSpan> time) =>
        checkout.Projects.Sum(project => time(project).TotalSeconds);

    private static double PerThousand(int count, int lines) => lines == 0 ? 0 : 1000.0 * count / lines;

    private static double Share(IReadOnlyList<ProjectResult> projects)
    {
        var unresolved = projects.Sum(project => project.UnresolvedCalls);
        var all = unresolved + projects.Sum(project => project.ResolvedCalls);
        return all == 0 ? 0 : (double)unresolved / all;
    }
}
