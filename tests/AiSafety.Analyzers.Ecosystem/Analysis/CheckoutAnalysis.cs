using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AiSafety.Analyzers.Ecosystem.Fixing;
using AiSafety.Analyzers.Ecosystem.Loading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace AiSafety.Analyzers.Ecosystem.Analysis;

/// <summary>Which projects a run analyses, and how much it measures.</summary>
/// <param name="Only">Part of the path of the projects to analyse, or nothing for all.</param>
/// <param name="SkipsTests">Leaves out test projects, in which rules are silent by default.</param>
/// <param name="AsksCompiler">Collects the compiler's own errors and the time it takes alone: about half of the work.</param>
/// <param name="Fixes">Applies all mechanical fixes in memory and compares.</param>
internal sealed record Scope(string? Only, bool SkipsTests, bool AsksCompiler, bool Fixes = false)
{
    public bool Covers(ProjectModel project) =>
        (Only is null || project.Path.Contains(Only, StringComparison.OrdinalIgnoreCase)) && !(SkipsTests && project.IsTest);
}

/// <summary>Runs the rules over the projects of one checkout.</summary>
internal sealed class CheckoutAnalysis(string root, Plan plan, RuleSet rules, CompilationFactory factory, Scope scope, int parallel)
{
    private const int ContextLines = 12;

    private readonly ConcurrentBag<Finding> findings = [];
    private readonly ConcurrentBag<Crash> crashes = [];
    private readonly SemaphoreSlim slots = new(parallel);

    private string Repo => Path.GetFileName(root);

    public async Task<CheckoutResult> Run(TimeSpan planTime, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        using var fixes = scope.Fixes ? new MechanicalFixes(rules, root) : null;
        var compiled = new Dictionary<string, Task<(CompiledProject Project, TimeSpan Time)>>(StringComparer.Ordinal);
        var results = new List<Task<ProjectResult>>();
        var needed = plan.Projects.Where(project => scope.Covers(project.Model)).SelectMany(project => project.Projects.Append(project.Model.Path)).ToHashSet(StringComparer.Ordinal);
        foreach (var project in plan.Projects.Where(project => needed.Contains(project.Model.Path)))
        {
            // The plan is ordered: a reference that is not there yet would close a circle and is left out.
            var others = project.Projects.Where(compiled.ContainsKey).Select(path => compiled[path]).ToList();
            var own = Compile(project, others, cancellationToken);
            compiled[project.Model.Path] = own;
            if (scope.Covers(project.Model))
                results.Add(Analyze(project, own, fixes, cancellationToken));
        }

        var projects = await Task.WhenAll(results).ConfigureAwait(false);
        return new CheckoutResult
        {
            Name = Repo,
            Root = root,
            Projects = projects,
            Findings = WithKeys(findings),
            Crashes = [.. crashes.OrderBy(crash => crash.Ids, StringComparer.Ordinal).ThenBy(crash => crash.Project, StringComparer.Ordinal)],
            Unreadable = plan.Unreadable,
            PackageNotes = plan.PackageNotes,
            PlanTime = planTime,
            TotalTime = planTime + watch.Elapsed,
        };
    }

