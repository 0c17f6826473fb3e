using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Ecosystem.Analysis;
using AiSafety.Analyzers.Ecosystem.Loading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AiSafety.Analyzers.Benchmarks;

/// <summary>
/// Code to compile again and again. Parsed trees and the symbols of the references are kept; everything else is new each time.
/// </summary>
internal sealed class Workload
{
    private readonly IReadOnlyList<CSharpCompilation> prototypes;

    private Workload(string name, IReadOnlyList<CSharpCompilation> prototypes)
    {
        Name = name;
        this.prototypes = prototypes;
    }

    public string Name { get; }

    public int Files => prototypes.Sum(compilation => compilation.SyntaxTrees.Length);

    public int Lines => prototypes.Sum(compilation => compilation.SyntaxTrees.Sum(tree => tree.GetText().Lines.Count));

    /// <summary>For recording registrations: any of the compilations.</summary>
    public Compilation Sample => prototypes[0];

    /// <summary>The generated project.</summary>
    /// <exception cref="InvalidOperationException">The generated code does not compile.</exception>
    public static Workload Generated(int files)
    {
        var references = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "generated-project-references.txt"))
            .Where(IsForGenerated)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Generated",
            GeneratedProject.Files(files).Select(file => CSharpSyntaxTree.ParseText(file.Text, path: file.Path)),
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var error = compilation.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return error is null
            ? new Workload($"generated project, {files} files", [compilation])
            : throw new InvalidOperationException($"the generated project does not compile: {error}");
    }

    private static bool IsForGenerated(string reference)
    {
        var name = Path.GetFileName(reference);
        return reference.Contains(".App.Ref" + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            || name == "Dapper.dll" || name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal);
    }

    /// <summary>All projects of a checkout, as far as their packages can be had.</summary>
    /// <param name="checkout">A folder with C# projects.</param>
    /// <param name="work">Where packages and plans are kept between runs; outside the checkout.</param>
    public static Workload Checkout(string checkout, string work)
    {
        var plan = new Planner(InstalledSdk.Find(), work, ServedPackages.Unknown, Environment.ProcessorCount).Plan(checkout);
        var factory = new CompilationFactory(new Components(), "recommended", honoursEditorConfig: false);
        var compiled = new Dictionary<string, CompiledProject>(StringComparer.Ordinal);
        foreach (var project in plan.Projects)
        {
            compiled[project.Model.Path] = factory.Create(
                project, project.Projects.Where(compiled.ContainsKey).Select(path => compiled[path]), CancellationToken.None);
        }

        return new Workload(Path.GetFileName(checkout), [.. compiled.Values.Select(project => project.Compilation)]);
    }

    /// <summary>Compiles everything, with or without analyzers, on one thread. Returns the number of their findings.</summary>
    public int Run(Subject subject)
    {
        var findings = 0;
        foreach (var prototype in prototypes)
        {
            var compilation = Fresh(prototype, subject);
            if (subject.Analyzers.IsEmpty)
            {
                _ = compilation.GetDiagnostics();
                continue;
            }

            var driver = Driver(compilation, subject, countsTime: false);
            findings += driver.GetAllDiagnosticsAsync().GetAwaiter().GetResult()
                .Count(diagnostic => !diagnostic.Id.StartsWith("CS", StringComparison.Ordinal) && !diagnostic.IsSuppressed);
        }

        return findings;
    }

    /// <summary>Milliseconds that the driver counts inside each analyzer of a subject, when all run together on one thread.</summary>
    public IReadOnlyDictionary<DiagnosticAnalyzer, double> OwnTimes(Subject subject)
    {
        var times = subject.Analyzers.ToDictionary(analyzer => analyzer, _ => 0.0);
        foreach (var prototype in prototypes)
        {
            var compilation = Fresh(prototype, subject);
            // The compiler binds the references anyway; the rule that happens to come first is not to be charged with it.
            _ = compilation.GlobalNamespace;
            var driver = Driver(compilation, subject, countsTime: true);
            foreach (var (analyzer, telemetry) in driver.GetAnalysisResultAsync(CancellationToken.None).GetAwaiter().GetResult().AnalyzerTelemetryInfo)
                times[analyzer] += telemetry.ExecutionTime.TotalMilliseconds;
        }

        return times;
    }

    private static CSharpCompilation Fresh(CSharpCompilation prototype, Subject subject) => CSharpCompilation.Create(
        prototype.AssemblyName,
        prototype.SyntaxTrees,
        prototype.References,
        prototype.Options.WithConcurrentBuild(false).WithSpecificDiagnosticOptions(subject.Severities));

    private static CompilationWithAnalyzers Driver(CSharpCompilation compilation, Subject subject, bool countsTime) =>
        compilation.WithAnalyzers(subject.Analyzers, new CompilationWithAnalyzersOptions(
            LevelOptions.For(subject.Preset), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: countsTime));
}
