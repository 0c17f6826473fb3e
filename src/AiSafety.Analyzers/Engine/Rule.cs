using AiSafety.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AiSafety.Analyzers.Engine;

/// <summary>
/// Base of all rules: sets the analyzer up, resolves the session and lets the rule register. The rule itself says
/// only what to look at and when to report.
/// </summary>
public abstract class Rule : DiagnosticAnalyzer
{
    /// <param name="spec">The rule's declaration.</param>
    /// <param name="more">Further specs when one decision has several outcomes.</param>
    protected Rule(RuleSpec spec, params RuleSpec[] more)
    {
        Specs = ImmutableArray.CreateRange(more.Prepend(spec));
        SupportedDiagnostics = ImmutableArray.CreateRange(Specs.Select(each => each.Descriptor));
    }

    /// <summary>The declarations of this rule, the main one first.</summary>
    public ImmutableArray<RuleSpec> Specs { get; }

    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(Specs.Any(spec => spec.AnalyzesGeneratedCode)
            ? GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics
            : GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            var session = Session.For(start.Compilation);
            if (Specs[0].IsAboutSettings || !session.IsTestProject || session.AnalyzesTests(start.Options))
                Start(new RuleContext(start, session, Specs[0]));
        });
    }

    /// <summary>Registers what the rule looks at; nothing when the library that it is about is absent.</summary>
    private protected abstract void Start(RuleContext rule);
}
