using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Transactions;

/// <summary>Whether a transaction scope stays with its code across an await.</summary>
internal static class AsyncFlow
{
    /// <summary>Whether the scope does not flow, and something is awaited while it is open.</summary>
    public static bool IsLost(IObjectCreationOperation scope) => !Flows(scope) && HoldsAwait(scope);

    private static bool Flows(IObjectCreationOperation scope)
    {
        foreach (var argument in scope.Arguments)
        {
            // What is not a constant may well be Enabled.
            if (argument.Parameter?.Type is { Name: "TransactionScopeAsyncFlowOption" })
                return OwnOperations.Unwrap(argument.Value) is not IFieldReferenceOperation { Field.Name: "Suppress" };
        }

        return false;
    }

    private static bool HoldsAwait(IOperation scope)
    {
        for (var (child, parent) = (scope, scope.Parent); parent is not null && !OwnOperations.IsFunction(child); (child, parent) = (parent, parent.Parent))
        {
            if (parent is IUsingOperation { Body: { } body } && body != child)
                return HoldsAwait(body, 0);
            if (parent is IBlockOperation)
                return HoldsAwait(parent, child.Syntax.Span.End);
        }

        return false;
    }

    private static bool HoldsAwait(IOperation block, int from)
    {
        foreach (var each in OwnOperations.Of(block))
        {
            if (each.Syntax.SpanStart >= from
                && each is IAwaitOperation or IForEachLoopOperation { IsAsynchronous: true } or IUsingOperation { IsAsynchronous: true } or IUsingDeclarationOperation { IsAsynchronous: true })
                return true;
        }

        return false;
    }
}
