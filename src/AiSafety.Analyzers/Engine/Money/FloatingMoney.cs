using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AiSafety.Analyzers.Engine.Money;

/// <summary>Judges whether a declaration holds an amount of money in binary floating point.</summary>
internal static class FloatingMoney
{
    /// <summary>The type to mark and how sure the finding is, or null. A property, a field or a parameter.</summary>
    public static (TypeSyntax Type, Level Level)? Of(ISymbol symbol, Session session, CancellationToken cancellationToken)
    {
        if (symbol.IsImplicitlyDeclared || !IsFloating(TypeOf(symbol)))
            return null;
        var said = MoneyNames.Of(symbol.Name);
        if (said == MoneyName.No || symbol.ContainingType is not { } type || !Decides(symbol, type) || Benchmarks.Of(session).IsBenchmark)
            return null;
        if (IsMeasuring(symbol, type) || IsForeign(symbol, type) || Declared(symbol, cancellationToken) is not { } declared)
            return null;
        if (said == MoneyName.Yes)
            return (declared, Level.Recommended);
        return Evidence(symbol, type) is { } level ? (declared, level) : null;
    }

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        IPropertySymbol property => property.Type,
        IFieldSymbol field => field.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    };

    private static bool IsFloating(ITypeSymbol? type) => type switch
    {
        { SpecialType: SpecialType.System_Double or SpecialType.System_Single } => true,
        IArrayTypeSymbol array => IsFloating(array.ElementType),
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => IsFloating(nullable.TypeArguments[0]),
        // Of a dictionary, the values.
        INamedTypeSymbol { IsGenericType: true, TypeArguments.Length: > 0 } collection when IsCollection(collection) => IsFloating(collection.TypeArguments[collection.TypeArguments.Length - 1]),
        _ => false,
    };

    private static bool IsCollection(INamedTypeSymbol type)
    {
        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (space is { Name: "Collections", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
                return true;
        }

        return false;
    }

    // Whether the type is chosen here: not by a base or an interface, and not by the member that this one only fills or backs.
    private static bool Decides(ISymbol symbol, INamedTypeSymbol type)
    {
        switch (symbol)
        {
            case IPropertySymbol property:
                return !property.IsIndexer && !property.IsOverride && !Implements(property);
            case IFieldSymbol:
                return !HasFloating(type, symbol, withFields: false);
            case IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.Constructor, IsExtern: false } method }:
                return method.DeclaredAccessibility != Accessibility.Private && !method.IsImplicitlyDeclared && !method.IsOverride
                    && type.TypeKind != TypeKind.Delegate && !Implements(method)
                    && !HasFloating(type, symbol, withFields: true) && !HasDecimalTwin(method, symbol.Name, type);
            default:
                return false;
        }
    }

    private static bool Implements(ISymbol member) =>
        member is IPropertySymbol { ExplicitInterfaceImplementations.Length: > 0 } or IMethodSymbol { ExplicitInterfaceImplementations.Length: > 0 } || member.Contracts().Any();

    // The member of the same name is reported itself.
    private static bool HasFloating(INamedTypeSymbol type, ISymbol symbol, bool withFields)
    {
        var name = symbol.Name.TrimStart('_');
        foreach (var member in type.GetMembers())
        {
            if ((member is IPropertySymbol || (withFields && member is IFieldSymbol)) && !member.IsImplicitlyDeclared
                && string.Equals(member.Name.TrimStart('_'), name, StringComparison.OrdinalIgnoreCase) && IsFloating(TypeOf(member)))
                return true;
        }

        return false;
    }

    // An overload that takes a decimal: this one is for the convenience of callers that have a double.
    private static bool HasDecimalTwin(IMethodSymbol method, string parameter, INamedTypeSymbol type)
    {
        foreach (var each in type.GetMembers(method.Name))
        {
            if (each is IMethodSymbol other && other.Parameters.Any(one => one.Name == parameter && one.Type.SpecialType == SpecialType.System_Decimal))
                return true;
        }

        return false;
    }

    private static bool IsMeasuring(ISymbol symbol, INamedTypeSymbol type)
    {
        if (symbol is IParameterSymbol && MoneyNames.IsMeasuring(symbol.ContainingSymbol.Name))
            return true;
        for (var each = type; each is not null; each = each.ContainingType)
        {
            if (MoneyNames.IsMeasuring(each.Name))
                return true;
        }

        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (MoneyNames.IsMeasuring(space.Name))
                return true;
        }

        // What an engine or a learner fills is single precision by its contract.
        for (var parent = type.BaseType; parent is { SpecialType: SpecialType.None }; parent = parent.BaseType)
        {
            if (parent.ContainingNamespace?.ToDisplayString() is { } space && (space.StartsWith("UnityEngine", StringComparison.Ordinal) || space.StartsWith("Godot", StringComparison.Ordinal)))
                return true;
        }

        return type.GetMembers().Any(member => member.GetAttributes().Any(attribute =>
            attribute.AttributeClass is { Name: "LoadColumnAttribute" or "ColumnNameAttribute" or "VectorTypeAttribute" or "NoColumnAttribute", ContainingNamespace: { } space }
            && space.ToDisplayString().StartsWith("Microsoft.ML", StringComparison.Ordinal)));
    }

    // A member that mirrors a field of somebody else's message.
    private static bool IsForeign(ISymbol symbol, INamedTypeSymbol type)
    {
        if (!EndsWithAny(type.Name, "Response", "Dto", "DTO", "Reply", "Payload"))
            return false;
        return symbol.GetAttributes().Any(attribute =>
            attribute.AttributeClass is { Name: "JsonPropertyNameAttribute" or "JsonPropertyAttribute" or "XmlElementAttribute" or "XmlAttributeAttribute" or "DataMemberAttribute" }
            && attribute.ConstructorArguments.Length + attribute.NamedArguments.Length > 0);
    }

    private static bool EndsWithAny(string name, params string[] ends) => ends.Any(end => name.EndsWith(end, StringComparison.Ordinal));

    // How sure it is that a name that can mean money does here.
    private static Level? Evidence(ISymbol symbol, INamedTypeSymbol type)
    {
        if (symbol.GetAttributes().Any(SaysMoney) || (symbol is IParameterSymbol && MoneyNames.IsDeed(symbol.ContainingSymbol.Name)))
            return Level.Recommended;
        for (var each = type; each is not null; each = each.ContainingType)
        {
            if (MoneyNames.IsSubject(each.Name))
                return Level.Recommended;
        }

        if (symbol.ContainingSymbol is IMethodSymbol method && method.Parameters.Any(other => IsMoney(other, symbol)))
            return Level.Recommended;
        if (type.GetMembers().Any(other => IsMoney(other, symbol)))
            return Level.Recommended;
        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (MoneyNames.IsSubject(space.Name))
                return Level.Strict;
        }

        return null;
    }

    // A neighbour that is money for sure: by its name, or by a name that can be and the type decimal.
    private static bool IsMoney(ISymbol other, ISymbol symbol)
    {
        if (other.Name == symbol.Name || other.IsImplicitlyDeclared || TypeOf(other) is not { } type)
            return false;
        var bare = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;
        var isDecimal = bare.SpecialType == SpecialType.System_Decimal;
        return (isDecimal || IsFloating(type)) && MoneyNames.Of(other.Name) is var said && (said == MoneyName.Yes || (isDecimal && said == MoneyName.Perhaps));
    }

    // [DataType(DataType.Currency)], [Column(TypeName = "decimal(18,2)")]
    private static bool SaysMoney(AttributeData attribute) => attribute.AttributeClass?.Name switch
    {
        "DataTypeAttribute" => attribute.ConstructorArguments is [{ Value: 6 }],
        "ColumnAttribute" => attribute.NamedArguments.Any(argument => argument is { Key: "TypeName", Value.Value: string name }
            && (name.StartsWith("decimal", StringComparison.OrdinalIgnoreCase) || name.StartsWith("numeric", StringComparison.OrdinalIgnoreCase) || name.IndexOf("money", StringComparison.OrdinalIgnoreCase) >= 0)),
        _ => false,
    };

    private static TypeSyntax? Declared(ISymbol symbol, CancellationToken cancellationToken)
    {
        if (symbol.DeclaringSyntaxReferences is not [var reference, ..])
            return null;
        return reference.GetSyntax(cancellationToken) switch
        {
            PropertyDeclarationSyntax property => property.Type,
            ParameterSyntax parameter => parameter.Type,
            VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } => declaration.Type,
            _ => null,
        };
    }
}
