using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>An asynchronous stream that should be given a token.</summary>
/// <param name="Collection">What the loop enumerates.</param>
/// <param name="Stream">The stream itself, without a <c>ConfigureAwait</c> on it: where the token goes.</param>
internal sealed record DeafStream(ExpressionSyntax Collection, ExpressionSyntax Stream, ReachableToken Token);

/// <summary>Finds <c>await foreach</c> loops that leave out a token that is in reach.</summary>
internal static class DeafStreams
{
    /// <summary>How many operators and locals between the loop and the stream's source are followed.</summary>
    private const int MaxDepth = 10;

    /// <summary>The stream of an <c>await foreach</c> that should be given a token, or null when it has one, needs none, or its producer takes it.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="member">The member whose body is analysed.</param>
    public static DeafStream? Find(IForEachLoopOperation loop, ISymbol member, Session session, CancellationToken cancellationToken)
    {
        var reach = TokenReach.Of(session);
        if (!reach.MayReach(member, loop.Syntax) || loop.Syntax is not CommonForEachStatementSyntax { Expression: var collection })
            return null;
        var types = TokenTypes.Of(session);
        var stream = Stream(OwnOperations.Unwrap(loop.Collection));
        if (stream.Type is not { } type || !types.IsStream(type) || stream.Syntax is not ExpressionSyntax syntax)
            return null;
        if (stream is IInvocationOperation producer && TokenSlots.Of(session).Of(producer.TargetMethod).Slot is not null)
            return null;
        if (!IsOpen(stream, types, 0, cancellationToken) || reach.Best(loop, member, cancellationToken) is not { } token)
            return null;
        if (!CancelSafety.Of(session).IsSafe(loop.Collection, member) || DeafLoops.Around(loop, types) is not null)
            return null;
        return new DeafStream(collection, syntax, token);
    }

    // What stands before ".ConfigureAwait(false)".
    private static IOperation Stream(IOperation collection)
    {
        if (collection is IInvocationOperation { TargetMethod: { Name: "ConfigureAwait", ContainingType.Name: "TaskAsyncEnumerableExtensions" } } call && call.Arguments.Length > 0)
            return OwnOperations.Unwrap(call.Arguments[0].Value);
        return collection;
    }

    // Whether a token would get through to a source that has none yet and is worth waiting for.
    private static bool IsOpen(IOperation stream, TokenTypes types, int depth, CancellationToken cancellationToken)
    {
        stream = OwnOperations.Unwrap(stream);
        if (depth == MaxDepth)
            return false;
        if (stream is ILocalReferenceOperation { Local: var local })
            return local.IsForEach || OwnOperations.OnlyValue(local, stream) is { } value && IsOpen(value, types, depth + 1, cancellationToken);
        if (TokenReads.Decides(stream, types) || CarriesToken(stream, types))
            return false;
        if (stream is not IInvocationOperation { TargetMethod: var method } call)
            return true;
        if (method.ContainingType is { Name: "AsyncEnumerable", ContainingNamespace: { Name: "Linq" } })
        {
            // Operators hand the token on to their source.
            return method.IsExtensionMethod && method.Name != "ToAsyncEnumerable" && call.Arguments.Length > 0
                && IsOpen(call.Arguments[0].Value, types, depth + 1, cancellationToken);
        }

        return !IsDeafIterator(method, types, cancellationToken);
    }

    // An iterator without a parameter for it ignores the token, here or in another project.
    private static bool IsDeafIterator(IMethodSymbol method, TokenTypes types, CancellationToken cancellationToken)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        foreach (var parameter in method.Parameters)
        {
            if (types.IsToken(parameter.Type))
                return false;
        }

        foreach (var declaration in method.DeclaringSyntaxReferences)
        {
            var syntax = declaration.GetSyntax(cancellationToken);
            if (syntax.DescendantNodes(each => each == syntax || each is not (ExpressionSyntax or LocalFunctionStatementSyntax)).Any(static each => each is YieldStatementSyntax))
                return true;
        }

        return method.GetAttributes().Any(static each => each.AttributeClass is { Name: "AsyncIteratorStateMachineAttribute" });
    }

    private static bool CarriesToken(IOperation stream, TokenTypes types)
    {
        foreach (var operation in stream.DescendantsAndSelf())
        {
            if (operation is IArgumentOperation argument && types.IsCarrier(argument)
                || operation is IInvocationOperation { Instance: { } receiver and not IInstanceReferenceOperation } && types.IsCarrier(receiver))
                return true;
        }

        return false;
    }
}
