using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Ecosystem.Analysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

using RuleSet = AiSafety.Analyzers.Ecosystem.Analysis.RuleSet;

namespace AiSafety.Analyzers.Ecosystem.Fixing;

/// <summary>
/// Applies all mechanical fixes to one project in memory, rule by rule and all findings of a rule at once, as an editor's
/// "fix all in project" does, and compares compiler errors and findings before and after. Nothing is written to disk.
/// </summary>
/// <param name="rules">The rules that run.</param>
/// <param name="root">The checkout, to shorten paths.</param>
internal sealed class MechanicalFixes(RuleSet rules, string root) : IDisposable
{
    private static readonly ImmutableArray<CodeFixProvider> Providers = Create();

    private readonly AdhocWorkspace workspace = new();
    private readonly Dictionary<Compilation, ProjectId> loaded = [];

    public void Dispose() => workspace.Dispose();

    /// <summary>Applies the fixes to one project; what refers to it is not changed.</summary>
    /// <returns>What came of it; null where no finding has a mechanical fix.</returns>
    public async Task<FixResult?> Apply(CompiledProject compiled, CancellationToken cancellationToken)
    {
        var project = Load(compiled.Compilation);
        var own = new Own(
            compiled.Compilation.SyntaxTrees.Where(tree => !compiled.Generated.Contains(tree)).Select(tree => tree.FilePath).ToHashSet(StringComparer.Ordinal),
            new AnalyzerOptions([], compiled.Options));
        var before = await State(project, own, cancellationToken).ConfigureAwait(false);
        var fixes = new List<RuleFixes>();
        foreach (var provider in Providers.Where(provider => before.Findings.Exists(finding => provider.FixableDiagnosticIds.Contains(finding.Id))))
            project = await Apply(provider, project, own, fixes, cancellationToken).ConfigureAwait(false);
        if (fixes.TrueForAll(each => each.Fixed == 0))
            return null;
        var after = await State(project, own, cancellationToken).ConfigureAwait(false);
        return new FixResult(
            fixes,
            New(before.Errors, after.Errors, error => $"{error.Id} {Path(error)}: {error.GetMessage(CultureInfo.InvariantCulture)}"),
            New(before.Findings, after.Findings, finding => $"{finding.Id} {Path(finding)}"));
    }

    private async Task<Project> Apply(CodeFixProvider provider, Project project, Own own, List<RuleFixes> fixes, CancellationToken cancellationToken)
    {
        var id = provider.FixableDiagnosticIds[0];
        var analyzer = rules.Analyzers.First(each => each.SupportedDiagnostics.Any(descriptor => descriptor.Id == id));
        var findings = await Findings(project, own, [analyzer], id, cancellationToken).ConfigureAwait(false);
        var (found, offered, tried) = (findings.Count, 0, new HashSet<string>(StringComparer.Ordinal));
        while (await NextKey(provider, project, findings, tried, cancellationToken).ConfigureAwait(false) is var (key, fixable))
        {
            offered += fixable.Count;
            var context = new FixAllContext(
                project, provider, FixAllScope.Project, key, [id], new Known(project, fixable), cancellationToken);
            if (await provider.GetFixAllProvider()!.GetFixAsync(context).ConfigureAwait(false) is { } action)
                project = await Changed(action, project, cancellationToken).ConfigureAwait(false);
            findings = await Findings(project, own, [analyzer], id, cancellationToken).ConfigureAwait(false);
        }

        fixes.Add(new RuleFixes(id, found, offered, Math.Max(0, findings.Count - (found - offered))));
        return project;
    }

    /// <summary>The next mechanical change that is offered and was not tried, with the findings that it is offered for.</summary>
    private static async Task<(string Key, List<Diagnostic> Findings)?> NextKey(
        CodeFixProvider provider, Project project, List<Diagnostic> findings, HashSet<string> tried, CancellationToken cancellationToken)
    {
        string? key = null;
        var fixable = new List<Diagnostic>();
        foreach (var finding in findings)
        {
            var offers = new List<CodeAction>();
            await provider.RegisterCodeFixesAsync(new CodeFixContext(
                project.GetDocument(finding.Location.SourceTree)!, finding, (action, _) => offers.Add(action), cancellationToken)).ConfigureAwait(false);
            foreach (var offer in offers.Select(offer => offer.EquivalenceKey!).Where(offer => offer.StartsWith(nameof(FixKind.Mechanical), StringComparison.Ordinal)))
            {
                if (key is null && tried.Add(offer))
                    key = offer;
                if (offer == key)
                    fixable.Add(finding);
            }
        }

        return key is null ? null : (key, fixable);
    }

