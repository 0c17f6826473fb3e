using AiSafety.Analyzers.Engine.Flow;
using AiSafety.Analyzers.Knowledge;
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
        "clear", "empty", "erase", "flush", "nuke", "rebuild", "recreate", "reindex", "reseed", "reset", "truncate", "wipe",
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
            if (HasSelector(symbol, call, site))
                return false;
            if (symbol.Name.Length > 0 && SaysEverything(symbol.Name))
                return true;
        }

        return site.ContainingSymbol is IMethodSymbol method && !HasSelector(method, call, site) && SaysEverything(method.Name);
    }

    /// <summary>
    /// Whether something around the call says that only some rows are meant: a value that could select them
    /// (<c>Purge(DateTime before)</c>), or a name (<c>RemoveExpired</c>).
    /// </summary>
    public static bool AreSelective(IOperation call, Site site)
    {
        for (var function = Graphs.Function(call); function is not null; function = Graphs.Function(function))
        {
            var symbol = function is ILocalFunctionOperation local ? local.Symbol : ((IAnonymousFunctionOperation)function).Symbol;
            if (HasSelector(symbol, call, site) || IsNarrow(symbol.Name))
                return true;
        }

        return site.ContainingSymbol is IMethodSymbol { MethodKind: not MethodKind.Constructor } method && (HasSelector(method, call, site) || IsNarrow(method.Name));
    }

    /// <summary>
    /// Whether rows are added further down in the same member to this set, or to one that is emptied beside it
    /// (details are deleted before what they hang on): the sets are replaced, not lost.
    /// </summary>
    public static bool IsRefill(IInvocationOperation call, Site site)
    {
        var root = OwnOperations.Root(call);
        var writes = site.Session.Facts(DestructiveCalls.OnQueries);
        var removals = site.Session.Facts(DestructiveCalls.OfEntities);
        var emptied = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default);
        if (QueryModel.Source(call) is { } own && Entity(Bare(own).Type) is { } owned)
            emptied.Add(owned);
        foreach (var each in root.Descendants())
        {
            if (each is not IInvocationOperation other)
                continue;
            var isBulk = writes.Find(other.TargetMethod) is { Deletes: true };
            if (isBulk || removals.Find(other.TargetMethod) is not null)
            {
                var extent = isBulk ? BulkWriteCalls.Of(other, site) : RemovalCalls.Of(other, site);
                if (extent is { ReachesAll: true, Source: { } set } && Entity(set.Type) is { } entity)
                    emptied.Add(entity);
            }
            else if (other.Syntax.SpanStart > call.Syntax.SpanStart && Inserts(other.TargetMethod.Name) && emptied.Any(type => Takes(other, type)))
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
            var value = Bare(argument.Value);
            if (Is(value.Type, entity) || Is(Entity(value.Type), entity) || (value.Type is IArrayTypeSymbol array && Is(array.ElementType, entity))
                || (argument.ArgumentKind == ArgumentKind.ParamArray && value is IArrayCreationOperation { Initializer.ElementValues: [var first, ..] } && Is(first.Type, entity)))
                return true;
        }

        return false;
    }

    private static bool Feeds(IParameterSymbol parameter, IOperation source, Site site, int depth)
    {
        if (Mentions(source, parameter))
            return true;
        foreach (var each in source.DescendantsAndSelf())
        {
            if (depth < 3 && each is ILocalReferenceOperation && ReachingValues.Of(each, site) is { } definitions
                && definitions.Any(definition => definition.Value is { } value && Feeds(parameter, value, site, depth + 1)))
                return true;
        }

        return false;
    }

    private static bool Mentions(IOperation operation, IParameterSymbol parameter) =>
        operation.Descendants().Any(each => each is IParameterReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Parameter, parameter));

    private static IOperation Bare(IOperation operation)
    {
        while (operation is IConversionOperation conversion)
            operation = conversion.Operand;
        return operation;
    }

    private static bool Is(ITypeSymbol? type, ITypeSymbol entity) => SymbolEqualityComparer.Default.Equals(type, entity);

    // The T of DbSet<T>, IQueryable<T>, List<T>.
    private static ITypeSymbol? Entity(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeArguments: [{ TypeKind: not TypeKind.TypeParameter } only] } ? only : null;

    private static bool IsNarrow(string name) => Guards.Intent.Words(name).Any(IsNarrowing);

    // Expired, archived, deleted: participles pick some.
    private static bool IsNarrowing(string word) =>
        Narrowing.Contains(word) || (word.Length > 4 && word.EndsWith("ed", StringComparison.OrdinalIgnoreCase) && !word.EndsWith("seed", StringComparison.OrdinalIgnoreCase));

    private static bool SaysEverything(string name)
    {
        var (says, first) = (false, true);
        foreach (var word in Guards.Intent.Words(name))
        {
            if (IsNarrowing(word))
                return false;
            says |= Everything.Contains(word) || (first && Emptying.Contains(word));
            first = false;
        }

        return says;
    }

    // Values that can select rows; services, contexts and tokens cannot, a flag is judged as a guard, what the write
    // itself takes is a new value, and what its source is made of (the name of a collection) is part of the set.
    private static bool HasSelector(IMethodSymbol method, IOperation call, Site site)
    {
        foreach (var parameter in method.Parameters)
        {
            if (call is IInvocationOperation write && (write.Arguments.Any(argument => argument.Parameter?.Ordinal > 0 && Mentions(argument, parameter))
                || (QueryModel.Source(write) is { } source && Feeds(parameter, source, site, 0))))
                continue;
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
