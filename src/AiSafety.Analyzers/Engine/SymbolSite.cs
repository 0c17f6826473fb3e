using AiSafety.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AiSafety.Analyzers.Engine;

/// <summary>The declaration that a rule looks at, and the only way to report there; the counterpart of <see cref="Site"/>.</summary>
internal readonly struct SymbolSite(SymbolAnalysisContext context, Session session, RuleSpec spec)
{
    private readonly SymbolAnalysisContext context = context;
    private readonly RuleSpec spec = spec;

    public Session Session { get; } = session;

    public CancellationToken CancellationToken => context.CancellationToken;

    /// <summary>Reports at this level: below the rule's own, it shows only where the preset lets such findings through.</summary>
    public void Report(Level level, Location location, params string[] arguments)
    {
        if (location.SourceTree is not { } tree)
            return;
        var options = context.Options.AnalyzerConfigOptionsProvider.GetOptions(tree);
        if (Finding.Of(spec, Session, options, level, context.Symbol, location, properties: null, arguments, CancellationToken) is { } finding)
            context.ReportDiagnostic(finding);
    }
}