    private async Task<(CompiledProject Project, TimeSpan Time)> Compile(
        PlannedProject project, List<Task<(CompiledProject Project, TimeSpan Time)>> others, CancellationToken cancellationToken)
    {
        var references = await Task.WhenAll(others).ConfigureAwait(false);
        return await InSlot(
            () =>
            {
                var watch = Stopwatch.StartNew();
                var result = factory.Create(project, references.Select(each => each.Project), cancellationToken);
                return Task.FromResult((result, watch.Elapsed));
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<ProjectResult> Analyze(
        PlannedProject project, Task<(CompiledProject Project, TimeSpan Time)> compile, MechanicalFixes? fixes, CancellationToken cancellationToken)
    {
        var (compiled, parseTime) = await compile.ConfigureAwait(false);
        return await InSlot(() => Analyze(project, compiled, parseTime, fixes, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private async Task<ProjectResult> Analyze(
        PlannedProject project, CompiledProject compiled, TimeSpan parseTime, MechanicalFixes? fixes, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var errors = (scope.AsksCompiler ? compiled.Compilation.GetDiagnostics(cancellationToken) : [])
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id.StartsWith("CS", StringComparison.Ordinal)
                && (diagnostic.Location.SourceTree is not { } tree || !compiled.Generated.Contains(tree)))
            .ToList();
        var compileTime = parseTime + watch.Elapsed;

        watch.Restart();
        var meter = new BindingMeter();
        var analyzers = rules.Analyzers.Add(meter);
        var subject = compiled.Compilation.WithOptions(compiled.Compilation.Options.WithSpecificDiagnosticOptions(rules.Severities));
        var driver = subject.WithAnalyzers(analyzers, new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([], compiled.Options),
            (error, analyzer, _) => crashes.Add(new Crash(Repo, project.Model.Name, analyzer.GetType().Name, Ids(analyzer), error.ToString())),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: true));
        var analysis = await driver.GetAnalysisResultAsync(cancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in analysis.GetAllDiagnostics())
        {
            if (diagnostic is { IsSuppressed: false, Severity: > DiagnosticSeverity.Hidden, Location.SourceTree: { } tree } && !compiled.Generated.Contains(tree))
                findings.Add(Describe(project, diagnostic, cancellationToken));
        }

        var analysisTime = watch.Elapsed;
        var afterFixes = fixes is not null ? await fixes.Apply(compiled, cancellationToken).ConfigureAwait(false) : null;
        var written = compiled.Compilation.SyntaxTrees.Where(tree => !compiled.Generated.Contains(tree) && !IsGenerated(tree)).ToList();
        return new ProjectResult
        {
            Name = project.Model.Name,
            Files = written.Count,
            Lines = written.Sum(tree => tree.GetText(cancellationToken).Lines.Count),
            Errors = [.. errors.Select(Describe)],
            ResolvedCalls = meter.Resolved,
            UnresolvedCalls = meter.Unresolved,
            CompileTime = compileTime,
            AnalysisTime = analysisTime,
            Fixes = afterFixes,
            RuleTimes = rules.Analyzers.GroupBy(Ids).ToDictionary(
                group => group.Key,
                group => new TimeSpan(group.Sum(analyzer =>
                    analysis.AnalyzerTelemetryInfo.TryGetValue(analyzer, out var telemetry) ? telemetry.ExecutionTime.Ticks : 0))),
            MissingPackages = project.MissingPackages,
            Notes = compiled.Notes,
        };
    }

    private async Task<T> InSlot<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(work, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            slots.Release();
        }
    }

    private static string Ids(DiagnosticAnalyzer analyzer) =>
        string.Join(' ', analyzer.SupportedDiagnostics.Select(descriptor => descriptor.Id).Distinct(StringComparer.Ordinal));

    private static bool IsGenerated(SyntaxTree tree)
    {
        var name = Path.GetFileNameWithoutExtension(tree.FilePath);
        return name.EndsWith(".Designer", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".g", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".generated", StringComparison.OrdinalIgnoreCase);
    }

    private CompilerError Describe(Diagnostic error)
    {
        var span = error.Location.GetLineSpan();
        return new CompilerError(
            error.Id, error.Location.IsInSource ? Relative(span.Path) : "", span.StartLinePosition.Line + 1,
            error.GetMessage(CultureInfo.InvariantCulture).ReplaceLineEndings(" "));
    }

    private Finding Describe(PlannedProject project, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var span = diagnostic.Location.GetLineSpan();
        var text = diagnostic.Location.SourceTree!.GetText(cancellationToken);
        var line = span.StartLinePosition.Line;
        var first = Math.Max(0, line - ContextLines);
        var last = Math.Min(text.Lines.Count - 1, span.EndLinePosition.Line + ContextLines);
        var code = text.Lines[line].ToString().Trim();
        return new Finding
        {
            Repo = Repo,
            Root = root,
            Project = project.Model.Name,
            File = Relative(span.Path),
            Line = line + 1,
            Column = span.StartLinePosition.Character + 1,
            EndLine = span.EndLinePosition.Line + 1,
            EndColumn = span.EndLinePosition.Character + 1,
            Id = diagnostic.Id,
            Level = diagnostic.Properties.GetValueOrDefault("level") ?? RuleSet.Level(diagnostic.Descriptor),
            Severity = diagnostic.Severity.ToString(),
            Message = diagnostic.GetMessage(CultureInfo.InvariantCulture),
            Fingerprint = diagnostic.Properties.GetValueOrDefault("fingerprint") ?? Hash(code),
            Related = diagnostic.AdditionalLocations is { Count: > 0 } related ? [.. related.Select(Place)] : null,
            Code = code,
            ContextStart = first + 1,
            Context = [.. Enumerable.Range(first, last - first + 1).Select(number => text.Lines[number].ToString())],
        };
    }

    private string Place(Location location)
    {
        var span = location.GetLineSpan();
        return string.Create(CultureInfo.InvariantCulture, $"{Relative(span.Path)}:{span.StartLinePosition.Line + 1}");
    }

    private string Relative(string path) => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>
    /// Orders the findings, keeps one of each file that several projects compile, and gives each its key. Equal findings of
    /// one file are told apart by their order.
    /// </summary>
    private static List<Finding> WithKeys(IEnumerable<Finding> found)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return
        [
            .. found.OrderBy(finding => finding.File, StringComparer.Ordinal).ThenBy(finding => finding.Line).ThenBy(finding => finding.Column)
                .ThenBy(finding => finding.Id, StringComparer.Ordinal).ThenBy(finding => finding.Project, StringComparer.Ordinal)
                .DistinctBy(finding => (finding.File, finding.Line, finding.Column, finding.Id, finding.Message))
                .Select(finding =>
                {
                    var name = $"{finding.Repo}|{finding.File}|{finding.Id}|{finding.Fingerprint}";
                    var ordinal = seen[name] = seen.GetValueOrDefault(name) + 1;
                    return finding with { Key = Hash(string.Create(CultureInfo.InvariantCulture, $"{name}|{ordinal}"))[..12] };
                }),
        ];
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
