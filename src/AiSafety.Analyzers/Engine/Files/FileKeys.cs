using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Files;

/// <summary>Tells whether two expressions in one type name the same file.</summary>
internal static class FileKeys
{
    private const int MaxDepth = 12;

    /// <summary>
    /// The same text for expressions that name the same file: made of constants, fields and properties of the type and of static ones, parameters by name where
    /// they are joined to one of those. Null where the file cannot be told.
    /// </summary>
    public static string? Of(IOperation path) => Key(path, 0) is { } key && (key.Contains("member:") || key.Contains("call:") || key.StartsWith("\"", StringComparison.Ordinal)) ? key : null;

    private static string? Key(IOperation operation, int depth)
    {
        operation = OwnOperations.Unwrap(operation);
        if (depth > MaxDepth)
            return null;
        if (operation.ConstantValue is { HasValue: true, Value: string text })
            return "\"" + text + "\"";
        switch (operation)
        {
            case IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation, Field: var field }:
                return "member:" + field.ToDisplayString();
            case IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation, Property: { IsIndexer: false } property }:
                return "member:" + property.ToDisplayString();
            case IPropertyReferenceOperation { Property: { IsIndexer: false } property, Instance: { } instance }:
                return Key(instance, depth + 1) is { } owner ? owner + "." + property.Name : null;
            case IParameterReferenceOperation { Parameter: var parameter }:
                return "parameter:" + parameter.Name;
            case ILocalReferenceOperation { Local: var local }:
                return OwnOperations.OnlyValue(local, operation) is { } value ? Key(value, depth + 1) : null;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum:
                return All([sum.LeftOperand, sum.RightOperand], depth);
            case IInterpolatedStringOperation interpolated:
                return All(interpolated.Parts.Select(part => part is IInterpolationOperation hole ? hole.Expression : ((part as IInterpolatedStringTextOperation)?.Text) ?? part), depth);
            case IInvocationOperation { TargetMethod: { Name: "Combine" or "Join", ContainingType.Name: "Path" } } call:
                return All(call.Arguments.SelectMany(argument => OwnOperations.Unwrap(argument.Value) is IArrayCreationOperation { Initializer: { } all } ? all.ElementValues : ImmutableArray.Create(argument.Value)), depth);
            case IInvocationOperation { TargetMethod: { Name: "GetFullPath", ContainingType.Name: "Path" }, Arguments: [{ Value: var inner }, ..] }:
                return Key(inner, depth + 1);
            case IInvocationOperation { Instance: null or IInstanceReferenceOperation, TargetMethod: { DeclaringSyntaxReferences.IsEmpty: false, ReturnType.SpecialType: SpecialType.System_String } method } call:
                return All(call.Arguments.Select(argument => argument.Value), depth) is { } arguments ? "call:" + method.ToDisplayString() + arguments : null;
            default:
                return null;
        }
    }

    private static string? All(IEnumerable<IOperation> parts, int depth)
    {
        var keys = parts.Select(part => Key(part, depth + 1)).ToList();
        return keys.Contains(null) ? null : "(" + string.Join(",", keys) + ")";
    }
}
