using AiSafety.Analyzers.Engine.Guards;
using AiSafety.Analyzers.Engine.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>A clean-up call that is given a token which may be cancelled by the time it runs.</summary>
/// <param name="Token">The argument.</param>
/// <param name="IsHandler">Whether it stands in a catch; else in a finally or in a dispose method.</param>
internal sealed record CancelledCleanup(IArgumentOperation Token, bool IsHandler)
{
    // When that is cancelled, the message comes again.
    private static readonly string[] Acknowledging = ["Ack", "Acknowledge", "BasicAck", "CompleteMessage"];

    private static readonly HashSet<string> OwnLimits = new(StringComparer.OrdinalIgnoreCase)
    {
        "clean", "cleanup", "compensation", "disposal", "dispose", "final", "grace", "rollback", "teardown", "undo",
    };

    /// <summary>Reads a call; null when it is no clean-up, or its token is safe there or of unknown origin.</summary>
    /// <param name="call">The call.</param>
    /// <param name="site">A place in the same member.</param>
    public static CancelledCleanup? Of(IInvocationOperation call, Site site)
    {
        var types = TokenTypes.Of(site.Session);
        if (TokenProvenance.Given(call, types) is not { } token || Place(call, site) is not { } place)
            return null;
        if (IsWait(call, types) || NameWords.BeginsWith(call.TargetMethod.Name, Acknowledging) || ResultUses.Of(call) is not (ResultUse.Awaited or ResultUse.Returned or ResultUse.Handed))
            return null;
        var from = TokenProvenance.Of(token.Value, types);
        return MayBeCancelled(from, place, types) && !IsForCleanup(from) && !TestsToken(place, types)
            && !(token.Parent == call && HeedlessCallees.Of(site.Session).Are(call, token.Parameter!, site.CancellationToken))
            ? new CancelledCleanup(token, place is ICatchClauseOperation)
            : null;
    }

    /// <summary>The finally block, the handler or the body of the dispose method that makes the call a clean-up; or null.</summary>
    private static IOperation? Place(IInvocationOperation call, Site site)
    {
        IOperation child = call;
        for (var parent = child.Parent; parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case ITryOperation { Finally: { } final } when final == child:
                    return final;
                case ICatchClauseOperation clause:
                    // A handler inside a clean-up block tells about its failure, unless it undoes something itself.
                    return HoldsCancellation(clause, site.Session, site.CancellationToken) && UndoCalls.Undoes(call, clause, site) ? clause : null;
                case IAnonymousFunctionOperation or ILocalFunctionOperation:
                    return null;
            }
        }

        return IsDisposal(site) ? child : null;
    }

    /// <summary>Whether the caught exception can be a cancellation of the work in the try.</summary>
    private static bool HoldsCancellation(ICatchClauseOperation clause, Session session, CancellationToken cancellationToken)
    {
        var canceled = session.Type("System.OperationCanceledException");
        if (canceled is null || clause.Parent is not ITryOperation attempt)
            return false;
        if (!CatchScope.IsCatchAll(clause) && !clause.ExceptionType.Inherits(canceled))
            return false;
        if (clause.Filter is { ConstantValue.HasValue: false } filter
            && new CancellationTest(CatchScope.Variable(clause), session).OfOrdinaryFailure(filter) != Answer.No)
            return false;
        foreach (var earlier in attempt.Catches)
        {
            if (earlier == clause)
                break;
            if (earlier.ExceptionType.Inherits(canceled) || CatchScope.IsCatchAll(earlier))
                return false;
        }

        // Where nothing else is caught, a throw says nothing about what cancellations do.
        var takesOthers = CatchScope.IsCatchAll(clause) && clause.Filter is null or { ConstantValue.HasValue: true };
        return !(takesOthers && HandlerFacts.Of(clause, session, cancellationToken).Any(HandlerDeeds.PassesCancellation)) && CancellableAttempt.Of(attempt, session, cancellationToken) is not null;
    }

    private static bool IsDisposal(Site site) =>
        site.ContainingSymbol is IMethodSymbol { Name: "DisposeAsync" or "DisposeAsyncCore" or "Dispose", ContainingType: { } type }
        && (type.Implements(site.Session.Type("System.IAsyncDisposable")) || type.Implements(site.Session.Type("System.IDisposable")));

    // A pause, a tick, a limit on a task, a link: what is cancelled is the waiting.
    private static bool IsWait(IInvocationOperation call, TokenTypes types) =>
        call.TargetMethod.Name == "WaitForNextTickAsync" || types.IsToken(call.TargetMethod.ContainingType) || types.IsSource(call.TargetMethod.ContainingType)
        || (call.TargetMethod.Name is "Delay" or "WaitAsync" && types.IsTask(call.TargetMethod.ContainingType));

    private static bool MayBeCancelled(TokenProvenance from, IOperation place, TokenTypes types)
    {
        switch (from.Maker)
        {
            case TokenMaker.Parameter or TokenMaker.OuterParameter:
                // The token of a method that cleans up is the limit that its caller sets it.
                return place is IBlockOperation { Parent: ITryOperation } or ICatchClauseOperation && !CancelSafety.Finishes(from.Symbol!.ContainingSymbol.Name);
            case TokenMaker.Member or TokenMaker.Carried:
                return true;
            case TokenMaker.LinkedSource:
                return from.Links(types);
            case TokenMaker.FreshSource:
                return from.HasTimeLimit && !IsMadeIn(place, from);
            case TokenMaker.SteeredSource:
                return (from.HasTimeLimit || from.IsCancelledHere) && !IsMadeIn(place, from);
            default:
                return false;
        }
    }

    private static bool IsMadeIn(IOperation place, TokenProvenance from) => from.Creation is { } creation && place.Syntax.Contains(creation.Syntax);

    // A name that says that the token is the clean-up's own limit.
    private static bool IsForCleanup(TokenProvenance from) =>
        (from.Symbol is { } symbol && Intent.Words(symbol.Name).Any(OwnLimits.Contains))
        || Intent.Words(from.Value.Syntax.ToString()).Any(OwnLimits.Contains);

    // The clean-up asks first whether it was cancelled, or sets the source a limit for what is left to do.
    private static bool TestsToken(IOperation place, TokenTypes types)
    {
        foreach (var operation in OwnOperations.Of(place is ICatchClauseOperation { Handler: var handler } ? handler : place))
        {
            if (operation is IPropertyReferenceOperation { Property: { Name: "IsCancellationRequested" or "CanBeCanceled", ContainingType: var owner } }
                && (types.IsToken(owner) || types.IsSource(owner)))
                return true;
            if (operation is IInvocationOperation { TargetMethod: { Name: "CancelAfter" or "TryReset" or "ThrowIfCancellationRequested", ContainingType: var type } }
                && (types.IsToken(type) || types.IsSource(type)))
                return true;
        }

        return false;
    }
}
