using Microsoft.CodeAnalysis;
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

/// <summary>Recognises handlers that do nothing.</summary>
internal static class EmptyHandler
{
    public static EmptyHandlerKind Of(ICatchClauseOperation clause)
    {
        var kind = EmptyHandlerKind.DoesNothing;
        foreach (var operation in clause.Handler.Operations)
        {
            switch (operation)
            {
                case IEmptyOperation or IBlockOperation { Operations.IsEmpty: true }:
                case IReturnOperation { ReturnedValue: null, Kind: OperationKind.Return }:
                case IReturnOperation { ReturnedValue: { } value } when IsCompletedTask(value):
                case IBranchOperation { BranchKind: BranchKind.Break }:
                case IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: IDiscardOperation, Value: var discarded } } when IsException(discarded):
                    break;
                case IBranchOperation { BranchKind: BranchKind.Continue }:
                    kind = EmptyHandlerKind.Continues;
                    break;
                default:
                    return EmptyHandlerKind.Acts;
            }
        }

        return kind;

        bool IsException(IOperation value) =>
            OwnOperations.Unwrap(value) is ILocalReferenceOperation { Local: var local }
            && SymbolEqualityComparer.Default.Equals(local, CatchScope.Variable(clause));
    }

    private static bool IsCompletedTask(IOperation value) => OwnOperations.Unwrap(value) is IPropertyReferenceOperation
    {
        Property: { Name: "CompletedTask", ContainingType.Name: "Task" or "ValueTask" },
    };
}
