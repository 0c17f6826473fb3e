using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Retention;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Destruction;

/// <summary>What is old enough to be deleted is decided by a setting that nothing checks.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnboundedRetentionRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS1016",
        name: "unbounded-retention",
        title: "The age of what is deleted comes from a setting that nothing checks",
        message: "Nothing checks that '{0}' is positive, so zero or a negative value moves this cutoff to now or later and everything is deleted; "
            + "validate the setting ([Range], a check at start) or take at least a minimum with Math.Max",
        level: Level.Strict,
        cwe: [1284]);

    private protected override void Start(RuleContext rule)
    {
        rule.OnOperation<IInvocationOperation>(OperationKind.Invocation, static (call, site) =>
        {
            if (Cutoffs.Of(call) is { } cutoff)
                Judge(cutoff, site);
        });
        rule.OnOperation<IBinaryOperation>(OperationKind.Binary, static (difference, site) =>
        {
            if (Cutoffs.Of(difference) is { } cutoff)
                Judge(cutoff, site);
        });
    }

    private static void Judge(Cutoff cutoff, Site site)
    {
        if (!site.Shows(Level.Strict) || cutoff.Age.ConstantValue.HasValue || !Purges.Of(site.Session).Decide(cutoff.Expression, site))
            return;
        if (Ages.Of(site.Session).UncheckedSetting(cutoff.Age, site) is { } setting)
            site.Report(cutoff.Expression.Syntax.GetLocation(), setting);
    }
}
