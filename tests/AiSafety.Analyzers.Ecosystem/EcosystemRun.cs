using System.Diagnostics;
using AiSafety.Analyzers.Ecosystem.Analysis;
using AiSafety.Analyzers.Ecosystem.Loading;
using AiSafety.Analyzers.Ecosystem.Reports;

namespace AiSafety.Analyzers.Ecosystem;

/// <summary>One run over checkouts: plan, compile, analyse, report.</summary>
internal static class EcosystemRun
{
    /// <summary>What to run, on what, and where to put it.</summary>
    internal sealed record Request
    {
        public required IReadOnlyList<string> Checkouts { get; init; }

        public required string Output { get; init; }

        public required string Work { get; init; }

        public string Level { get; init; } = "recommended";

        public IReadOnlyCollection<string> Rules { get; init; } = [];

        public IReadOnlyCollection<string> Analyzers { get; init; } = [];

        public string? Served { get; init; }

        public Scope Scope { get; init; } = new(Only: null, SkipsTests: false, AsksCompiler: true, Fixes: false);

        public int Parallel { get; init; } = Environment.ProcessorCount;

        public bool HonoursEditorConfig { get; init; }
    }

    /// <summary>Writes the reports. Returns 0, or 1 when a rule crashed or the fixes were not clean, or 2 when the request makes no sense.</summary>
    public static async Task<int> Execute(Request request, TextWriter log, CancellationToken cancellationToken)
    {
        if (request.Checkouts.FirstOrDefault(folder => !Directory.Exists(folder)) is { } absent)
            return Refuse(log, $"no such folder: {absent}");
        if (request.Analyzers.Append(request.Served).FirstOrDefault(file => file is not null && !File.Exists(file)) is { } lost)
            return Refuse(log, $"no such file: {lost}");

        var components = new Components();
        RuleSet rules;
        try
        {
            rules = RuleSet.Create(components, request.Analyzers, request.Rules);
        }
        catch (ArgumentException error)
        {
            return Refuse(log, error.Message);
        }

        var planner = new Planner(
            InstalledSdk.Find(), request.Work,
            request.Served is null ? ServedPackages.Unknown : ServedPackages.Read(request.Served), request.Parallel);
        var factory = new CompilationFactory(components, request.Level, request.HonoursEditorConfig);
        var results = new List<CheckoutResult>();
        foreach (var checkout in request.Checkouts)
        {
            var watch = Stopwatch.StartNew();
            var plan = planner.Plan(checkout);
            var analysis = new CheckoutAnalysis(checkout, plan, rules, factory, request.Scope, request.Parallel);
            results.Add(await analysis.Run(watch.Elapsed, cancellationToken).ConfigureAwait(false));
            await log.WriteLineAsync(FormattableString.Invariant(Summary.Line(results[^1]))).ConfigureAwait(false);
        }

        foreach (var (name, reason) in components.Failures)
            await log.WriteLineAsync($"not loaded: {name}: {reason}").ConfigureAwait(false);

        Directory.CreateDirectory(request.Output);
        await File.WriteAllLinesAsync(
            Path.Combine(request.Output, "findings.jsonl"),
            results.SelectMany(result => result.Findings).Select(finding => finding.ToJson()), cancellationToken).ConfigureAwait(false);
        await File.WriteAllTextAsync(
            Path.Combine(request.Output, "summary.md"), Summary.Write(results, rules, request.Scope), cancellationToken).ConfigureAwait(false);
        await File.WriteAllLinesAsync(Path.Combine(request.Output, "errors.tsv"), Summary.Errors(results), cancellationToken).ConfigureAwait(false);
        await using var sarif = File.Create(Path.Combine(request.Output, "findings.sarif"));
        SarifLog.Write(sarif, results, rules);
        return results.Exists(result => result.Crashes.Count > 0 || result.Projects.Any(project => project.Fixes is { IsClean: false })) ? 1 : 0;
    }

    private static int Refuse(TextWriter log, string reason)
    {
        log.WriteLine(reason);
        return 2;
    }
}
