using System.Collections.Immutable;
using System.Reflection;
using AiSafety.Analyzers.Ecosystem.Loading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AiSafety.Analyzers.Ecosystem.Analysis;

/// <summary>The rules of a run and which of their diagnostics are switched on.</summary>
internal sealed class RuleSet
{
    /// <summary>Stands for every rule in <c>--rules</c>.</summary>
    public const string All = "all";

    private const string LevelTag = "level:";

    private RuleSet(ImmutableArray<DiagnosticAnalyzer> analyzers, ImmutableDictionary<string, ReportDiagnostic> severities)
    {
        Analyzers = analyzers;
        Severities = severities;
    }

    public ImmutableArray<DiagnosticAnalyzer> Analyzers { get; }

    /// <summary>Severities that differ from the rules' own.</summary>
    public ImmutableDictionary<string, ReportDiagnostic> Severities { get; }

    /// <summary>All descriptors of the rules that run, by id.</summary>
    public IEnumerable<DiagnosticDescriptor> Descriptors => Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics)
        .DistinctBy(descriptor => descriptor.Id).OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal);

    /// <summary>
    /// Collects the rules of the project and of further assemblies.
    /// </summary>
    /// <param name="components">Loads the further assemblies.</param>
    /// <param name="assemblies">Paths of further analyzer assemblies.</param>
    /// <param name="ids">
    /// Ids to switch on, whatever their default; only these run. <see cref="All"/> switches on every rule. Empty: each rule
    /// has its default.
    /// </param>
    /// <exception cref="ArgumentException">An id belongs to no rule.</exception>
    public static RuleSet Create(Components components, IEnumerable<string> assemblies, IReadOnlyCollection<string> ids)
    {
        var analyzers = Components.Analyzers(Assembly.Load("AiSafety.Analyzers")).AddRange(assemblies.SelectMany(path => components.Analyzers(path)));
        var known = analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(descriptor => descriptor.Id)
            .ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);
        var all = ids.Contains(All, StringComparer.OrdinalIgnoreCase);
        if (ids.FirstOrDefault(id => !known.Contains(id) && !id.Equals(All, StringComparison.OrdinalIgnoreCase)) is { } unknown)
            throw new ArgumentException($"no rule has the id '{unknown}'");
        if (ids.Count == 0)
            return new RuleSet(analyzers, ImmutableDictionary<string, ReportDiagnostic>.Empty);

        var on = all ? known : ids.ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);
        return new RuleSet(
            [.. analyzers.Where(analyzer => analyzer.SupportedDiagnostics.Any(descriptor => on.Contains(descriptor.Id)))],
            known.ToImmutableDictionary(id => id, id => on.Contains(id) ? ReportDiagnostic.Warn : ReportDiagnostic.Suppress));
    }

    /// <summary>The level that a descriptor is tagged with, or nothing.</summary>
    public static string Level(DiagnosticDescriptor descriptor) => descriptor.CustomTags
        .FirstOrDefault(tag => tag.StartsWith(LevelTag, StringComparison.Ordinal))?[LevelTag.Length..] ?? "";
}
