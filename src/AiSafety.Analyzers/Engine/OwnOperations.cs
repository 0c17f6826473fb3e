using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine;

/// <summary>Walks over the operations of one function: what lambdas and local functions inside it do is not done by it.</summary>
internal static class OwnOperations
{
    /// <summary>The operation and all below it, in source order; nested functions are given but not entered.</summary>
    public static IEnumerable<IOperation> Of(IOperation root)
    {
        var open = new Stack<IOperation>();
        open.Push(root);
        while (open.Count > 0)
        {
            var operation = open.Pop();
            yield return operation;
            if (operation != root && IsFunction(operation))
                continue;
            foreach (var child in operation.ChildOperations.Reverse())
                open.Push(child);
        }
    }

    /// <summary>The lambda, local function or outermost operation that the operation belongs to.</summary>
    public static IOperation Function(IOperation operation)
    {
        var each = operation;
        while (each.Parent is { } parent && !IsFunction(each))
            each = parent;
        return each;
    }

    /// <summary>The outermost operation: of the member's body, initializer or attribute.</summary>
    public static IOperation Root(IOperation operation)
    {
        while (operation.Parent is { } parent)
            operation = parent;
        return operation;
    }

    /// <summary>What stands before the <c>?.</c> that the instance belongs to.</summary>
    public static IOperation? Accessed(IConditionalAccessInstanceOperation instance)
    {
        for (IOperation child = instance; child.Parent is { } parent; child = parent)
        {
            if (parent is IConditionalAccessOperation access && access.WhenNotNull == child)
                return access.Operation;
        }

        return null;
    }

    /// <summary>The value of a local that is given one value only in the whole member of <paramref name="use"/>; null where it has several or none.</summary>
    public static IOperation? OnlyValue(ILocalSymbol local, IOperation use)
    {
        IOperation? only = null;
        foreach (var each in Root(use).Descendants())
        {
            var value = each switch
            {
                IVariableDeclaratorOperation declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, local) => declarator.GetVariableInitializer()?.Value,
                IAssignmentOperation { Target: ILocalReferenceOperation target } assignment when SymbolEqualityComparer.Default.Equals(target.Local, local) => assignment.Value,
                _ => null,
            };
            if (value is null)
                continue;
            if (only is not null)
                return null;
            only = value;
        }

        return only;
    }

    /// <summary>Whether the operation is a function with a body of its own.</summary>
    public static bool IsFunction(IOperation operation) =>
        operation is IAnonymousFunctionOperation or ILocalFunctionOperation;

    /// <summary>The symbol of a lambda or local function; null for any other operation.</summary>
    public static IMethodSymbol? Symbol(IOperation function) => function switch
    {
        IAnonymousFunctionOperation lambda => lambda.Symbol,
        ILocalFunctionOperation local => local.Symbol,
        _ => null,
    };

    /// <summary>The local or parameter that the operation reads, behind conversions and parentheses; null for anything else.</summary>
    public static ISymbol? Variable(IOperation operation) => Unwrap(operation) switch
    {
        ILocalReferenceOperation reference => reference.Local,
        IParameterReferenceOperation reference => reference.Parameter,
        _ => null,
    };

    /// <summary>The operation without the conversions and parentheses around it.</summary>
    public static IOperation Unwrap(IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                default:
                    return operation;
            }
        }
    }

    /// <summary>As <see cref="Unwrap"/>, also without conversions that a type defines: a text that becomes a filter, a name that becomes an index.</summary>
    public static IOperation UnwrapAll(IOperation operation)
    {
        while (Unwrap(operation) is IConversionOperation conversion)
            operation = conversion.Operand;
        return Unwrap(operation);
    }
}
