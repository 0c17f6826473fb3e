using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AiSafety.Analyzers.Rules.Destruction;

/// <summary>A delete or update that has a filter, and the filter lets everything through.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed partial class AlwaysTrueFilterRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS1002",
        name: "always-true-filter",
        title: "Filter of a delete or update lets everything through",
        message: "'{0}' filters nothing, so {1}; write the condition that selects what is meant",
        level: Level.Minimal,
        cwe: [571]);

    private protected override void Start(RuleContext rule)
    {
        QueryFilters(rule);
        SqlFilters(rule);
    }
}
