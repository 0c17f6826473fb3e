using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Retention;

/// <summary>A point in time before now.</summary>
/// <param name="Expression">The expression that yields it.</param>
/// <param name="Age">How long before now: a number or a TimeSpan.</param>
internal sealed record Cutoff(IOperation Expression, IOperation Age);

/// <summary>Recognises expressions that take an age off the current time.</summary>
internal static class Cutoffs
{
    /// <summary>The cutoff that a call yields: <c>now.AddDays(-age)</c>, <c>now.Subtract(age)</c>; null for another call.</summary>
    public static Cutoff? Of(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (!IsTime(method.ContainingType) || method.IsStatic || call is not { Instance: { } now, Arguments: [{ Value: var argument }] } || !IsNow(now))
            return null;
        return method.Name switch
        {
            "AddDays" or "AddHours" or "AddMinutes" or "AddSeconds" or "AddMilliseconds" or "AddMonths" or "AddYears" or "Add" => Negated(argument) is { } age ? new Cutoff(call, Inner(age)) : null,
            "Subtract" when argument.Type is { Name: "TimeSpan" } => new Cutoff(call, Inner(argument)),
            _ => null,
        };
    }

    /// <summary>The cutoff that a subtraction yields: <c>now - age</c>.</summary>
    public static Cutoff? Of(IBinaryOperation difference) =>
        difference.OperatorKind == BinaryOperatorKind.Subtract && IsTime(difference.Type) && difference.RightOperand.Type is { Name: "TimeSpan" } && IsNow(difference.LeftOperand)
            ? new Cutoff(difference, Inner(difference.RightOperand))
            : null;

    // What is made negative: -x, -1 * x, x * -1, x.Negate(), TimeSpan.FromDays(-x).
    private static IOperation? Negated(IOperation operation)
    {
        operation = OwnOperations.Unwrap(operation);
        switch (operation)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus } minus:
                return minus.Operand;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } product:
                return IsMinusOne(product.LeftOperand) ? product.RightOperand : IsMinusOne(product.RightOperand) ? product.LeftOperand : null;
            case IInvocationOperation { TargetMethod: { Name: "Negate", ContainingType.Name: "TimeSpan" }, Instance: { } span }:
                return span;
            case IInvocationOperation { TargetMethod: { ContainingType.Name: "TimeSpan", IsStatic: true }, Arguments: [{ Value: var value }, ..] }:
                return Negated(value);
            default:
                return null;
        }
    }

    private static bool IsMinusOne(IOperation operation) => OwnOperations.Unwrap(operation) is { ConstantValue: { HasValue: true, Value: -1 or -1.0 or -1L } };

    // The number that a TimeSpan is made from.
    private static IOperation Inner(IOperation age)
    {
        age = OwnOperations.Unwrap(age);
        return age is IInvocationOperation { TargetMethod: { ContainingType.Name: "TimeSpan", IsStatic: true } method, Arguments: [{ Value: var value }, ..] } && method.Name.StartsWith("From", StringComparison.Ordinal)
            ? OwnOperations.Unwrap(value)
            : age;
    }

    private static bool IsTime(ITypeSymbol? type) =>
        type is { Name: "DateTime" or "DateTimeOffset" or "DateOnly", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    private static bool IsNow(IOperation operation)
    {
        operation = OwnOperations.Unwrap(operation);
        return operation switch
        {
            IPropertyReferenceOperation { Property.Name: "UtcDateTime" or "DateTime" or "LocalDateTime" or "Date", Instance: { } time } => IsNow(time),
            IPropertyReferenceOperation { Property.Name: var name } => IsNowName(name),
            IInvocationOperation { TargetMethod.Name: "GetUtcNow" or "GetLocalNow" or "GetCurrentInstant" } => true,
            IInvocationOperation { TargetMethod.Name: "FromDateTime", Arguments: [{ Value: var time }] } => IsNow(time),
            ILocalReferenceOperation { Local.Name: var name } => IsNowName(name),
            IParameterReferenceOperation { Parameter.Name: var name } => IsNowName(name),
            IFieldReferenceOperation { Field.Name: var name } => IsNowName(name),
            _ => false,
        };
    }

    private static bool IsNowName(string name) => Guards.Intent.Words(name).LastOrDefault()?.ToUpperInvariant() is "NOW" or "TODAY";
}
