using AiSafety.Analyzers.Engine.Flow;
using AiSafety.Analyzers.Engine.Queries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Documents;

/// <summary>Reads the filters of MongoDB and LiteDB: whether one is empty, on every path or on some.</summary>
internal sealed class DocumentFilters
{
    private const int MaxDepth = 30;

    private readonly Site site;
    private int depth;

    private DocumentFilters(Site site) => this.site = site;

    /// <summary>
    /// The extent of the documents that a filter lets through: whole for an empty one, restricted for one that is known to have a condition. Predicates are
    /// not read here (<see cref="Predicates"/>).
    /// </summary>
    public static Extent Of(IOperation filter, Site site) => new DocumentFilters(site).Read(filter);

    /// <summary>Whether a LiteDB expression is always true: <c>1=1</c>, <c>true</c>, <c>$.a = $.a</c>.</summary>
    public static bool IsAlwaysTrue(string expression)
    {
        var text = expression.Trim();
        if (string.Equals(text, "true", StringComparison.OrdinalIgnoreCase))
            return true;
        var at = text.IndexOf('=');
        if (at <= 0 || text[at - 1] is '<' or '>' or '!')
            return false;
        var (left, right) = (text.Substring(0, at).Trim(), text.Substring(at + 1).TrimStart('=').Trim());
        return left.Length > 0 && left == right && left.All(static each => char.IsLetterOrDigit(each) || each is '$' or '.' or '_');
    }

    private Extent Read(IOperation filter)
    {
        if (depth >= MaxDepth)
            return Extent.Unknown;
        depth++;
        var extent = ReadCore(OwnOperations.UnwrapAll(filter));
        depth--;
        return extent;
    }

