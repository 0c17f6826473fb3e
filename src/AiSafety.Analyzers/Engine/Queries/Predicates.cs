using AiSafety.Analyzers.Engine.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Queries;

/// <summary>Reads predicates that are passed to filters.</summary>
internal static class Predicates
{
    private const int MaxNesting = 20;

    /// <summary>Whether a predicate (a lambda, or a local that holds one) lets every row through.</summary>
    public static bool IsAlwaysTrue(IOperation predicate, Site site) => IsAlwaysTrue(predicate, site, 0);

    /// <summary>Whether a predicate is the constant itself (<c>_ => true</c>): a placeholder, or "all" where no shorter form exists.</summary>
    public static bool IsConstant(IOperation predicate)
    {
        while (predicate is IConversionOperation conversion)
            predicate = conversion.Operand;
        return predicate is IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue: ILiteralOperation }] };
    }

    private static bool IsAlwaysTrue(IOperation predicate, Site site, int nesting)
    {
        if (nesting > MaxNesting)
            return false;
        switch (predicate)
        {
            case IConversionOperation { OperatorMethod: null } inner:
                return IsAlwaysTrue(inner.Operand, site, nesting + 1);
            case IDelegateCreationOperation inner:
                return IsAlwaysTrue(inner.Target, site, nesting + 1);
            case IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue: { } value }] } lambda:
                return Has(value, true, lambda, site, nesting + 1);
            case ILocalReferenceOperation:
                return ReachingValues.Of(predicate, site) is [{ BuildsOnPrevious: false, Value: { } only }] && IsAlwaysTrue(only, site, nesting + 1);
            default:
                return false;
        }
    }

    // Whether the expression has the outcome for every row.
    private static bool Has(IOperation value, bool outcome, IAnonymousFunctionOperation lambda, Site site, int nesting)
    {
        if (value.ConstantValue is { HasValue: true, Value: bool constant })
            return constant == outcome;
        if (nesting > MaxNesting)
            return false;
        switch (value)
        {
            case IParenthesizedOperation inner:
                return Has(inner.Operand, outcome, lambda, site, nesting + 1);
            case IConversionOperation { OperatorMethod: null } inner:
                return Has(inner.Operand, outcome, lambda, site, nesting + 1);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Has(not.Operand, !outcome, lambda, site, nesting + 1);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or or BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And } both:
                var left = Has(both.LeftOperand, outcome, lambda, site, nesting + 1);
                var right = Has(both.RightOperand, outcome, lambda, site, nesting + 1);
                return both.OperatorKind is BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or == outcome ? left || right : left && right;
            case IBinaryOperation comparison:
                return outcome && Holds(comparison);
            case IConditionalOperation { WhenFalse: { } otherwise } either:
                return Has(either.WhenTrue, outcome, lambda, site, nesting + 1) && Has(otherwise, outcome, lambda, site, nesting + 1);
            case ILocalReferenceOperation local:
                return ReachingValues.Of(local, site) is [{ BuildsOnPrevious: false, Value: { } only }] && Has(only, outcome, lambda, site, nesting + 1);
            case IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation { Value: var constantPattern } } } test:
                return outcome && IsNull(constantPattern) && CannotBeNull(test.Value, lambda);
            case IInvocationOperation call:
                return outcome && MatchesAnything(call);
            default:
                return false;
        }

        bool Holds(IBinaryOperation comparison) => comparison.OperatorKind switch
        {
            BinaryOperatorKind.Equals or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.LessThanOrEqual =>
                AreSame(comparison.LeftOperand, comparison.RightOperand),
            BinaryOperatorKind.NotEquals => (IsNull(comparison.RightOperand) && CannotBeNull(comparison.LeftOperand, lambda))
                || (IsNull(comparison.LeftOperand) && CannotBeNull(comparison.RightOperand, lambda)),
            _ => false,
        };
    }

    // The same column or value on both sides.
    private static bool AreSame(IOperation left, IOperation right)
    {
        (left, right) = (Bare(left), Bare(right));
        return (left, right) switch
        {
            (IParameterReferenceOperation a, IParameterReferenceOperation b) => SymbolEqualityComparer.Default.Equals(a.Parameter, b.Parameter),
            (ILocalReferenceOperation a, ILocalReferenceOperation b) => SymbolEqualityComparer.Default.Equals(a.Local, b.Local),
            (IMemberReferenceOperation a, IMemberReferenceOperation b) when a is IPropertyReferenceOperation or IFieldReferenceOperation =>
                SymbolEqualityComparer.Default.Equals(a.Member, b.Member) && a.Member.Kind != SymbolKind.Method
                && a is not IPropertyReferenceOperation { Arguments.Length: > 0 }
                && (a.Instance is null ? b.Instance is null : b.Instance is not null && AreSame(a.Instance, b.Instance)),
            (IInstanceReferenceOperation, IInstanceReferenceOperation) => true,
            (ILiteralOperation a, ILiteralOperation b) => Equals(a.ConstantValue.Value, b.ConstantValue.Value),
            _ => false,
        };
    }

    // The row itself, or a column of a value type.
    private static bool CannotBeNull(IOperation operation, IAnonymousFunctionOperation lambda)
    {
        operation = Bare(operation);
        return operation is IParameterReferenceOperation { Parameter: var parameter } && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, lambda.Symbol)
            || (operation is IMemberReferenceOperation { Type: { IsValueType: true, OriginalDefinition.SpecialType: not SpecialType.System_Nullable_T } } member
                && member.Instance is { } instance && CannotBeNull(instance, lambda));
    }

    // x.Name.Contains(""), EF.Functions.Like(x.Name, "%"), x.Id.Equals(x.Id).
    private static bool MatchesAnything(IInvocationOperation call) => call.TargetMethod switch
    {
        { ContainingType.SpecialType: SpecialType.System_String, Name: "Contains" or "StartsWith" or "EndsWith" } =>
            call.Arguments is [{ Value.ConstantValue: { HasValue: true, Value: "" } }, ..],
        { Name: "Like", ContainingType: { Name: "DbFunctionsExtensions", ContainingNamespace: var space } } =>
            space.ToDisplayString() == "Microsoft.EntityFrameworkCore"
            && call.Arguments.Any(each => each.Parameter?.Name == "pattern" && each.Value.ConstantValue is { HasValue: true, Value: string pattern } && pattern.Trim('%').Length == 0 && pattern.Length > 0),
        { Name: "Equals", Parameters.Length: 1, IsStatic: false } => call.Instance is { } instance && AreSame(instance, call.Arguments[0].Value),
        _ => false,
    };

    private static bool IsNull(IOperation operation) => Bare(operation).ConstantValue is { HasValue: true, Value: null };

    private static IOperation Bare(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion)
            operation = conversion.Operand;
        return operation;
    }
}
