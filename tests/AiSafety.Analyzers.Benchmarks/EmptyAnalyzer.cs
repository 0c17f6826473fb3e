using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AiSafety.Analyzers.Benchmarks;

/// <summary>
/// Does nothing in all the places where another analyzer does something: what the driver itself costs, given the same
/// registrations. Actions that the other analyzer registers per symbol or per body are left out, so it costs rather less.
/// </summary>
internal sealed class EmptyAnalyzer : DiagnosticAnalyzer
{
    private readonly ImmutableArray<Action<AnalysisContext>> registrations;

    private EmptyAnalyzer(ImmutableArray<DiagnosticDescriptor> descriptors, ImmutableArray<Action<AnalysisContext>> registrations)
    {
        SupportedDiagnostics = descriptors;
        this.registrations = registrations;
    }

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <summary>Records what an analyzer registers for a compilation.</summary>
    public static EmptyAnalyzer Like(DiagnosticAnalyzer analyzer, Compilation compilation, AnalyzerOptions options)
    {
        var recorder = new Recorder(compilation, options);
        analyzer.Initialize(recorder);
        return new EmptyAnalyzer(analyzer.SupportedDiagnostics, [.. recorder.Registrations]);
    }

    public override void Initialize(AnalysisContext context)
    {
        foreach (var registration in registrations)
            registration(context);
    }

    private sealed class Recorder(Compilation compilation, AnalyzerOptions options) : AnalysisContext
    {
        public List<Action<AnalysisContext>> Registrations { get; } = [];

        public override void EnableConcurrentExecution() => Registrations.Add(context => context.EnableConcurrentExecution());

        public override void ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags analysisMode) =>
            Registrations.Add(context => context.ConfigureGeneratedCodeAnalysis(analysisMode));

        public override void RegisterCompilationStartAction(Action<CompilationStartAnalysisContext> action)
        {
            var recorder = new StartRecorder(compilation, options);
            action(recorder);
            Registrations.Add(context => context.RegisterCompilationStartAction(start =>
            {
                foreach (var registration in recorder.Registrations)
                    registration(start);
            }));
        }

        public override void RegisterCompilationAction(Action<CompilationAnalysisContext> action) =>
            Registrations.Add(context => context.RegisterCompilationAction(_ => { }));

        public override void RegisterSemanticModelAction(Action<SemanticModelAnalysisContext> action) =>
            Registrations.Add(context => context.RegisterSemanticModelAction(_ => { }));

        public override void RegisterSymbolAction(Action<SymbolAnalysisContext> action, ImmutableArray<SymbolKind> symbolKinds) =>
            Registrations.Add(context => context.RegisterSymbolAction(_ => { }, symbolKinds));

        public override void RegisterSymbolStartAction(Action<SymbolStartAnalysisContext> action, SymbolKind symbolKind) =>
            Registrations.Add(context => context.RegisterSymbolStartAction(_ => { }, symbolKind));

        public override void RegisterCodeBlockStartAction<TLanguageKindEnum>(Action<CodeBlockStartAnalysisContext<TLanguageKindEnum>> action) =>
            Registrations.Add(context => context.RegisterCodeBlockStartAction<TLanguageKindEnum>(_ => { }));

        public override void RegisterCodeBlockAction(Action<CodeBlockAnalysisContext> action) =>
            Registrations.Add(context => context.RegisterCodeBlockAction(_ => { }));

        public override void RegisterOperationBlockStartAction(Action<OperationBlockStartAnalysisContext> action) =>
            Registrations.Add(context => context.RegisterOperationBlockStartAction(_ => { }));

        public override void RegisterOperationBlockAction(Action<OperationBlockAnalysisContext> action) =>
            Registrations.Add(context => context.RegisterOperationBlockAction(_ => { }));

        public override void RegisterSyntaxTreeAction(Action<SyntaxTreeAnalysisContext> action) =>
            Registrations.Add(context => context.RegisterSyntaxTreeAction(_ => { }));

        public override void RegisterAdditionalFileAction(Action<AdditionalFileAnalysisContext> action) =>
            Registrations.Add(context => context.RegisterAdditionalFileAction(_ => { }));

        public override void RegisterSyntaxNodeAction<TLanguageKindEnum>(
            Action<SyntaxNodeAnalysisContext> action, ImmutableArray<TLanguageKindEnum> syntaxKinds) =>
            Registrations.Add(context => context.RegisterSyntaxNodeAction(_ => { }, syntaxKinds));

        public override void RegisterOperationAction(Action<OperationAnalysisContext> action, ImmutableArray<OperationKind> operationKinds) =>
            Registrations.Add(context => context.RegisterOperationAction(_ => { }, operationKinds));
    }

    private sealed class StartRecorder(Compilation compilation, AnalyzerOptions options)
        : CompilationStartAnalysisContext(compilation, options, CancellationToken.None)
    {
        public List<Action<CompilationStartAnalysisContext>> Registrations { get; } = [];

        public override void RegisterCompilationEndAction(Action<CompilationAnalysisContext> action) =>
            Registrations.Add(start => start.RegisterCompilationEndAction(_ => { }));

        public override void RegisterSemanticModelAction(Action<SemanticModelAnalysisContext> action) =>
            Registrations.Add(start => start.RegisterSemanticModelAction(_ => { }));

        public override void RegisterSymbolAction(Action<SymbolAnalysisContext> action, ImmutableArray<SymbolKind> symbolKinds) =>
            Registrations.Add(start => start.RegisterSymbolAction(_ => { }, symbolKinds));

        public override void RegisterSymbolStartAction(Action<SymbolStartAnalysisContext> action, SymbolKind symbolKind) =>
            Registrations.Add(start => start.RegisterSymbolStartAction(_ => { }, symbolKind));

        public override void RegisterCodeBlockStartAction<TLanguageKindEnum>(Action<CodeBlockStartAnalysisContext<TLanguageKindEnum>> action) =>
            Registrations.Add(start => start.RegisterCodeBlockStartAction<TLanguageKindEnum>(_ => { }));

        public override void RegisterCodeBlockAction(Action<CodeBlockAnalysisContext> action) =>
            Registrations.Add(start => start.RegisterCodeBlockAction(_ => { }));

        public override void RegisterOperationBlockStartAction(Action<OperationBlockStartAnalysisContext> action) =>
            Registrations.Add(start => start.RegisterOperationBlockStartAction(_ => { }));

        public override void RegisterOperationBlockAction(Action<OperationBlockAnalysisContext> action) =>
            Registrations.Add(start => start.RegisterOperationBlockAction(_ => { }));

        public override void RegisterSyntaxTreeAction(Action<SyntaxTreeAnalysisContext> action) =>
            Registrations.Add(start => start.RegisterSyntaxTreeAction(_ => { }));

        public override void RegisterAdditionalFileAction(Action<AdditionalFileAnalysisContext> action) =>
            Registrations.Add(start => start.RegisterAdditionalFileAction(_ => { }));

        public override void RegisterSyntaxNodeAction<TLanguageKindEnum>(
            Action<SyntaxNodeAnalysisContext> action, ImmutableArray<TLanguageKindEnum> syntaxKinds) =>
            Registrations.Add(start => start.RegisterSyntaxNodeAction(_ => { }, syntaxKinds));

        public override void RegisterOperationAction(Action<OperationAnalysisContext> action, ImmutableArray<OperationKind> operationKinds) =>
            Registrations.Add(start => start.RegisterOperationAction(_ => { }, operationKinds));
    }
}
