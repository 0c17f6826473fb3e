using AiSafety.Analyzers.Engine.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Queries;

/// <summary>
/// Signs that a write of the whole set is no slip: the method's name says that it takes everything, or the set is
/// filled again. Neither is a guard, so such a write is a matter of policy (who may call this?), not a proven defect.
/// </summary>
internal static class Intentions
{
    private static readonly HashSet<string> Everything = new(StringComparer.OrdinalIgnoreCase) { "all", "entire", "every", "everything", "whole" };

    private static readonly HashSet<string> Emptying = new(StringComparer.OrdinalIgnoreCase)
    {
        "clear", "empty", "erase", "flush", "nuke", "rebuild", "recreate", "reseed", "reset", "truncate", "wipe",
    };

    private static readonly HashSet<string> Narrowing = new(StringComparer.OrdinalIgnoreCase)
    {
        "after", "before", "by", "for", "from", "inactive", "of", "old", "older", "orphan", "orphans", "outdated", "pending", "since", "stale", "than", "unread",
        "where", "with",
    };

    /// <summary>
    /// Whether the method around the call is named for taking everything (<c>DeleteAllAsync</c>, <c>ClearCache</c>) and
    /// takes nothing that could select: a key, a date, a predicate that is not used would be the slip itself.
    /// </summary>
    public static bool AreNamed(IOperation call, Site site)
    {
        for (var function = Graphs.Function(call); function is not null; function = Graphs.Function(function))
        {
            var symbol = function is ILocalFunctionOperation local ? local.Symbol : ((IAnonymousFunctionOperation)function).Symbol;
            if (HasSelector(symbol))
                return false;
            if (symbol.Name.Length > 0 && SaysEverything(symbol.Name))
                return true;
        }

        return site.ContainingSymbol is IMethodSymbol method && !HasSelector(method) && SaysEverything(method.Name);
    }

    /// <summary>Whether rows of the same entity are added further down in the same member: the set is replaced, not lost.</summary>
    public static bool IsRefill(IInvocationOperation call, IOperation source)
    {
        if (Entity(source.Type) is not { } entity)
            return false;
        IOperation root = call;
        while (root.Parent is { } parent)
            root = parent;
        foreach (var each in root.Descendants())
        {
            if (each is IInvocationOperation { TargetMethod.Name: var name } insert && insert.Syntax.SpanStart > call.Syntax.SpanStart && Inserts(name) && Takes(insert, entity))
                return true;
        }

        return false;
    }

    private static bool Inserts(string name) =>
        name.StartsWith("Add", StringComparison.Ordinal) || name.StartsWith("BulkInsert", StringComparison.Ordinal) || name.StartsWith("Insert", StringComparison.Ordinal)
        || name.StartsWith("BulkCopy", StringComparison.Ordinal);

    private static bool Takes(IInvocationOperation insert, ITypeSymbol entity)
    {
        foreach (var argument in insert.Arguments)
        {
            // The extended object of an extension method is the set itself.
            if (argument.Parameter is { Ordinal: 0 } && insert.TargetMethod.IsExtensionMethod)
                continue;
            var value = argument.Value;
            while (value is IConversionOperation conversion)
                value = conversion.Operand;
            if (Is(value.Type, entity) || Is(Entity(value.Type), entity) || (value.Type is IArrayTypeSymbol array && Is(array.ElementType, entity))
                || (argument.ArgumentKind == ArgumentKind.ParamArray && value is IArrayCreationOperation { Initializer.ElementValues: [var first, ..] } && Is(first.Type, entity)))
                return true;
        }

        return false;
    }

    private static bool Is(ITypeSymbol? type, ITypeSymbol entity) => SymbolEqualityComparer.Default.Equals(type, entity);

    // The T of DbSet<T>, IQueryable<T>, List<T>.
    private static ITypeSymbol? Entity(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeArguments: [{ TypeKind: not TypeKind.TypeParameter } only] } ? only : null;

    private static bool SaysEverything(string name)
    {
        var (says, first) = (false, true);
        foreach (var word in Guards.Intent.Words(name))
        {
            if (Narrowing.Contains(word) || (word.Length > 3 && word.EndsWith("ed", StringComparison.OrdinalIgnoreCase)))
                return false;
            says |= Everything.Contains(word) || (first && Emptying.Contains(word));
            first = false;
        }

        return says;
    }

    // Values that can select rows; services, contexts and tokens cannot, and a flag is judged as a guard.
    private static bool HasSelector(IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
        {
            var type = parameter.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] } ? inner : parameter.Type;
            if (type.SpecialType == SpecialType.System_Boolean || type.Name == "CancellationToken")
                continue;
            if (type.IsValueType || type.SpecialType == SpecialType.System_String || type.TypeKind is TypeKind.Array or TypeKind.Delegate
                || type.OriginalDefinition is INamedTypeSymbol { Name: "Expression" or "IEnumerable" or "IReadOnlyCollection" or "IReadOnlyList" or "ICollection" or "IList" or "List" })
                return true;
        }

        return false;
    }
}
