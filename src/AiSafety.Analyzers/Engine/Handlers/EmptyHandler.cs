using AiSafety.Analyzers.Engine.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>How a handler without any deed ends.</summary>
internal enum EmptyHandlerKind
{
    /// <summary>The handler does something.</summary>
    Acts,

    /// <summary>Nothing, or only <c>return;</c>, <c>break;</c>, <c>_ = exception;</c>.</summary>
    DoesNothing,

    /// <summary>Only <c>continue;</c>.</summary>
    Continues,
}

/// <summary>Recognises handlers that do nothing, themselves or in a helper of the project that does nothing.</summary>
internal static class EmptyHandler
{
    /// <summary>How the handler of the clause ends, if it does nothing.</summary>
    public static EmptyHandlerKind Of(ICatchClauseOperation clause, Session session, CancellationToken cancellationToken)
    {
        var kind = EmptyHandlerKind.DoesNothing;
        foreach (var operation in clause.Handler.Operations)
        {
            if (operation is IBranchOperation { BranchKind: BranchKind.Continue })
                kind = EmptyHandlerKind.Continues;
            else if (!IsNothing(operation) && !(Called(operation) is { } call && DoesNothing(call, session, cancellationToken)))
                return EmptyHandlerKind.Acts;
        }

        return kind;
    }

    private static bool IsNothing(IOperation statement) => statement switch
    {
        IEmptyOperation or IBlockOperation { Operations.IsEmpty: true } or IBranchOperation { BranchKind: BranchKind.Break } => true,
        IReturnOperation { Kind: OperationKind.Return, ReturnedValue: var value } => value is null || IsCompletedTask(value),
        IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: IDiscardOperation, Value: var discarded } } => OwnOperations.Variable(discarded) is not null,
        _ => false,
    };

    private static IInvocationOperation? Called(IOperation statement) => statement is not IExpressionStatementOperation { Operation: var called } ? null
        : called as IInvocationOperation ?? (called as IAwaitOperation)?.Operation as IInvocationOperation;

    private static bool DoesNothing(IInvocationOperation call, Session session, CancellationToken cancellationToken)
    {
        if (call.SemanticModel is not { } model || call.Arguments.Any(argument => OwnOperations.Variable(argument.Value) is null))
            return false;
        var body = Bodies.Of(session).Of(call.TargetMethod, model, cancellationToken) switch
        {
            IMethodBodyOperation declared => declared.BlockBody ?? declared.ExpressionBody,
            ILocalFunctionOperation local => local.Body,
            _ => null,
        };
        // A word in the helper may be the reason.
        return body is not null && body.Operations.All(IsNothing) && !body.Syntax.DescendantTrivia().Any(each => each.RawKind is (int)SyntaxKind.SingleLineCommentTrivia or (int)SyntaxKind.MultiLineCommentTrivia);
    }

    private static bool IsCompletedTask(IOperation value) => OwnOperations.Unwrap(value) is IPropertyReferenceOperation
    {
        Property: { Name: "CompletedTask", ContainingType.Name: "Task" or "ValueTask" },
    };
}
