using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace AiSafety.Analyzers.Engine;

/// <summary>What a rule registers with, once per compilation.</summary>
internal readonly struct RuleContext(CompilationStartAnalysisContext start, Session session, RuleSpec spec)
{
    private readonly CompilationStartAnalysisContext start = start;
    private readonly RuleSpec spec = spec;

    public Session Session { get; } = session;

    /// <summary>Files beside the code that the project hands to analyzers.</summary>
    public ImmutableArray<AdditionalText> AdditionalFiles => start.Options.AdditionalFiles;

    /// <summary>Calls <paramref name="action"/> for each operation of the kind.</summary>
    public void OnOperation<TOperation>(OperationKind kind, Action<TOperation, Site> action)
        where TOperation : class, IOperation
    {
        var (session, spec) = (Session, this.spec);
        start.RegisterOperationAction(
            context =>
            {
                if (context.Operation is TOperation operation)
                    action(operation, new Site(context, session, spec));
            },
            kind);
    }

    /// <summary>
    /// Calls <paramref name="action"/> for each call whose target is in the table. Registers nothing when no row of
    /// the table resolves in this compilation. Most calls leave at the member name, before any symbol is compared.
    /// </summary>
    public void OnCall<TFact>(FactTable<TFact> table, Action<IInvocationOperation, TFact, Site> action)
        where TFact : class => OnCall(Session.Facts(table), action);

    /// <summary>As above, for a table that has been resolved.</summary>
    public void OnCall<TFact>(FactIndex<TFact> facts, Action<IInvocationOperation, TFact, Site> action)
        where TFact : class
    {
        if (facts.IsEmpty)
            return;
        OnOperation<IInvocationOperation>(OperationKind.Invocation, (call, site) =>
        {
            if (facts.Find(call.TargetMethod) is { } fact)
                action(call, fact, site);
        });
    }

    /// <summary>Calls <paramref name="action"/> for each declared symbol of the kinds: for questions about a declaration, which holds no operation.</summary>
    public void OnSymbol(Action<ISymbol, SymbolSite> action, params SymbolKind[] kinds)
    {
        var (session, spec) = (Session, this.spec);
        start.RegisterSymbolAction(context => action(context.Symbol, new SymbolSite(context, session, spec)), kinds);
    }

    /// <summary>
    /// Calls <paramref name="action"/> once at the end, with a way to report that has no place in the code. Only for
    /// questions about the whole project's settings: such findings do not show while typing.
    /// </summary>
    public void OnSettings(Action<Compilation, AnalyzerConfigOptionsProvider, Action<string[]>> action)
    {
        var descriptor = spec.Descriptor;
        start.RegisterCompilationEndAction(context => action(
            context.Compilation,
            context.Options.AnalyzerConfigOptionsProvider,
            arguments => context.ReportDiagnostic(Diagnostic.Create(descriptor, Location.None, arguments))));
    }

    /// <summary>
    /// Calls <paramref name="action"/> for each additional file with the extension (with its dot) where the option is set: with its path, its
    /// text, and a way to report a span of it at the rule's level.
    /// </summary>
    public void OnAdditionalFile(string extension, Option<bool> option, Action<string, SourceText, Action<TextSpan, string[]>> action) =>
        OnAdditionalFile(
            (file, options) => file.Path.EndsWith(extension, StringComparison.OrdinalIgnoreCase)
                && (option.Read(options.GetOptions(file)) || option.Read(options.GlobalOptions)),
            action);

    /// <summary>As above, for the files that <paramref name="isWanted"/> picks.</summary>
    public void OnAdditionalFile(
        Func<AdditionalText, AnalyzerConfigOptionsProvider, bool> isWanted, Action<string, SourceText, Action<TextSpan, string[]>> action)
    {
        var spec = this.spec;
        start.RegisterAdditionalFileAction(context =>
        {
            var file = context.AdditionalFile;
            if (!isWanted(file, context.Options.AnalyzerConfigOptionsProvider) || file.GetText(context.CancellationToken) is not { } text)
                return;
            var seen = new Dictionary<string, int>(StringComparer.Ordinal);
            action(file.Path, text, (span, arguments) =>
            {
                var covered = text.ToString(span);
                seen[covered] = seen.TryGetValue(covered, out var equal) ? equal + 1 : 0;
                var properties = ImmutableDictionary<string, string?>.Empty
                    .Add(Fingerprint.Property, Fingerprint.OfFile(spec.Id, file.Path, covered, seen[covered]))
                    .Add(Site.LevelProperty, spec.Level.ToString());
                context.ReportDiagnostic(Diagnostic.Create(spec.Descriptor, Location.Create(file.Path, span, text.Lines.GetLinePositionSpan(span)), properties, arguments));
            });
        });
    }
}
