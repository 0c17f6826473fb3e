using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>Reads times that are written in the code.</summary>
internal static class Durations
{
    /// <summary>
    /// The length in milliseconds of a number of milliseconds or of a <c>TimeSpan</c>; -1 for a time without end, null where it is not known.
    /// </summary>
    public static double? Milliseconds(IOperation value)
    {
        value = OwnOperations.Unwrap(value);
        if (Number(value) is { } number)
            return number;
        return value switch
        {
            IDefaultValueOperation => 0,
            IFieldReferenceOperation { Field: { IsStatic: true, Name: "Zero", ContainingType.Name: "TimeSpan" } } => 0,
            IFieldReferenceOperation { Field: { IsStatic: true, Name: "InfiniteTimeSpan", ContainingType.Name: "Timeout" } } => -1,
            IInvocationOperation { TargetMethod: { IsStatic: true, ContainingType.Name: "TimeSpan" } method, Arguments: [var first, ..] } =>
                Number(OwnOperations.Unwrap(first.Value)) * Unit(method.Name),
            _ => null,
        };
    }

    private static double? Number(IOperation value) => value.ConstantValue is { HasValue: true, Value: var constant }
        ? constant switch
        {
            int whole => whole,
            long whole => whole,
            double real => real,
            _ => null,
        }
        : null;

    private static double? Unit(string factory) => factory switch
    {
        "FromMilliseconds" => 1,
        "FromSeconds" => 1_000,
        "FromMinutes" => 60_000,
        "FromHours" => 3_600_000,
        "FromDays" => 86_400_000,
        _ => null,
    };
}
