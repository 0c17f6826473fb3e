using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>Kinds of values that look like an answer and hold nothing.</summary>
internal enum EmptyKind
{
    /// <summary>Not an empty value.</summary>
    None,

    /// <summary>Null or <c>default</c>.</summary>
    Null,

    /// <summary>The constant false.</summary>
    False,

    /// <summary>Zero, or a zero-like constant of a framework type (<c>Guid.Empty</c>, <c>TimeSpan.Zero</c>).</summary>
    Zero,

    /// <summary>The empty string.</summary>
    Text,

    /// <summary>A collection without elements.</summary>
    Collection,

    /// <summary>An object made with no arguments and nothing set.</summary>
    FreshObject,
}

/// <summary>Recognises empty values.</summary>
internal static class EmptyValue
{
    /// <summary>The kind of empty value that an expression yields; looks through conversions, await and finished tasks.</summary>
    public static EmptyKind Of(IOperation? value)
    {
        while (value is not null)
        {
            value = OwnOperations.Unwrap(value);
            switch (value)
            {
                case IAwaitOperation await:
                    value = await.Operation;
                    continue;
                case IInvocationOperation { Arguments: [var argument], TargetMethod: { Name: "FromResult", ContainingType.Name: "Task" or "ValueTask" } }:
                    value = argument.Value;
                    continue;
                case IInvocationOperation { Instance: { } inner, TargetMethod: { Name: "ConfigureAwait" or "AsTask" } }:
                    value = inner;
                    continue;
                // "ActionResult<List<Order>>" from a list.
                case IConversionOperation { OperatorMethod.ContainingType: { Name: "ActionResult", ContainingNamespace: { Name: "Mvc", ContainingNamespace.Name: "AspNetCore" } } } conversion:
                    value = conversion.Operand;
                    continue;
                case IObjectCreationOperation { Arguments: [var argument], Constructor.ContainingType: { Name: "ValueTask" } }:
                    value = argument.Value;
                    continue;
                default:
                    return OfUnwrapped(value);
            }
        }

        return EmptyKind.None;
    }

    private static EmptyKind OfUnwrapped(IOperation value)
    {
        if (value.ConstantValue is { HasValue: true, Value: var constant })
            return OfConstant(constant, value);
        return value switch
        {
            IDefaultValueOperation => value.Type?.TypeKind == TypeKind.Enum ? EmptyKind.None : EmptyKind.Null,
            IFieldReferenceOperation { Field: { IsStatic: true } field } => OfMember(field, field.Type),
            IPropertyReferenceOperation { Property: { IsStatic: true } property } => OfMember(property, property.Type),
            IInvocationOperation { Arguments.IsEmpty: true, TargetMethod: { IsStatic: true, Name: "Empty" } } when IsCollection(value.Type) => EmptyKind.Collection,
            IArrayCreationOperation array => OfArray(array),
            IObjectCreationOperation creation => OfCreation(creation),
            ITupleOperation tuple => OfTuple(tuple),
            _ => IsEmptyCollectionExpression(value) ? EmptyKind.Collection : EmptyKind.None,
        };
    }

    private static EmptyKind OfConstant(object? constant, IOperation value) => constant switch
    {
        null => EmptyKind.Null,
        false => EmptyKind.False,
        "" => EmptyKind.Text,
        // The zero of an enum is mostly called None or Unknown, which is an honest answer.
        0 or 0L or 0u or 0ul or (short)0 or (ushort)0 or (byte)0 or (sbyte)0 or 0.0 or 0f or 0m when value.Type?.TypeKind != TypeKind.Enum => EmptyKind.Zero,
        _ => EmptyKind.None,
    };

    private static EmptyKind OfMember(ISymbol member, ITypeSymbol type) => (member.ContainingType.Name, member.Name) switch
    {
        ("String", "Empty") => EmptyKind.Text,
        ("Guid", "Empty") or ("TimeSpan", "Zero") or ("DateTime" or "DateTimeOffset" or "DateOnly" or "TimeOnly", "MinValue")
            when member.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true } => EmptyKind.Zero,
        (_, "Empty") when IsCollection(type) => EmptyKind.Collection,
        _ => EmptyKind.None,
    };

    private static EmptyKind OfArray(IArrayCreationOperation array)
    {
        if (array.Initializer is { } initializer)
            return initializer.ElementValues.IsEmpty ? EmptyKind.Collection : EmptyKind.None;
        return array.DimensionSizes is [{ ConstantValue: { HasValue: true, Value: 0 } }] ? EmptyKind.Collection : EmptyKind.None;
    }

    private static EmptyKind OfCreation(IObjectCreationOperation creation)
    {
        if (creation.Initializer is { Initializers.IsEmpty: false })
            return EmptyKind.None;
        foreach (var argument in creation.Arguments)
        {
            // A comparer or a capacity puts nothing in.
            if (!argument.IsImplicit && argument.ArgumentKind == ArgumentKind.Explicit
                && !(IsCollection(creation.Type) && argument.Parameter?.Name is "comparer" or "capacity"))
                return EmptyKind.None;
        }

        // "new Preview.Invalid()" says it.
        return IsCollection(creation.Type) ? EmptyKind.Collection
            : creation.Type is { Name: var name } && SuccessClaims.NamesFailure(name) ? EmptyKind.None
            : EmptyKind.FreshObject;
    }

    private static EmptyKind OfTuple(ITupleOperation tuple)
    {
        var kind = EmptyKind.None;
        foreach (var element in tuple.Elements)
        {
            kind = Of(element);
            if (kind is EmptyKind.None or EmptyKind.FreshObject)
                return EmptyKind.None;
        }

        return kind;
    }

    // The operation has a type of its own only in compilers newer than our floor.
    private static bool IsEmptyCollectionExpression(IOperation value) =>
        value.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.CollectionExpressionSyntax { Elements.Count: 0 };

    private static bool IsCollection(ITypeSymbol? type)
    {
        if (type is null or { SpecialType: SpecialType.System_String })
            return false;
        if (type.SpecialType == SpecialType.System_Collections_IEnumerable)
            return true;
        foreach (var contract in type.AllInterfaces)
        {
            if (contract.SpecialType == SpecialType.System_Collections_IEnumerable)
                return true;
        }

        return type is INamedTypeSymbol { Name: "IAsyncEnumerable" or "Memory" or "ReadOnlyMemory" or "Span" or "ReadOnlySpan" };
    }
}
