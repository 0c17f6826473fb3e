using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Cancellation;

/// <summary>A catch-all round cancellable work that takes the cancellation for a failure.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SwallowedCancellationRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS3002",
        name: "swallowed-cancellation",
        title: "Catch-all takes cancellation for a failure",
        message: "This catch takes cancellation, too, so a cancelled operation is {0}; {1}",
        level: Level.Recommended,
        cwe: [755],
        fix: FixKind.Mechanical);

    /// <summary>Property of a finding: the caller's token where the try has a time limit of its own; absent otherwise.</summary>
    internal const string CallersToken = "token";

    /// <summary>Property of a finding: present when the try has a time limit of its own.</summary>
    internal const string TimeLimit = "limit";

    private protected override void Start(RuleContext rule)
    {
        var healthCheck = rule.Session.Type("Microsoft.Extensions.Diagnostics.HealthChecks.IHealthCheck");
        rule.OnOperation<ICatchClauseOperation>(OperationKind.CatchClause, (clause, site) =>
        {
            if (clause is not { Syntax: CatchClauseSyntax syntax, Parent: ITryOperation attempt } || !CatchScope.IsCatchAll(clause))
                return;
            if (CancellableAttempt.Of(attempt, site.Session, site.CancellationToken) is not { } work || (work.CallersToken is null && work.HasTimeLimit))
                return;
            var kept = new CancellationLeak(site.Session, site.CancellationToken).Of(clause, attempt, work.CallersToken);
            if (kept == CancellationKept.No || site.ContainingSymbol.ContainingType.Implements(healthCheck) || IsMeant(clause, attempt, site))
                return;
            site.Report(
                kept == CancellationKept.Yes && !IsDocumented(clause, site) && !IsAudit(site.ContainingSymbol) ? Level.Recommended : Level.Strict,
                syntax.CatchKeyword.GetLocation(), Properties(work), Becomes(clause, attempt, site), Repair(work));
        });
    }

    private static bool IsDocumented(ICatchClauseOperation clause, Site site) =>
        FunctionContext.Of(clause, site).Method is { } method && Documentation.SaysSwallowed(method, site.CancellationToken);

    // What must be on record is, whoever gives up.
    private static bool IsAudit(ISymbol member) => Names("Audit", member) || (member.ContainingType is { } type && Names("Audit", type));

    private static bool Names(string word, ISymbol symbol) => symbol.Name.IndexOf(word, StringComparison.Ordinal) >= 0;

    private static bool IsMeant(ICatchClauseOperation clause, ITryOperation attempt, Site site)
    {
        if (Attempts.IsInErrorHandling(attempt) || Attempts.OnlyCleansUp(attempt.Body))
            return true;
        var function = FunctionContext.Of(clause, site);
        return function.Name.StartsWith("Stop", StringComparison.Ordinal) || function.Name.StartsWith("Dispose", StringComparison.Ordinal)
            || (Attempts.Loop(attempt) is null && Boundaries.Of(site.Session).EndsWork(function) && EndsWith(attempt, function));
    }

    // The handler of the outermost try is the last that the function does.
    private static bool EndsWith(ITryOperation attempt, FunctionContext function)
    {
        for (IOperation each = attempt; each.Parent is { } parent && each != function.Root; each = parent)
        {
            if (parent is ITryOperation || (parent is IBlockOperation block && block.Operations.LastOrDefault(other => !other.IsImplicit) != each))
                return false;
        }

        return true;
    }

    private static ImmutableDictionary<string, string?> Properties(CancellableAttempt work)
    {
        var properties = ImmutableDictionary<string, string?>.Empty;
        if (!work.HasTimeLimit)
            return properties;
        properties = properties.Add(TimeLimit, "");
        return work.CallersToken is null ? properties : properties.Add(CallersToken, work.CallersToken);
    }

    private static string Becomes(ICatchClauseOperation clause, ITryOperation attempt, Site site)
    {
        if (EmptyAnswers.Of(clause, attempt) != EmptyKind.None)
            return "answered as if there were nothing";
        if (clause.Handler.Operations.LastOrDefault() is not IReturnOperation && Attempts.Loop(attempt) is { } loop)
            return loop is IForEachLoopOperation ? "taken for one failed item" : "tried again";
        return EmptyHandler.Of(clause, site.Session, site.CancellationToken) != EmptyHandlerKind.Acts ? "passed over"
            : HandlerFacts.Of(clause, site.Session, site.CancellationToken).Any(HandlerDeeds.Logs) ? "logged as a failure"
            : "treated as a failure";
    }

    private static string Repair(CancellableAttempt work) => work.HasTimeLimit
        ? "rethrow it first when the caller's token is cancelled, and keep handling the time limit here"
        : "let it pass with 'when (exception is not OperationCanceledException)'";
}
