using AiSafety.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AiSafety.Analyzers.Engine;

/// <summary>
/// The place that a rule looks at, and the only way to report: level, test code and fingerprint are dealt with
/// here, once.
/// </summary>
internal readonly struct Site(OperationAnalysisContext context, Session session, RuleSpec spec)
{
    private readonly OperationAnalysisContext context = context;
    private readonly RuleSpec spec = spec;

    public Session Session { get; } = session;

    public Compilation Compilation => context.Compilation;

    /// <summary>The member whose body or initializer the operation is in.</summary>
    public ISymbol ContainingSymbol => context.ContainingSymbol;

    /// <summary>The semantic model of the operation's tree.</summary>
    public SemanticModel Model => context.Operation.SemanticModel!;

    public CancellationToken CancellationToken => context.CancellationToken;

    /// <summary>
    /// The control-flow graph of the body around the operation (of the outermost member, never of a lambda inside
    /// it), or null where there is none. The driver shares it among rules.
    /// </summary>
    public ControlFlowGraph? Graph() => Session.Graph(context);

    /// <summary>The value of an option at this place.</summary>
    public T Read<T>(Option<T> option) => option.Read(Options);

    /// <summary>Whether findings of this level show here; ask before work that serves only less sure findings.</summary>
    public bool Shows(Level level) => Finding.Shows(level, spec, Options);

    /// <summary>Reports at the rule's own level.</summary>
    public void Report(Location location, params string[] arguments) =>
        Report(spec.Level, location, properties: null, arguments);

    /// <summary>Reports at a lower level than the rule's own: shows only where the preset lets such findings through.</summary>
    public void Report(Level level, Location location, params string[] arguments) =>
        Report(level, location, properties: null, arguments);

    /// <summary>Reports with small strings for the fix.</summary>
    public void Report(
        Level level, Location location, ImmutableDictionary<string, string?>? properties, params string[] arguments)
    {
        if (Finding.Of(spec, Session, Options, level, ContainingSymbol, location, properties, arguments, CancellationToken) is { } finding)
            context.ReportDiagnostic(finding);
    }

    /// <summary>Key of the finding's own level in the diagnostic's properties.</summary>
    public const string LevelProperty = "level";

    private AnalyzerConfigOptions Options =>
        context.Options.AnalyzerConfigOptionsProvider.GetOptions(context.Operation.Syntax.SyntaxTree);
}