    private Extent ReadCore(IOperation filter)
    {
        if (filter.ConstantValue is { HasValue: true, Value: string text })
            return OfText(text, filter);
        switch (filter)
        {
            case IPropertyReferenceOperation { Property: { Name: "Empty", ContainingType: { Name: "FilterDefinition" or "FilterDefinitionBuilder" } owner } }:
                return IsMongo(owner) ? new Extent(Bound.Whole, filter) : Extent.Unknown;
            case IObjectCreationOperation creation when IsMongo(creation.Type):
                return Created(creation);
            case IInvocationOperation call when IsMongo(call.TargetMethod.ContainingType):
                return Call(call);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.And } both when IsMongo(both.OperatorMethod?.ContainingType):
                return All([Read(both.LeftOperand), Read(both.RightOperand)], filter);
            case IConditionalOperation { WhenFalse: { } otherwise } either:
                return Alternatives([either.WhenTrue, otherwise]);
            case ICoalesceOperation coalesce:
                return Alternatives([coalesce.Value, coalesce.WhenNull]);
            case ISwitchExpressionOperation choice:
                return Alternatives(choice.Arms.Select(arm => arm.Value));
            case ILocalReferenceOperation local:
                return Local(local);
            default:
                return Extent.Unknown;
        }
    }

    private static Extent OfText(string text, IOperation filter) =>
        string.Concat(text.Where(static each => !char.IsWhiteSpace(each))) == "{}" ? new Extent(Bound.Whole, filter) : Extent.Restricted;

    private Extent Created(IObjectCreationOperation creation)
    {
        switch (creation.Type?.Name)
        {
            case "BsonDocument":
                var isEmpty = creation.Initializer is null or { Initializers.IsEmpty: true };
                return creation.Arguments.IsEmpty ? isEmpty ? new Extent(Bound.Whole, creation) : Extent.Restricted : Extent.Unknown;
            case "BsonDocumentFilterDefinition" or "JsonFilterDefinition" when creation.Arguments is [{ Value: var inner }]:
                return Read(inner);
            case "EmptyFilterDefinition":
                return new Extent(Bound.Whole, creation);
            default:
                return Extent.Unknown;
        }
    }

    private Extent Call(IInvocationOperation call)
    {
        switch (call.TargetMethod)
        {
            case { Name: "Parse", ContainingType.Name: "BsonDocument" } when call.Arguments is [{ Value: var text }, ..]:
                return Read(text);
            case { Name: "And", ContainingType.Name: "FilterDefinitionBuilder" } when call.Arguments is [{ Value: IArrayCreationOperation { Initializer.ElementValues: { IsEmpty: false } parts } }]:
                return All(parts.Select(Read).ToList(), call);
            case { Name: "And" or "Or" or "Not" or "Where" or "OfType", ContainingType.Name: "FilterDefinitionBuilder" }:
                return Extent.Unknown;
            case { ContainingType.Name: "FilterDefinitionBuilder" }:
                return Extent.Restricted;
            default:
                return Extent.Unknown;
        }
    }

    // A conjunction is empty when all its parts are; on some path when one of them is, and the others are on all.
    private static Extent All(IReadOnlyList<Extent> parts, IOperation filter)
    {
        if (parts.Any(part => part.Bound == Bound.Restricted))
            return Extent.Restricted;
        return parts.All(part => part.Bound == Bound.Whole)
            ? parts.FirstOrDefault(part => part.Branch is not null) is { Branch: not null } partly ? partly : new Extent(Bound.Whole, filter)
            : Extent.Unknown;
    }

    private Extent Alternatives(IEnumerable<IOperation> values)
    {
        var alternatives = new List<(Extent, IOperation, IOperation?)>();
        foreach (var value in values)
        {
            if (OwnOperations.UnwrapAll(value) is not IThrowOperation)
                alternatives.Add((Read(value), value, null));
        }

        return Join(alternatives);
    }

    private Extent Local(ILocalReferenceOperation local)
    {
        if (IsFilled(local) || ReachingValues.Of(local, site) is not { } definitions)
            return Extent.Unknown;
        var alternatives = new List<(Extent, IOperation, IOperation?)>();
        foreach (var definition in definitions)
        {
            if (definition.Value is not { } value)
                return Extent.Unknown;

            // Whatever was there before, a condition was added to it.
            var extent = !definition.BuildsOnPrevious ? Read(value)
                : definition.Assignment is ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.And } && Read(value).Bound == Bound.Restricted ? Extent.Restricted
                : Extent.Unknown;
            alternatives.Add((extent, value, definition.Assignment));
        }

        return Join(alternatives);
    }

    private static Extent Join(List<(Extent Extent, IOperation Value, IOperation? Assignment)> alternatives)
    {
        var empty = alternatives.FindAll(each => each.Extent.Bound == Bound.Whole);
        if (empty.Count == 0)
            return alternatives.TrueForAll(each => each.Extent.Bound == Bound.Restricted) ? Extent.Restricted : Extent.Unknown;
        if (empty.Count == alternatives.Count)
            return empty[0].Extent;
        var others = alternatives.Where(each => each.Extent.Bound != Bound.Whole && each.Assignment is not null).Select(each => each.Assignment!);
        return empty[0].Extent with { Branch = empty[0].Extent.Branch ?? empty[0].Value, Others = ImmutableArray.CreateRange(others) };
    }

    // A document that starts empty can be filled: by Add, by an index, by whoever it is given to.
    private static bool IsFilled(ILocalReferenceOperation local)
    {
        if (local.Local.Type is not { Name: "BsonDocument" })
            return false;
        var root = OwnOperations.Root(local);
        foreach (var each in root.Descendants())
        {
            if (each is not ILocalReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Local, local.Local) || reference.Syntax == local.Syntax)
                continue;
            if (reference.Parent is IInvocationOperation or IPropertyReferenceOperation or IArgumentOperation)
                return true;
        }

        return false;
    }

    private static bool IsMongo(ITypeSymbol? type) =>
        type?.ContainingNamespace?.ToDisplayString() is "MongoDB.Driver" or "MongoDB.Bson";
}
