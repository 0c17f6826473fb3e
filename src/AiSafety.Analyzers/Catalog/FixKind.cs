namespace AiSafety.Analyzers.Catalog;

/// <summary>What kind of code fix a rule offers.</summary>
public enum FixKind
{
    /// <summary>No fix: the repair depends on intent.</summary>
    None,

    /// <summary>Keeps the meaning except for the defect; safe to apply in bulk.</summary>
    Mechanical,

    /// <summary>Changes behaviour; the title says how, and there is no fix-all.</summary>
    Judgement,
}
