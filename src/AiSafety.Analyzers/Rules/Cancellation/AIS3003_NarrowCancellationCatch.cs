using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Cancellation;

/// <summary>A catch of <c>TaskCanceledException</c> that is meant for every cancellation and misses those that arrive as its base class.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NarrowCancellationCatchRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS3003",
        name: "narrow-cancellation-catch",
        title: "Catch takes only some cancellations",
        message: "Cancellation also arrives as OperationCanceledException, the base class, which this catch misses, so {0}; catch OperationCanceledException",
        level: Level.Recommended,
        cwe: [755],
        fix: FixKind.Mechanical);

    private protected override void Start(RuleContext rule)
    {
        if (rule.Session.Type("System.Threading.Tasks.TaskCanceledException") is not { } narrow)
            return;
        rule.OnOperation<ICatchClauseOperation>(OperationKind.CatchClause, (clause, site) =>
        {
            if (!SymbolEqualityComparer.Default.Equals(clause.ExceptionType, narrow) || clause is not { Syntax: CatchClauseSyntax syntax, Parent: ITryOperation attempt })
                return;
            if (CancellableAttempt.Of(attempt, site.Session, site.CancellationToken) is not { } work)
                return;
            var leak = new CancellationLeak(site.Session, site.CancellationToken);
            if (leak.IsSortedOutByFilter(clause) || leak.IsTakenByOther(clause, attempt))
                return;
            var next = leak.NextCatchAll(clause, attempt);
            if (next is null && OnlyRethrows(clause))
                return;
            site.Report(work.EndsNarrowly ? Level.Strict : Level.Recommended, syntax.CatchKeyword.GetLocation(), Becomes(next, attempt));
        });
    }

    private static bool OnlyRethrows(ICatchClauseOperation clause) => clause.Handler.Operations is [IThrowOperation];

    private static string Becomes(ICatchClauseOperation? next, ITryOperation attempt) =>
        next is not null ? "the catch-all after it takes a cancellation for a failure"
        : Attempts.Loop(attempt) is not null ? "a cancellation leaves the loop as if it were a failure"
        : "a cancellation goes on to the caller as if it were a failure";
}
