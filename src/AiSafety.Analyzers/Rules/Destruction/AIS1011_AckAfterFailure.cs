using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Handlers;
using AiSafety.Analyzers.Engine.Messages;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Destruction;

/// <summary>A catch-all after which a message whose work failed is settled as done.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AckAfterFailureRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS1011",
        name: "ack-after-failure",
        title: "Message is settled as done although its work failed",
        message: "{0} although '{1}' may have failed, so the message is lost and only a log line tells of it; let the failure out, put the message back, or dead-letter it",
        level: Level.Recommended,
        cwe: [390, 755]);

    private protected override void Start(RuleContext rule)
    {
        if (rule.Session.Facts(MessageSettlement.Calls).IsEmpty && ReturnSettles.Of(rule.Session).IsEmpty)
            return;
        rule.OnOperation<ICatchClauseOperation>(OperationKind.CatchClause, static (clause, site) =>
        {
            if (clause is { Syntax: CatchClauseSyntax syntax, Parent: ITryOperation attempt } && CatchScope.IsCatchAll(clause))
                Judge(clause, attempt, syntax, site);
        });
    }

    private static void Judge(ICatchClauseOperation clause, ITryOperation attempt, CatchClauseSyntax syntax, Site site)
    {
        var settled = SettledAfter(clause, attempt, site.Session);
        var function = FunctionContext.Of(clause, site);
        if (settled is null && !(ReturnSettles.Of(site.Session).Includes(function, site) && ReturnsBehind(attempt, function, site)))
            return;
        if (!CatchScope.TakesEveryFailure(clause, site.Session) || FailureEnds.Of(clause, site) != FailureEnd.Lost)
            return;

        var work = settled is null
            ? new MessageWork(function.Root, function.Method!.Parameters, site.Session)
            : new MessageWork(function.Root, settled, site.Session);
        if (work.First(attempt.Body) is not { } failing || HasWorkBeside(attempt, function.Root, work))
            return;
        if (Reasons.Explain(syntax) || (settled?.Syntax.FirstAncestorOrSelf<StatementSyntax>() is { } statement && Reasons.Explain(statement))
            || Engine.Guards.Guards.Protect(settled ?? failing, site) != Answer.No)
            return;
        var (place, what) = settled is null
            ? (syntax.CatchKeyword.GetLocation(), "The handler returns, and its broker takes the message for handled,")
            : (settled.Syntax.GetLocation(), $"'{settled.TargetMethod.Name}' {site.Session.Facts(MessageSettlement.Calls).Find(settled.TargetMethod)!.Verb} the message");
        site.Report(place, what, failing.TargetMethod.Name);
    }

    // A call that settles the message as done on the way out of the handler: in it, or behind the try.
    private static IInvocationOperation? SettledAfter(ICatchClauseOperation clause, ITryOperation attempt, Session session)
    {
        var deliveries = Deliveries.Of(session);
        if (Settling(clause.Handler) is { } inside)
            return inside;
        IOperation left = attempt;
        if (SettleOrder.EndsElsewhere(clause.Handler))
        {
            // On to the next item, or out of the loop over them: what settles the whole batch comes behind it.
            if (clause.Handler.Operations[clause.Handler.Operations.Length - 1] is not IBranchOperation { BranchKind: BranchKind.Continue or BranchKind.Break }
                || Attempts.Loop(attempt) is not IForEachLoopOperation loop)
                return null;
            left = loop;
        }

        foreach (var statement in SettleOrder.Following(left, leavesItemLoops: true))
        {
            if (Settling(statement) is { } behind)
                return behind;
            if (SettleOrder.EndsElsewhere(statement))
                return null;
        }

        return null;

        IInvocationOperation? Settling(IOperation root)
        {
            foreach (var each in OwnOperations.Of(root))
            {
                if (deliveries.Settles(each) is { IsDone: true } && !SettleOrder.IsConditional(each, root))
                    return (IInvocationOperation)each;
            }

            return null;
        }
    }

    // Whether the handler of messages comes to its normal end when this try has failed: not in a loop over parts of the message, and with nothing
    // behind it that could still tell.
    private static bool ReturnsBehind(ITryOperation attempt, FunctionContext function, Site site)
    {
        if (Attempts.Loop(attempt) is not null || Attempts.IsInErrorHandling(attempt))
            return false;
        var deliveries = Deliveries.Of(site.Session);
        foreach (var each in OwnOperations.Of(function.Root))
        {
            if (deliveries.Settles(each) is not null)
                return false;
            if (each.Syntax.SpanStart >= attempt.Syntax.Span.End
                && (each is IThrowOperation or IAnonymousFunctionOperation || (each is IInvocationOperation call && !FailureEnds.OnlyTells(call, readsHelpers: true, site))))
                return false;
        }

        return true;
    }

    // A side task of a message whose main work stands elsewhere may fail on its own.
    private static bool HasWorkBeside(ITryOperation attempt, IOperation function, MessageWork work)
    {
        foreach (var each in OwnOperations.Of(function))
        {
            if (!attempt.Syntax.Span.Contains(each.Syntax.Span) && work.Is(each) && !each.Syntax.Span.Contains(attempt.Syntax.Span))
                return true;
        }

        return false;
    }
}