    private static async Task<Project> Changed(CodeAction action, Project project, CancellationToken cancellationToken)
    {
        foreach (var operation in await action.GetOperationsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (operation is ApplyChangesOperation changes)
                return changes.ChangedSolution.GetProject(project.Id)!;
        }

        return project;
    }

    private async Task<(List<Diagnostic> Errors, List<Diagnostic> Findings)> State(Project project, Own own, CancellationToken cancellationToken)
    {
        var compilation = await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false);
        var errors = compilation!.GetDiagnostics(cancellationToken).Where(each => each.Severity == DiagnosticSeverity.Error && each.Id.StartsWith("CS", StringComparison.Ordinal)).ToList();
        return (errors, await Findings(project, own, rules.Analyzers, id: null, cancellationToken).ConfigureAwait(false));
    }

    private async Task<List<Diagnostic>> Findings(
        Project project, Own own, ImmutableArray<DiagnosticAnalyzer> analyzers, string? id, CancellationToken cancellationToken)
    {
        var compilation = (await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false))!;
        var driver = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(rules.Severities)).WithAnalyzers(
            analyzers, new CompilationWithAnalyzersOptions(own.Options, onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        return [.. (await driver.GetAnalyzerDiagnosticsAsync(cancellationToken).ConfigureAwait(false)).Where(finding =>
            finding is { IsSuppressed: false, Location.SourceTree: { } tree } && own.Files.Contains(tree.FilePath) && (id is null ? finding.Id.StartsWith("AIS", StringComparison.Ordinal) : finding.Id == id))];
    }

    /// <summary>The files of a project that somebody wrote, and what rules can read about it.</summary>
    private sealed record Own(IReadOnlySet<string> Files, AnalyzerOptions Options);

    /// <summary>The project in the workspace, with those that it refers to.</summary>
    private Project Load(CSharpCompilation compilation)
    {
        lock (loaded)
        {
            var id = Add(compilation);
            return workspace.CurrentSolution.GetProject(id)!;
        }
    }

    private ProjectId Add(CSharpCompilation compilation)
    {
        if (loaded.TryGetValue(compilation, out var known))
            return known;
        var id = ProjectId.CreateNewId();
        loaded.Add(compilation, id);
        var documents = compilation.SyntaxTrees.Select((tree, number) => DocumentInfo.Create(
            DocumentId.CreateNewId(id), tree.FilePath.Length > 0 ? System.IO.Path.GetFileName(tree.FilePath) : $"generated{number}.cs",
            loader: TextLoader.From(TextAndVersion.Create(tree.GetText(), VersionStamp.Default)),
            filePath: tree.FilePath.Length > 0 ? tree.FilePath : $"generated{number}.cs")).ToList();
        var projects = compilation.References.OfType<CompilationReference>()
            .Select(reference => new ProjectReference(Add((CSharpCompilation)reference.Compilation))).ToList();
        workspace.AddProject(ProjectInfo.Create(
            id, VersionStamp.Default, compilation.AssemblyName!, compilation.AssemblyName!, LanguageNames.CSharp,
            compilationOptions: compilation.Options, parseOptions: compilation.SyntaxTrees.FirstOrDefault()?.Options,
            documents: documents, projectReferences: projects, metadataReferences: compilation.References.Where(reference => reference is not CompilationReference)));
        return id;
    }

    // Lines move and code changes, so only what is said and in which file is compared.
    private static List<string> New(List<Diagnostic> before, List<Diagnostic> after, Func<Diagnostic, string> describe)
    {
        var known = before.Select(describe).CountBy(each => each).ToDictionary();
        return [.. after.Select(describe).CountBy(each => each)
            .Select(each => (each.Key, More: each.Value - known.GetValueOrDefault(each.Key))).Where(each => each.More > 0)
            .Select(each => each.More == 1 ? each.Key : $"{each.Key} ({each.More} times)").Order(StringComparer.Ordinal)];
    }

    private string Path(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree is { FilePath: { Length: > 0 } path } ? System.IO.Path.GetRelativePath(root, path) : "";

    private static ImmutableArray<CodeFixProvider> Create() =>
        [.. Assembly.Load("AiSafety.Analyzers.CodeFixes").GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider)))
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!)
            .Where(provider => provider.FixableDiagnosticIds[0].StartsWith("AIS", StringComparison.Ordinal))
            .OrderBy(provider => provider.FixableDiagnosticIds[0], StringComparer.Ordinal)];

    /// <summary>Hands the findings that were just made to "fix all".</summary>
    private sealed class Known(Project project, List<Diagnostic> findings) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(findings.Where(finding => project.GetDocument(finding.Location.SourceTree)?.Id == document.Id));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(Enumerable.Empty<Diagnostic>());

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(findings);
    }
}
