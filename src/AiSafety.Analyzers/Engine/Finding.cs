using AiSafety.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AiSafety.Analyzers.Engine;

/// <summary>What all findings in code have in common, wherever the rule looked: level, test code, fingerprint.</summary>
internal static class Finding
{
    /// <summary>Whether findings of this level show where these options hold.</summary>
    public static bool Shows(Level level, RuleSpec spec, AnalyzerConfigOptions options) =>
        level >= spec.Level || level >= Presets.Floor(SharedOptions.Level.Read(options));

    /// <summary>The diagnostic to report, or null where it is not to show. <paramref name="symbol"/> is the member that it is in.</summary>
    public static Diagnostic? Of(
        RuleSpec spec, Session session, AnalyzerConfigOptions options, Level level, ISymbol symbol, Location location,
        ImmutableDictionary<string, string?>? properties, string[] arguments, CancellationToken cancellationToken)
    {
        if (location.SourceTree is null || !Shows(level, spec, options) || (session.IsTestProject && !SharedOptions.AnalyzeTests.Read(options)))
            return null;
        properties = (properties ?? ImmutableDictionary<string, string?>.Empty)
            .SetItem(Fingerprint.Property, Fingerprint.Of(spec.Id, symbol, location, cancellationToken))
            .SetItem(Site.LevelProperty, level.ToString());
        return Diagnostic.Create(spec.Descriptor, location, properties, arguments);
    }
}
