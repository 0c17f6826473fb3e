using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Queries;
using AiSafety.Analyzers.Engine.Text;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AiSafety.Analyzers.Rules.Destruction;

/// <summary>Entities are loaded and removed, and they are provably all that the table holds.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WholeSetRemovalRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS1005",
        name: "whole-set-removal",
        title: "Every entity of a set is removed",
        message: "'{0}' is given all of '{1}'{2}, so the table is emptied; select what is meant to go with Where",
        level: Level.Minimal,
        cwe: [628]);

    private protected override void Start(RuleContext rule) =>
        rule.OnCall(DestructiveCalls.OfEntities, (call, removal, site) =>
        {
            var extent = RemovalCalls.Of(call, site);
            if (extent is not { Bound: Bound.Whole, Source: { } source } || Seeding.IsIn(site.ContainingSymbol) || BulkWriteCalls.IsExcused(call, extent, site))
                return;

            // A step that a program takes once, when it is updated, is written for the data that is there.
            var sureness = Migrations.IsNamed(site.ContainingSymbol) ? Level.Strict : BulkWriteCalls.Sureness(call, removal, extent, site);
            var where = extent.Branch is { } branch ? $" where '{Excerpt.Of(branch)}' is not filtered" : "";
            site.Report(sureness, call.Syntax.GetLocation(), call.TargetMethod.Name, Excerpt.Of(source), where);
        });
}
