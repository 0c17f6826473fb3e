using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>Tells loops that come to an end by themselves from those that do not.</summary>
internal static class LoopEnds
{
    /// <summary>
    /// Whether a loop has no end of its own: its condition is always true or waits for a timer's tick. A loop that ends with its data (it can be left,
    /// and does not wait between the rounds) is bounded, and so is one that counts its rounds, watches the clock or a flag.
    /// </summary>
    public static bool IsUnbounded(ILoopOperation loop)
    {
        if (loop is not (IWhileLoopOperation { ConditionIsUntil: false } or IForLoopOperation))
            return false;
        var condition = loop is IWhileLoopOperation each ? each.Condition : ((IForLoopOperation)loop).Condition;
        if (condition is not (null or { ConstantValue: { HasValue: true, Value: true } }))
            return IsTick(condition) && !HasLimit(loop);
        var (ends, waits) = (false, false);
        foreach (var operation in OwnOperations.Of(loop.Body))
        {
            // Who enumerates "yield return" can stop; where the rounds are awaited, stopping is what the token is for.
            ends |= Leaves(operation, loop) || (operation.Kind == OperationKind.YieldReturn && !IsAsync(operation.Syntax));
            waits |= IsWait(operation);
        }

        return (waits || !ends) && !HasLimit(loop);
    }

    private static bool IsTick(IOperation condition)
    {
        foreach (var operation in condition.DescendantsAndSelf())
        {
            if (operation is IInvocationOperation { TargetMethod.Name: "WaitForNextTickAsync" } && IsWait(operation))
                return true;
        }

        return false;
    }

    private static bool IsWait(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: { Name: "Delay" or "Sleep" or "WaitForNextTickAsync", ContainingType: { Name: "Task" or "Thread" or "PeriodicTimer" or "TimeProviderTaskExtensions" } owner } }
        && owner.ContainingNamespace is { Name: "Threading" or "Tasks" };

    private static bool Leaves(IOperation operation, ILoopOperation loop) => operation switch
    {
        IBranchOperation { BranchKind: BranchKind.Break } branch => SymbolEqualityComparer.Default.Equals(branch.Target, loop.ExitLabel),
        IBranchOperation { BranchKind: BranchKind.GoTo } => true,
        IReturnOperation { IsImplicit: false, Kind: OperationKind.Return or OperationKind.YieldBreak } => true,
        _ => false,
    };

    private static bool IsAsync(SyntaxNode node)
    {
        for (var each = node; each is not null; each = each.Parent)
        {
            switch (each)
            {
                case MethodDeclarationSyntax method:
                    return method.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case LocalFunctionStatementSyntax local:
                    return local.Modifiers.Any(SyntaxKind.AsyncKeyword);
            }
        }

        return false;
    }

    // A way out that depends on a count of rounds, the clock, or a flag that others set.
    private static bool HasLimit(ILoopOperation loop)
    {
        foreach (var operation in OwnOperations.Of(loop.Body))
        {
            switch (operation)
            {
                case IConditionalOperation choice when (Leads(choice.WhenTrue) || (choice.WhenFalse is { } otherwise && Leads(otherwise))) && IsLimit(choice.Condition, loop):
                case ICatchClauseOperation { Filter: { } filter } when IsLimit(filter, loop):
                    return true;
            }
        }

        return false;

        bool Leads(IOperation branch) => OwnOperations.Of(branch).Any(each => each is IThrowOperation || Leaves(each, loop));
    }

    private static bool IsLimit(IOperation condition, ILoopOperation loop)
    {
        foreach (var operation in condition.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IBinaryOperation { OperatorKind: >= BinaryOperatorKind.Equals and <= BinaryOperatorKind.GreaterThan } comparison
                    when IsMeasure(comparison.LeftOperand, loop) || IsMeasure(comparison.RightOperand, loop):
                case IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation, Field: { Type.SpecialType: SpecialType.System_Boolean, IsConst: false } }:
                case IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation, Property.Type.SpecialType: SpecialType.System_Boolean }:
                case ILocalReferenceOperation { Local: var flag, Type.SpecialType: SpecialType.System_Boolean } when !IsWrittenIn(loop, flag):
                    return true;
            }
        }

        return false;
    }

    private static bool IsMeasure(IOperation value, ILoopOperation loop)
    {
        value = OwnOperations.Unwrap(value);
        return value is IIncrementOrDecrementOperation
            || value is IPropertyReferenceOperation { Property: { Name: var name, ContainingType.Name: "Stopwatch" } } && name.StartsWith("Elapsed", StringComparison.Ordinal)
            || value is ILocalReferenceOperation { Local: var local } && IsCountedIn(loop, local)
            || value is IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation, Field: { Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64, IsConst: false, IsReadOnly: false } }
            || value.Type is { Name: "DateTime" or "DateTimeOffset" or "TimeSpan", ContainingNamespace.Name: "System" };
    }

    private static bool IsCountedIn(ILoopOperation loop, ILocalSymbol local)
    {
        foreach (var operation in loop.Descendants())
        {
            var target = operation switch
            {
                IIncrementOrDecrementOperation step => step.Target,
                ICompoundAssignmentOperation { Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } step => step.Target,
                _ => null,
            };
            if (target is ILocalReferenceOperation { Local: var counted } && SymbolEqualityComparer.Default.Equals(counted, local))
                return true;
        }

        return false;
    }

    private static bool IsWrittenIn(ILoopOperation loop, ILocalSymbol local)
    {
        foreach (var operation in loop.Descendants())
        {
            switch (operation)
            {
                case IAssignmentOperation { Target: ILocalReferenceOperation { Local: var target } } when SymbolEqualityComparer.Default.Equals(target, local):
                case IVariableDeclaratorOperation { Symbol: var declared } when SymbolEqualityComparer.Default.Equals(declared, local):
                case IDeclarationPatternOperation { DeclaredSymbol: { } pattern } when SymbolEqualityComparer.Default.Equals(pattern, local):
                    return true;
            }
        }

        return false;
    }
}
