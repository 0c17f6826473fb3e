using AiSafety.Analyzers.Engine.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>What in a function could look at its token parameter and does not.</summary>
internal enum IgnoredBy
{
    /// <summary>Nothing could, something does, or another rule speaks of it.</summary>
    Nothing,

    /// <summary>A loop that waits for something in its rounds.</summary>
    WaitingLoop,

    /// <summary>The same, where the function is told of an event: what follows from it may have to be done to its end.</summary>
    WaitingLoopForEvent,

    /// <summary>A loop that only computes, in a function whose signature is its own.</summary>
    ComputingLoop,

    /// <summary>Waiting for a completion source.</summary>
    Signal,
}

/// <summary>Finds functions that never look at their token parameter.</summary>
internal static class IgnoredTokens
{
    /// <summary>The only token parameter of a function whose name does not say that it is not wanted, or null.</summary>
    public static IParameterSymbol? Parameter(IMethodSymbol function, Session session)
    {
        IParameterSymbol? found = null;
        var types = TokenTypes.Of(session);
        foreach (var parameter in function.Parameters)
        {
            if (!types.IsToken(parameter.Type))
                continue;
            if (found is not null || parameter.RefKind != RefKind.None)
                return null;
            found = parameter;
        }

        return found is { IsDiscard: false, Locations.IsEmpty: false, Name: var name } && name.Trim('_').Length > 0 && name.IndexOf("unused", StringComparison.OrdinalIgnoreCase) < 0
            ? found
            : null;
    }

    /// <summary>What could look at the parameter. Nothing when the body decides about any token, or a finding about a call or a loop says the same.</summary>
    /// <param name="body">The operation of the function.</param>
    /// <param name="parameter">Its token parameter.</param>
    /// <param name="member">The member whose body is analysed.</param>
    public static IgnoredBy Of(IOperation body, IParameterSymbol parameter, ISymbol member, Session session, CancellationToken cancellationToken)
    {
        var types = TokenTypes.Of(session);
        var (loop, signal) = (default(ILoopOperation), default(IOperation));
        foreach (var operation in OwnOperations.Of(body))
        {
            switch (operation)
            {
                case ILoopOperation each:
                    loop = loop is null || (!Waits(loop) && Waits(each)) ? each : loop;
                    break;
                case IPropertyReferenceOperation { Property: { Name: "Task", ContainingType: { Name: "TaskCompletionSource", ContainingNamespace.Name: "Tasks" } } } each when IsWaitedFor(each):
                    signal ??= each;
                    break;
            }
        }

        if ((loop is null && signal is null) || TokenReads.Decides(body, types) || DisabledText.Names(body.Syntax, parameter.Name))
            return IgnoredBy.Nothing;
        IOperation at = loop is null ? signal! : Waits(loop) ? FirstWait(loop) : loop;
        if (!CancelSafety.Of(session).IsSafe(at, member) || IsReportedOtherwise(body, member, session, types, cancellationToken))
            return IgnoredBy.Nothing;
        if (loop is not null && Waits(loop))
            return IsToldOfEvent(parameter) ? IgnoredBy.WaitingLoopForEvent : IgnoredBy.WaitingLoop;
        if (signal is not null)
            return IgnoredBy.Signal;
        return parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } function && !Endpoints.HasFixedSignature(function)
            ? IgnoredBy.ComputingLoop
            : IgnoredBy.Nothing;
    }

    private static bool IsToldOfEvent(IParameterSymbol token)
    {
        foreach (var parameter in ((IMethodSymbol)token.ContainingSymbol).Parameters)
        {
            if (IsEvent(parameter.Name) || IsEvent(parameter.Type.Name))
                return true;
        }

        return false;

        static bool IsEvent(string name) =>
            name.EndsWith("event", StringComparison.OrdinalIgnoreCase) || name.EndsWith("notification", StringComparison.OrdinalIgnoreCase) || name is "evt";
    }

    private static bool IsWaitedFor(IOperation task)
    {
        var parent = task.Parent;
        while (parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } or IConversionOperation or IParenthesizedOperation)
            parent = parent.Parent;
        return parent is IAwaitOperation or IReturnOperation;
    }

    private static bool Waits(ILoopOperation loop) => loop is IForEachLoopOperation { IsAsynchronous: true } || OwnOperations.Of(loop).Any(static each => each is IAwaitOperation);

    private static IOperation FirstWait(ILoopOperation loop) => OwnOperations.Of(loop).FirstOrDefault(static each => each is IAwaitOperation) ?? ((IForEachLoopOperation)loop).Collection;

    // A call that leaves the token out, a deaf loop, a deaf stream: the repair there is the use that is missing here.
    private static bool IsReportedOtherwise(IOperation body, ISymbol member, Session session, TokenTypes types, CancellationToken cancellationToken)
    {
        foreach (var operation in body.Descendants())
        {
            switch (operation)
            {
                case IInvocationOperation call when DroppedTokens.Find(call, member, session, cancellationToken) is not null:
                case IForEachLoopOperation { IsAsynchronous: true } stream when DeafStreams.Find(stream, member, session, cancellationToken) is not null:
                case ILoopOperation loop when DeafLoops.IsDeaf(loop, types):
                    return true;
            }
        }

        return false;
    }
}
