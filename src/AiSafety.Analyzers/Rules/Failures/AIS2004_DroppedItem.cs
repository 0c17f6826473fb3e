using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Failures;

/// <summary>A handler in a loop that leaves out the item whose work failed, while the whole passes for done.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DroppedItemRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS2004",
        name: "dropped-item",
        title: "Item is dropped when its work fails",
        message: "{0}; {1}; collect or count the failures and report them, or let them propagate",
        level: Level.Recommended,
        cwe: [390, 392]);

    // Somebody is told, or the item is dealt with in another way.
    private const HandlerDeeds DealtWith = HandlerDeeds.Throws | HandlerDeeds.Observes | HandlerDeeds.Inspects | HandlerDeeds.Marks | HandlerDeeds.MayTell;

    private protected override void Start(RuleContext rule) =>
        rule.OnOperation<ICatchClauseOperation>(OperationKind.CatchClause, static (clause, site) =>
        {
            if (clause is { Syntax: CatchClauseSyntax syntax, Parent: ITryOperation attempt } && CatchScope.IsCatchAll(clause) && EmptyHandler.Of(clause, site.Session, site.CancellationToken) != EmptyHandlerKind.DoesNothing)
                Judge(clause, attempt, syntax, site);
        });

    private static void Judge(ICatchClauseOperation clause, ITryOperation attempt, CatchClauseSyntax syntax, Site site)
    {
        if (ItemLoop.Of(attempt) is not { } loop || CatchScope.Filter(clause, site.Session) == FilterEffect.Selects)
            return;
        var facts = HandlerFacts.Of(clause, site.Session, site.CancellationToken);
        if (facts.Any(DealtWith) || Sets(clause) || Reasons.Explain(syntax) || Attempts.OnlyCleansUp(attempt.Body))
            return;
        var logs = facts.Any(HandlerDeeds.Logs);
        if (!GoesOn(clause, attempt, loop, logs))
            return;
        var report = new LoopReport(loop, attempt, site);
        var words = logs ? report.SpeaksForAll() : null;
        // Last what reads the bodies of called methods.
        if ((logs && words is null) || report.CountsSuccesses() || Attempts.OnlyRecords(attempt.Body, site.Session, site.CancellationToken))
            return;
        if (words is not null)
            site.Report(LevelOf(attempt, site), syntax.CatchKeyword.GetLocation(), "An item whose work fails is only logged here", $"behind the loop, {words} speaks for all items");
        else // What cannot be read on a look around is often meant to be left out.
            site.Report(HasEffect(attempt, loop) ? LevelOf(attempt, site) : Level.Strict, syntax.CatchKeyword.GetLocation(), "An item whose work fails is dropped here without a trace", "the result is incomplete, and nobody knows what is missing");
    }

    private static Level LevelOf(ITryOperation attempt, Site site)
    {
        var function = FunctionContext.Of(attempt, site);
        return Attempts.CallsEachOfSeveral(attempt) || Attempts.OnlyDeletesFiles(attempt.Body) || Attempts.IsInErrorHandling(attempt)
            || (function.Method is { } method && Documentation.SaysSwallowed(method, site.CancellationToken))
            || new PureWork(site.Session, site.Model, site.CancellationToken).IsAll(attempt.Body)
            ? Level.Strict
            : Level.Recommended;
    }

    // Whether the try does something with the item, or adds what it waited for to the whole; reading it into the round is no more than a look.
    private static bool HasEffect(ITryOperation attempt, ItemLoop loop)
    {
        foreach (var operation in OwnOperations.Of(attempt.Body))
        {
            switch (operation)
            {
                case IInvocationOperation call when QuietCalls.IsStatement(call):
                    if (!Collects(call) || (loop.IsOutside(call.Instance) && OwnOperations.Of(attempt.Body).Any(static each => each is IAwaitOperation)))
                        return true;
                    break;
                case IAnonymousFunctionOperation lambda when lambda.Descendants().Any(each => each is IInvocationOperation call && QuietCalls.IsStatement(call) && !Collects(call)):
                    return true;
            }
        }

        return false;
    }

    private static bool Collects(IInvocationOperation call) =>
        call.TargetMethod.Name is "Add" or "AddRange" or "TryAdd" or "Enqueue" or "Push" or "Append" or "AppendLine" or "Clear" or "Dispose" or "DisposeAsync" or "Close";

    // Whether the next item follows, with nothing in between that could still deal with this one.
    private static bool GoesOn(ICatchClauseOperation clause, ITryOperation attempt, ItemLoop loop, bool logs)
    {
        switch (clause.Handler.Operations.LastOrDefault())
        {
            case IBranchOperation { BranchKind: BranchKind.Continue }:
                return true;
            case IReturnOperation { ReturnedValue: null, Kind: OperationKind.Return }:
                return loop.Loop is IInvocationOperation;
            case IBranchOperation or IReturnOperation or IThrowOperation:
                return false;
            default:
                return Attempts.Next(attempt) switch
                {
                    null or IReturnOperation { ReturnedValue: null, IsImplicit: true } => true,
                    // A counter of all rounds.
                    IExpressionStatementOperation { Operation: IIncrementOrDecrementOperation } => logs,
                    _ => false,
                };
        }
    }

    private static bool Sets(ICatchClauseOperation clause)
    {
        foreach (var operation in OwnOperations.Of(clause.Handler))
        {
            if (operation is IAssignmentOperation { Target: not IDiscardOperation } or IIncrementOrDecrementOperation)
                return true;
        }

        return false;
    }
}
