using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Queries;
using AiSafety.Analyzers.Engine.Text;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AiSafety.Analyzers.Rules.Destruction;

/// <summary>A set-based delete or update whose query is provably the whole table.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnfilteredBulkWriteRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS1004",
        name: "unfiltered-bulk-write",
        title: "Set-based delete or update without a filter",
        message: "'{0}' runs on the whole of '{1}'{2}, so every row is {3}, and neither change tracking nor a save can hold it back; "
            + "select the rows that are meant with Where",
        level: Level.Minimal,
        cwe: [628]);

    private protected override void Start(RuleContext rule) =>
        rule.OnCall(DestructiveCalls.OnQueries, (call, write, site) =>
        {
            var extent = BulkWriteCalls.Of(call, site);
            if (extent is not { Bound: Bound.Whole, Source: { } source } || BulkWriteCalls.IsExcused(call, extent, site))
                return;

            var where = extent.Branch is { } branch ? $" where '{Excerpt.Of(branch)}' (line {Line(branch)}) is not filtered" : "";
            site.Report(
                BulkWriteCalls.Sureness(call, write, extent, site), BulkWriteCalls.Name(call), call.TargetMethod.Name, Excerpt.Of(source), where, write.Participle);
        });

    private static int Line(IOperation operation) => operation.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
