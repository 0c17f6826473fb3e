using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>Where code looks at a token at run time: tests it, passes it on, registers with it or keeps it.</summary>
internal static class TokenReads
{
    /// <summary>Whether the operation itself reads a token that somebody can cancel. A name in <c>nameof</c> and the target of an assignment are not read.</summary>
    public static bool IsRead(IOperation operation, TokenTypes types)
    {
        switch (operation)
        {
            case IPropertyReferenceOperation { Property: { Name: "IsCancellationRequested", ContainingType: var owner } } when types.IsSource(owner):
                return true;
            case IPropertyReferenceOperation { Property: { IsStatic: true, ContainingType: var owner } } when types.IsToken(owner):
                return false; // None
            case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation:
                return types.IsToken(operation.Type) && !IsNamedOrWritten(operation);
            case IInvocationOperation:
                return types.IsToken(operation.Type);
            default:
                return false;
        }
    }

    /// <summary>Whether the operation says in the code that there is to be no token: <c>CancellationToken.None</c> or <c>default</c>.</summary>
    public static bool IsNone(IOperation operation, TokenTypes types) =>
        !operation.IsImplicit && types.IsToken(operation.Type)
        && operation is IDefaultValueOperation or IPropertyReferenceOperation { Property.IsStatic: true };

    /// <summary>Whether anything in the operation, functions inside it included, reads a token or says that there is to be none.</summary>
    public static bool Decides(IOperation root, TokenTypes types)
    {
        foreach (var operation in root.DescendantsAndSelf())
        {
            if (IsRead(operation, types) || IsNone(operation, types))
                return true;
        }

        return false;
    }

    /// <summary>Whether anything in the operation, functions inside it included, reads a token.</summary>
    public static bool Reads(IOperation root, TokenTypes types)
    {
        foreach (var operation in root.DescendantsAndSelf())
        {
            if (IsRead(operation, types))
                return true;
        }

        return false;
    }

    private static bool IsNamedOrWritten(IOperation operation) => operation.Parent switch
    {
        INameOfOperation => true,
        ISimpleAssignmentOperation assignment => assignment.Target == operation,
        IArgumentOperation { Parameter.RefKind: RefKind.Out } => true,
        _ => false,
    };
}
