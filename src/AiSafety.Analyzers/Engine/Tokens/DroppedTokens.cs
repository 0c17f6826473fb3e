using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>A call that should be given a token.</summary>
/// <param name="Slot">How the call takes the token; the call with it is known to bind to the slot's method.</param>
/// <param name="IsSynchronous">The result can neither be awaited nor enumerated asynchronously.</param>
internal sealed record DroppedToken(ReachableToken Token, TokenSlot Slot, bool IsSynchronous);

/// <summary>Finds calls that leave out a token that is in reach.</summary>
internal static class DroppedTokens
{
    /// <summary>The token that a call should be given, or null when there is none, it is unknown, or stopping there is not safe.</summary>
    /// <param name="call">The call.</param>
    /// <param name="member">The member whose body is analysed.</param>
    public static DroppedToken? Find(IInvocationOperation call, ISymbol member, Session session, CancellationToken cancellationToken)
    {
        var slots = TokenSlots.Of(session);
        var (slot, isSynchronous, isExtensible) = slots.Of(call.TargetMethod);
        if ((slot is null && !isExtensible) || (slot is { Kind: SlotKind.Optional } && !LeavesOut(call, slot.Parameter)))
            return null;
        var reach = TokenReach.Of(session);
        if (!reach.MayReach(member, call.Syntax))
            return null;
        var types = TokenTypes.Of(session);
        var use = ResultUses.Of(call);
        if (!IsDoneHere(call, use, slot, types))
            return null;
        if (reach.Best(call, member, cancellationToken) is not { } token)
            return null;
        if (Probes.Is(call) || CarriesToken(call, token, types) || InMemoryStreams.Of(session).AreAll(call) || !CancelSafety.Of(session).IsSafe(call, member)
            || DeafLoops.Around(call, types) is not null)
            return null;
        slot ??= slots.FindInScope(call);
        if (slot is null || (slot.OnlyAwaited && use != ResultUse.Awaited) || IsItself(call, member, slot.Method))
            return null;
        return Binds(call, slot, token) ? new DroppedToken(token, slot, isSynchronous) : null;
    }

    internal static bool LeavesOut(IInvocationOperation call, IParameterSymbol token)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Ordinal == token.Ordinal)
                return argument.ArgumentKind == ArgumentKind.DefaultValue;
        }

        return false;
    }

    /// <summary>Whether the work of the call belongs to the function: it is not left running, stored for others or raced.</summary>
    private static bool IsDoneHere(IInvocationOperation call, ResultUse use, TokenSlot? slot, TokenTypes types)
    {
        var type = call.TargetMethod.ReturnType;
        if (types.IsAsyncEnumerable(type))
        {
            if (use == ResultUse.Enumerated)
                return true;

            // The consumer can give the token to an enumerator parameter later.
            return use == ResultUse.Returned && slot is { IsEnumeratorToken: false };
        }

        if (!types.IsAwaitable(type))
            return true;
        if (use is ResultUse.Statement or ResultUse.Detached or ResultUse.Kept or ResultUse.Raced)
            return false;

        // A delay that is not awaited on the spot is somebody's time limit.
        return use is ResultUse.Awaited or ResultUse.Returned || call.TargetMethod.Name != "Delay";
    }

    // The overload that takes the token calls the one that does not, and the other way round.
    private static bool IsItself(IInvocationOperation call, ISymbol member, IMethodSymbol target)
    {
        if (Is(member))
            return true;
        for (var parent = call.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is ILocalFunctionOperation { Symbol: var local } && Is(local))
                return true;
        }

        return false;

        bool Is(ISymbol symbol)
        {
            for (var each = symbol as IMethodSymbol; each is not null; each = each.OverriddenMethod)
            {
                if (SymbolEqualityComparer.Default.Equals(each.OriginalDefinition, target))
                    return true;
                if (target.ContainingType is { TypeKind: TypeKind.Interface } && each.Name == target.Name && each.Parameters.Length == target.Parameters.Length
                    && each.ContainingType.FindImplementationForInterfaceMember(target) is { } implementation
                    && SymbolEqualityComparer.Default.Equals(implementation, each))
                    return true;
            }

            return false;
        }
    }

    // The callee already gets a token, be it as another argument, or an object that carries one, or is such an object.
    private static bool CarriesToken(IInvocationOperation call, ReachableToken token, TokenTypes types)
    {
        if (call.Instance is not null and not IInstanceReferenceOperation && call.Instance.Type is { } receiver && types.Carried(receiver) is not null)
            return true;
        foreach (var argument in call.Arguments)
        {
            if (types.IsCarrier(argument) || (argument.ArgumentKind == ArgumentKind.Explicit && types.IsToken(OwnOperations.Unwrap(argument.Value).Type)))
                return true;
        }

        return ChainNames(call, token.Symbol.Name);
    }

    // "builder.WithCancellation(token).RunAsync()": a link of the chain has the token, and nothing has awaited it yet.
    private static bool ChainNames(IInvocationOperation call, string name)
    {
        for (var node = (call.Syntax as InvocationExpressionSyntax)?.Expression; node is not null;)
        {
            switch (node)
            {
                case MemberAccessExpressionSyntax access:
                    node = access.Expression;
                    break;
                case InvocationExpressionSyntax inner:
                    foreach (var argument in inner.ArgumentList.Arguments)
                    {
                        if (argument.Expression is IdentifierNameSyntax { Identifier.ValueText: var text } && text == name)
                            return true;
                    }

                    node = inner.Expression;
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    // A finding is only worth having when the changed call is known to mean the slot's method.
    private static bool Binds(IInvocationOperation call, TokenSlot slot, ReachableToken token)
    {
        if (slot.Kind == SlotKind.Optional)
            return TokenArgument.IsWritable(call);
        if (TokenArgument.Pass(call, slot, token) is not { } changed)
            return false;

        // The part behind "?." cannot be bound by itself.
        if (call.Parent is IConditionalAccessOperation || changed.Expression is MemberBindingExpressionSyntax)
            return slot.Kind == SlotKind.Overload;
        var bound = call.SemanticModel!.GetSpeculativeSymbolInfo(call.Syntax.SpanStart, changed, SpeculativeBindingOption.BindAsExpression).Symbol as IMethodSymbol;
        for (bound = bound?.ReducedFrom ?? bound; bound is not null; bound = bound.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(bound.OriginalDefinition, slot.Method))
                return true;
        }

        return false;
    }
}
