using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>Loops that nothing but a token can end.</summary>
internal static class DeafLoops
{
    /// <summary>The innermost unbounded loop around an operation, within its function, that observes no token; or null.</summary>
    public static ILoopOperation? Around(IOperation operation, TokenTypes types)
    {
        for (var parent = operation.Parent; parent is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); parent = parent.Parent)
        {
            if (parent is ILoopOperation loop && IsUnbounded(loop) && !Observes(loop, types))
                return loop;
        }

        return null;
    }

    /// <summary>
    /// Whether a loop has no end of its own: its condition is always true or waits for a timer's tick. A loop that ends with its
    /// data (a <c>break</c> or <c>return</c>, and no wait between the rounds) is bounded.
    /// </summary>
    public static bool IsUnbounded(ILoopOperation loop)
    {
        var condition = loop switch
        {
            IWhileLoopOperation { ConditionIsUntil: false } each => each.Condition,
            IForLoopOperation each => each.Condition,
            _ => loop,
        };
        if (condition == loop)
            return false;
        if (condition is not (null or { ConstantValue: { HasValue: true, Value: true } }))
            return WaitsForTick(condition);
        var (ends, waits) = (false, false);
        foreach (var operation in loop.Body.Descendants())
        {
            switch (operation)
            {
                case IBranchOperation { BranchKind: BranchKind.Break } branch when SymbolEqualityComparer.Default.Equals(branch.Target, loop.ExitLabel):
                case IReturnOperation { Kind: OperationKind.Return } when IsInSameFunction(operation, loop):
                    ends = true;
                    break;
                case IInvocationOperation { TargetMethod: { Name: "Delay" or "Sleep" or "WaitForNextTickAsync" } }:
                    waits = true;
                    break;
            }
        }

        return waits || !ends;
    }

    /// <summary>Whether a loop reads any token at run time: tests it, passes it on or registers with it.</summary>
    public static bool Observes(ILoopOperation loop, TokenTypes types)
    {
        foreach (var operation in loop.Descendants())
        {
            if (types.IsToken(operation.Type)
                && operation is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation
                    or IPropertyReferenceOperation { Property.IsStatic: false } or IInvocationOperation
                && operation.Parent is not INameOfOperation)
                return true;
        }

        return false;
    }

    private static bool WaitsForTick(IOperation condition)
    {
        foreach (var operation in condition.DescendantsAndSelf())
        {
            if (operation is IInvocationOperation { TargetMethod.Name: "WaitForNextTickAsync" })
                return true;
        }

        return false;
    }

    private static bool IsInSameFunction(IOperation operation, ILoopOperation loop)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent == loop)
                return true;
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
                return false;
        }

        return false;
    }
}
