using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>A call that a function waits for and that could be given a token, if there were one.</summary>
internal sealed record CancellableCall(IInvocationOperation Call, TokenSlot Slot);

/// <summary>Finds what a function without a token waits for and could stop.</summary>
internal static class CancellableCalls
{
    /// <summary>The calls of a function (not of functions inside it) that it awaits or returns, that take a token and are given none, where stopping is safe.</summary>
    /// <param name="body">The operation of the function.</param>
    /// <param name="member">The member whose body is analysed.</param>
    public static IEnumerable<CancellableCall> In(IOperation body, ISymbol member, Session session)
    {
        foreach (var operation in OwnOperations.Of(body))
        {
            if (operation is IInvocationOperation call && Slot(call, member, session) is { } slot)
                yield return new CancellableCall(call, slot);
        }
    }

    private static TokenSlot? Slot(IInvocationOperation call, ISymbol member, Session session)
    {
        var types = TokenTypes.Of(session);
        // A pause at an endpoint is there to slow its caller down.
        if (!types.IsAwaitable(call.TargetMethod.ReturnType) || call.TargetMethod.Name == "Delay")
            return null;
        var use = ResultUses.Of(call);
        if (use is not (ResultUse.Awaited or ResultUse.Returned))
            return null;
        var slots = TokenSlots.Of(session);
        var slot = slots.Of(call.TargetMethod).Slot;
        if (slot is { Kind: SlotKind.Optional } && !DroppedTokens.LeavesOut(call, slot.Parameter))
            return null;
        slot ??= slots.FindInScope(call);
        if (slot is null || (slot.OnlyAwaited && use != ResultUse.Awaited) || SymbolEqualityComparer.Default.Equals(slot.Method, member.OriginalDefinition))
            return null;
        return call.Arguments.Any(types.IsCarrier) || InMemoryStreams.Of(session).AreAll(call) || !CancelSafety.Of(session).IsSafe(call, member) ? null : slot;
    }
}
