using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace AiSafety.Analyzers.Tests.Harness;

/// <summary>Tests of a rule without a fix.</summary>
public abstract class RuleTests<TRule> : RuleTests<TRule, EmptyCodeFixProvider> where TRule : Rule, new();

/// <summary>
/// Tests of one rule. Snippets are statements, members or files (see <see cref="Snippet"/>); <c>[|…|]</c> marks a
/// finding. Compiler errors fail a test.
/// </summary>
public abstract class RuleTests<TRule, TFix>
    where TRule : Rule, new()
    where TFix : CodeFixProvider, new()
{
    /// <summary>Each marked place is reported and nothing else is.</summary>
    protected static Task Reports(string snippet, Setup? setup = null) => Run(snippet, null, setup);

    /// <summary>One marked place is reported with exactly this message.</summary>
    protected static Task ReportsWith(string message, string snippet, Setup? setup = null) =>
        Run(snippet, null, (setup ?? new()) with { Message = message });

    /// <summary>Nothing is reported.</summary>
    protected static Task Silent(string snippet, Setup? setup = null)
    {
        Assert.DoesNotContain("[|", snippet, StringComparison.Ordinal);
        return Run(snippet, null, setup);
    }

    /// <summary>The fix turns one into the other; for mechanical fixes, fix-all does, too.</summary>
    protected static Task Fixes(string from, string to, Setup? setup = null) => Run(from, to, setup);

    /// <summary>The rule reports, and no fix is offered.</summary>
    protected static Task OffersNoFix(string snippet, Setup? setup = null) => Run(snippet, snippet, setup);

    /// <summary>At the preset that shows the least sure findings.</summary>
    protected static Setup AtStrict => new() { Level = Preset.Strict };

    /// <summary>At the preset that shows the surest findings only.</summary>
    protected static Setup AtMinimal => new() { Level = Preset.Minimal };

    private static Task Run(string from, string? to, Setup? setup)
    {
        setup ??= new();
        var references = setup.References.IsDefault ? References.All : setup.References;
        var withEf = references.Any(reference => reference.Display!.EndsWith("Microsoft.EntityFrameworkCore.dll", StringComparison.Ordinal));
        var test = new Test(setup);
        if (setup.TopLevelProgram)
            test.TestState.OutputKind = OutputKind.ConsoleApplication;
        test.TestState.AdditionalReferences.AddRange(references);
        test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", setup.Config));
        test.TestState.AdditionalFiles.AddRange(setup.AdditionalFiles.Select(file => (file.Path, Microsoft.CodeAnalysis.Text.SourceText.From(file.Text))));
        Fill(test.TestState, from);
        if (to is not null)
            Fill(test.FixedState, to);
        if (setup.Message is not null)
        {
            var rule = new TRule();
            test.TestState.MarkupHandling = MarkupMode.Allow;
            TestFileMarkupParser.GetSpans(Snippet.ToFile(from, withEf), out var code, out ImmutableArray<Microsoft.CodeAnalysis.Text.TextSpan> spans);
            var span = Assert.Single(spans);
            var lines = Microsoft.CodeAnalysis.Text.SourceText.From(code).Lines.GetLinePositionSpan(span);
            test.TestState.Sources[0] = (setup.FileName, Microsoft.CodeAnalysis.Text.SourceText.From(code));
            test.ExpectedDiagnostics.Add(new DiagnosticResult(rule.Specs[0].Descriptor)
                .WithSpan(setup.FileName, lines.Start.Line + 1, lines.Start.Character + 1, lines.End.Line + 1, lines.End.Character + 1)
                .WithMessage(setup.Message));
        }

        return test.RunAsync(TestContext.Current.CancellationToken);

        void Fill(SolutionState state, string snippet)
        {
            state.Sources.Add((setup.FileName, Snippet.ToFile(snippet, withEf)));
            state.Sources.Add(("/Cast.cs", Snippet.Cast));
            if (withEf)
                state.Sources.Add(("/EfCast.cs", Snippet.EfCast));
        }
    }

    private sealed class Test : CSharpCodeFixTest<TRule, TFix, DefaultVerifier>
    {
        private readonly Setup setup;

        public Test(Setup setup)
        {
            this.setup = setup;
            ReferenceAssemblies = new ReferenceAssemblies("net10.0");
            TestBehaviors = TestBehaviors.SkipSuppressionCheck | TestBehaviors.SkipGeneratedCodeCheck;
            CompilerDiagnostics = setup.AllowsErrors ? CompilerDiagnostics.None : CompilerDiagnostics.Errors;
            CodeActionEquivalenceKey = setup.FixTitle;
            if (new TRule().Specs[0].Fix != FixKind.Mechanical || setup.SkipFixAll)
                CodeFixTestBehaviors |= CodeFixTestBehaviors.SkipFixAllCheck;
        }

        protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(setup.Language);

        protected override CompilationOptions CreateCompilationOptions() =>
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
    }
}

/// <summary>What differs from an ordinary test.</summary>
public sealed record Setup
{
    public Preset Level { get; init; } = Presets.Default;

    /// <summary>Further lines of the global config, for example an option of the rule.</summary>
    public string Options { get; init; } = "";

    public ImmutableArray<MetadataReference> References { get; init; }

    public string FileName { get; init; } = "/Sample.cs";

    /// <summary>Additional files; <c>[|…|]</c> marks a finding in them, too.</summary>
    public (string Path, string Text)[] AdditionalFiles { get; init; } = [];

    /// <summary>Half-typed code: compiler errors are expected.</summary>
    public bool AllowsErrors { get; init; }

    public bool TopLevelProgram { get; init; }

    public LanguageVersion Language { get; init; } = LanguageVersion.Preview;

    /// <summary>Which fix, when several are offered: its equivalence key.</summary>
    public string? FixTitle { get; init; }

    public bool SkipFixAll { get; init; }

    internal string? Message { get; init; }

    internal string Config => $"is_global = true\nai_safety.level = {Level.ToString().ToLowerInvariant()}\n{Options}\n";
}

/// <summary>Marks a test that remembers a false positive (or a miss) met in real code.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RegressionAttribute(string where) : Attribute
{
    /// <summary>Where it was met, in words.</summary>
    public string Where { get; } = where;
}
