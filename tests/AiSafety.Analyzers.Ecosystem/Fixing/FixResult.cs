namespace AiSafety.Analyzers.Ecosystem.Fixing;

/// <summary>What applying the mechanical fixes of one rule did to one project.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Found">Findings before its own fixes were applied.</param>
/// <param name="Fixed">Findings for which a mechanical fix was offered, all applied at once.</param>
/// <param name="Left">Findings of the rule afterwards that are neither among those without an offer nor anywhere but where one was fixed.</param>
internal sealed record RuleFixes(string Id, int Found, int Fixed, int Left);

/// <summary>A project after all mechanical fixes were applied.</summary>
/// <param name="Rules">The rules that had findings.</param>
/// <param name="NewErrors">Compiler errors that were not there before.</param>
/// <param name="NewFindings">Findings that were not there before.</param>
internal sealed record FixResult(IReadOnlyList<RuleFixes> Rules, IReadOnlyList<string> NewErrors, IReadOnlyList<string> NewFindings)
{
    /// <summary>Whether the fixes did what they promise: nothing broken, nothing new, nothing left.</summary>
    public bool IsClean => NewErrors.Count == 0 && NewFindings.Count == 0 && Rules.All(rule => rule.Left == 0);
}
