namespace AiSafety.Analyzers.Catalog;

/// <summary>
/// How sure a finding is, from least to most. A rule's level is that of its surest finding; a single finding may
/// be reported at a lower level than its rule's.
/// </summary>
public enum Level
{
    /// <summary>New; may change or go.</summary>
    Preview,

    /// <summary>A policy or a heuristic.</summary>
    Strict,

    /// <summary>Rare false positives: at least nine in ten findings are something the owner would change.</summary>
    Recommended,

    /// <summary>Practically no false positive, and real damage when it fires.</summary>
    Minimal,
}
