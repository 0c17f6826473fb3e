using AiSafety.Analyzers.Engine.Flow;
using AiSafety.Analyzers.Engine.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Outcomes;

/// <summary>The value that an attempt leaves behind when nobody asks whether it worked.</summary>
/// <param name="Value">The local that holds it.</param>
/// <param name="HadValue">Whether the local had a value of its own before, which a failed attempt overwrites.</param>
/// <param name="IsParse">Whether the attempt reads a text, so that its default means nothing.</param>
internal sealed record TryAnswer(ILocalSymbol Value, bool HadValue, bool IsParse)
{
    private static readonly string[] TestingVerbs = ["Check", "Clamp", "Ensure", "Guard", "Has", "Is", "Max", "Min", "Throw", "Validate", "Verify"];

    /// <summary>
    /// Judges a call of the framework's <c>Try…(…, out value)</c> whose answer is ignored; null where the value is not used, is tested or clamped later, can be null, is
    /// set otherwise, too, or is used by a nested function.
    /// </summary>
    public static TryAnswer? Of(IInvocationOperation call, Site site)
    {
        // What a dictionary does not hold counts as nothing: "counts.TryGetValue(key, out var count); counts[key] = count + 1;"
        if (call.TargetMethod.Name == "TryGetValue" || OutLocal(call) is not { Type: { IsValueType: true, OriginalDefinition.SpecialType: not (SpecialType.System_Nullable_T or SpecialType.System_Boolean) } } local)
            return null;
        var (root, function) = (OwnOperations.Root(call), OwnOperations.Function(call));
        var (isUsed, hadValue) = (false, false);
        foreach (var each in root.Descendants())
        {
            site.CancellationToken.ThrowIfCancellationRequested();
            if (each is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))
                hadValue = declarator.GetVariableInitializer() is { Value: var initial } && !IsDefault(initial);
            if (each is not ILocalReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Local, local) || IsInside(reference, call))
                continue;
            if (OwnOperations.Function(reference) != function || IsWrite(reference) || IsTested(reference))
                return null;
            isUsed |= reference.Syntax.SpanStart > call.Syntax.SpanStart && !IsRecorded(reference, site);
        }

        return isUsed && !DisabledText.Names(root.Syntax, local.Name)
            ? new TryAnswer(local, hadValue, call.TargetMethod.Name.StartsWith("TryParse", StringComparison.Ordinal))
            : null;
    }

    private static ILocalSymbol? OutLocal(IInvocationOperation call)
    {
        ILocalSymbol? found = null;
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.RefKind != RefKind.Out || argument.Value is IDiscardOperation)
                continue;
            var value = argument.Value is IDeclarationExpressionOperation declaration ? declaration.Expression : argument.Value;
            if (found is not null || value is not ILocalReferenceOperation { Local: { RefKind: RefKind.None } local })
                return null;
            found = local;
        }

        return found;
    }

    private static bool IsDefault(IOperation value) =>
        OwnOperations.Unwrap(value) is IDefaultValueOperation or IFieldReferenceOperation { Field: { Name: "Empty" or "Zero" or "MinValue", IsStatic: true } }
        || value.ConstantValue is { HasValue: true, Value: 0 or 0L or 0u or 0ul or 0d or 0f or 0m or (short)0 or (byte)0 };

    private static bool IsInside(IOperation reference, IOperation call) => call.Syntax.Span.Contains(reference.Syntax.Span);

    private static bool IsWrite(IOperation reference) => reference.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == reference,
        IIncrementOrDecrementOperation or IAddressOfOperation or ITupleOperation => true,
        IArgumentOperation { Parameter.RefKind: not RefKind.None } => true,
        _ => false,
    };

    private static bool IsTested(IOperation reference)
    {
        for (var (child, parent) = (reference, reference.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual
                    or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual }:
                case IIsPatternOperation or ISwitchOperation or ISwitchExpressionOperation or ICoalesceOperation or IConditionalAccessOperation:
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: var name } } when Tests(name):
                case IInvocationOperation { TargetMethod.Name: "CompareTo" or "Equals" or "HasFlag" } compared when compared.Instance == child:
                    return true;
                case IBinaryOperation or IUnaryOperation or IConversionOperation or IParenthesizedOperation or IMemberReferenceOperation:
                    continue;
                default:
                    return false;
            }
        }

        return false;
    }

    private static bool Tests(string name)
    {
        foreach (var verb in TestingVerbs)
        {
            if (name.StartsWith(verb, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static bool IsRecorded(IOperation reference, Site site)
    {
        for (var each = reference.Parent; each is not null and not IBlockOperation; each = each.Parent)
        {
            if (each is IInvocationOperation call && Recorders.Of(site.Session).IsRecorder(call))
                return true;
        }

        return false;
    }
}
