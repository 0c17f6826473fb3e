using System.Collections.Concurrent;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace AiSafety.Analyzers.Tests.Harness;

/// <summary>
/// Runs rules over files directly, without the testing library: for many rules at once, for large or broken files,
/// and where the session behind the run is of interest.
/// </summary>
internal sealed record Analysis(ImmutableArray<Diagnostic> Findings, ImmutableArray<Diagnostic> CompilerErrors, ImmutableArray<Diagnostic> CompilerWarnings, ImmutableArray<string> Crashes, WorkCounts Counts)
{
    public static ImmutableArray<DiagnosticAnalyzer> AllRules { get; } =
        [.. RuleCatalog.Types.Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    /// <summary>Compiles the files with the cast of <see cref="Snippet"/> unless told otherwise, and runs the rules.</summary>
    public static async Task<Analysis> RunAsync(
        IEnumerable<(string Path, string Text)> files, ImmutableArray<DiagnosticAnalyzer> rules, Preset level = Presets.Default,
        ImmutableArray<MetadataReference> references = default, bool withCast = true, string? options = null, CancellationToken cancellationToken = default)
    {
        var parse = new CSharpParseOptions(LanguageVersion.Preview);
        IEnumerable<(string, string)> cast = withCast ? [("/Cast.cs", Snippet.Cast), ("/EfCast.cs", Snippet.EfCast)] : [];
        var trees = files.Concat(cast).Select(file => CSharpSyntaxTree.ParseText(SourceText.From(file.Item2), parse, file.Item1, cancellationToken)).ToArray();
        var compilation = CSharpCompilation.Create(
            "Sample", trees, references.IsDefault ? References.All : references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable)
                .WithSpecificDiagnosticOptions(rules.SelectMany(rule => rule.SupportedDiagnostics).Select(each => each.Id).Distinct()
                    .ToImmutableDictionary(id => id, _ => ReportDiagnostic.Warn)));
        var crashes = new ConcurrentQueue<string>();
        var analyzerOptions = new AnalyzerOptions([], new ConfigProvider(level, options));
        var probe = new SessionProbe();
        var run = compilation.WithAnalyzers(rules.Add(probe), new CompilationWithAnalyzersOptions(
            analyzerOptions, (exception, analyzer, _) => crashes.Enqueue($"{analyzer.GetType().Name}: {exception}"),
            concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        var findings = await run.GetAnalyzerDiagnosticsAsync(cancellationToken);
        var compiler = compilation.GetDiagnostics(cancellationToken);
        return new Analysis(
            [.. findings.Where(each => !each.IsSuppressed).OrderBy(each => each.Location.GetLineSpan().Path, StringComparer.Ordinal)
                .ThenBy(each => each.Location.SourceSpan.Start).ThenBy(each => each.Id, StringComparer.Ordinal)],
            [.. compiler.Where(each => each.Severity == DiagnosticSeverity.Error)],
            [.. compiler.Where(each => each.Severity == DiagnosticSeverity.Warning)],
            [.. crashes],
            probe.Session!.Counts);
    }

    /// <summary>Finds the session of the run: the driver analyses a compilation of its own.</summary>
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class SessionProbe : DiagnosticAnalyzer
    {
        public Session? Session { get; private set; }

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
            [new("AIS0000", "probe", "probe", "Probe", DiagnosticSeverity.Hidden, isEnabledByDefault: true)];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterCompilationStartAction(start => Session = AiSafety.Analyzers.Engine.Session.For(start.Compilation));
        }
    }

    private sealed class ConfigProvider(Preset level, string? options) : AnalyzerConfigOptionsProvider
    {
        private readonly Config config = new(
            $"{SharedOptions.Level.Key} = {level}\n{options}".Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split('=', 2))
                .GroupBy(pair => pair[0].Trim(), AnalyzerConfigOptions.KeyComparer)
                .ToDictionary(pairs => pairs.Key, pairs => pairs.Last()[1].Trim(), AnalyzerConfigOptions.KeyComparer));

        public override AnalyzerConfigOptions GlobalOptions => config;

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => config;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => config;
    }

    private sealed class Config(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override IEnumerable<string> Keys => values.Keys;

        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
