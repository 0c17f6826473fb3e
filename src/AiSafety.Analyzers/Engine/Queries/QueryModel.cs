using AiSafety.Analyzers.Engine.Facts;
using AiSafety.Analyzers.Engine.Flow;
using AiSafety.Analyzers.Engine.Summaries;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Queries;

/// <summary>
/// Works out which rows a query expression stands for: follows chains of operators, locals along all paths,
/// conditional and switch expressions, query syntax, and helpers of the project one level deep. Operators and sources
/// that are not known make it unknown.
/// </summary>
internal sealed class QueryModel
{
    private const int MaxDepth = 40;

    private readonly Site site;
    private readonly FactIndex<QueryOperator> operators;
    private readonly Tables tables;
    private readonly HashSet<IOperation> open = [];
    private Helper? helper;
    private int depth;

    private QueryModel(Site site)
    {
        this.site = site;
        operators = site.Session.Facts(QueryOperators.Table);
        tables = site.Session.Part(static session => new Tables(session));
    }

    /// <summary>The extent of a query: an operation of the original tree in the member that <paramref name="site"/> analyses.</summary>
    public static Extent Of(IOperation query, Site site) => new QueryModel(site).Read(query);

    private Extent Read(IOperation query)
    {
        if (depth >= MaxDepth || !open.Add(query))
            return Extent.Unknown;
        depth++;
        var extent = ReadCore(query);
        depth--;
        open.Remove(query);
        return extent;
    }

    private Extent ReadCore(IOperation query)
    {
        switch (query)
        {
            case IParenthesizedOperation inner:
                return Read(inner.Operand);
            case IConversionOperation { OperatorMethod: null } inner:
                return Read(inner.Operand);
            case ITranslatedQueryOperation inner:
                return Read(inner.Operation);
            case IAwaitOperation inner:
                return Read(inner.Operation);
            case IConditionalAccessOperation inner:
                return Read(inner.WhenNotNull);
            case IConditionalAccessInstanceOperation instance:
                return OwnOperations.Accessed(instance) is { } accessed ? Read(accessed) : Extent.Unknown;
        }

        if (tables.IsTable(query.Type))
            return new Extent(Bound.Whole, query);
        switch (query)
        {
            case IConditionalOperation { WhenFalse: { } otherwise } either:
                return Alternatives([either.WhenTrue, otherwise]);
            case ICoalesceOperation coalesce:
                return Alternatives([coalesce.Value, coalesce.WhenNull]);
            case ISwitchExpressionOperation choice:
                return Alternatives(choice.Arms.Select(arm => arm.Value));
            case ILocalReferenceOperation local:
                return Local(local);
            case IParameterReferenceOperation parameter:
                return helper?.Argument(parameter.Parameter) is { } argument ? OfArgument(argument) : ReadParameter(parameter);
            case IPropertyReferenceOperation property when tables.MaybeTemporary(property.Type):
                return new Extent(Bound.Whole, property);
            case IPropertyReferenceOperation { Property.GetMethod: { } getter } property:
                return Helped(getter, property, null);
            case IInvocationOperation call:
                return Call(call);
            default:
                return Extent.Unknown;
        }
    }

    private Extent Call(IInvocationOperation call)
    {
        if (operators.Find(call.TargetMethod) is not { } fact)
            return Helped(call.TargetMethod, call, call);
        if (fact.Effect == QueryEffect.Whole)
            return new Extent(Bound.Whole, call);
        if (Source(call) is not { } source)
            return Extent.Unknown;
        return fact.Effect switch
        {
            QueryEffect.Keeps => Read(source),
            QueryEffect.Restricts => Extent.Restricted,
            QueryEffect.Projects => FollowsNavigation(call) ? Extent.Unknown : Read(source),
            QueryEffect.Filters => Filtered(Read(source), call.Arguments),
            QueryEffect.Combines => Combined(source, call),
            QueryEffect.Sql => Sql(call),
            _ => Extent.Unknown,
        };
    }

    /// <summary>What the predicates among the arguments of a call leave of a source.</summary>
    public static Extent Filtered(Extent source, ImmutableArray<IArgumentOperation> arguments, Site site)
    {
        foreach (var argument in arguments)
        {
            if (!IsPredicate(argument.Parameter))
                continue;
            if (!Predicates.IsAlwaysTrue(argument.Value, site))
                return Extent.Restricted;
            if (source.ReachesAll)
                source = source with { Bound = Bound.AlwaysTrue, Filter = source.Filter ?? argument.Value };
        }

        return source;
    }

    private Extent Filtered(Extent source, ImmutableArray<IArgumentOperation> arguments) => Filtered(source, arguments, site);

    /// <summary>The query that an operator or a write is called on.</summary>
    public static IOperation? Source(IInvocationOperation call)
    {
        if (call.Instance is not null)
            return call.Instance;
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Ordinal == 0)
                return argument.Value;
        }

        return null;
    }

    private Extent Combined(IOperation source, IInvocationOperation call)
    {
        var first = Read(source);
        if (first.ReachesAll)
            return first;
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Ordinal == 1 && Read(argument.Value) is { ReachesAll: true } second)
                return second;
        }

        return Extent.Unknown;
    }

    // Only a text that is a bare "SELECT ... FROM table" is known.
    private static Extent Sql(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name != "sql")
                continue;
            var value = Bare(argument.Value);
            var text = value switch
            {
                { ConstantValue: { HasValue: true, Value: string constant } } => constant,
                IInterpolatedStringOperation { Parts: [IInterpolatedStringTextOperation { Text.ConstantValue: { HasValue: true, Value: string only } }] } => only,
                _ => null,
            };
            if (text is not null && WholeSelect.IsMatch(text))
                return new Extent(Bound.Whole, call);
        }

        return Extent.Unknown;
    }

    private static readonly System.Text.RegularExpressions.Regex WholeSelect = new(
        "^\\s*select\\s+\\*\\s+from\\s+[\\w.\"`\\[\\]]+\\s*;?\\s*$",
        System.Text.RegularExpressions.RegexOptions.IgnoreCase | System.Text.RegularExpressions.RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private Extent Alternatives(IEnumerable<IOperation> values)
    {
        var alternatives = new List<(Extent, IOperation, IOperation?)>();
        foreach (var value in values)
        {
            if (Bare(value) is not IThrowOperation)
                alternatives.Add((Read(value), value, null));
        }

        return Join(alternatives);
    }

    private Extent Local(ILocalReferenceOperation local)
    {
        if (ReachingValues.Of(local, site) is not { } definitions)
            return Extent.Unknown;
        var alternatives = new List<(Extent, IOperation, IOperation?)>();
        foreach (var definition in definitions)
        {
            if (definition.BuildsOnPrevious || definition.Value is not { } value)
                return Extent.Unknown;
            alternatives.Add((Read(value), value, definition.Assignment));
        }

        return Join(alternatives);
    }

    // A parameter can be given a new value; the one that it came with is unknown.
    private Extent ReadParameter(IParameterReferenceOperation parameter)
    {
        if (ReachingValues.Of(parameter, site) is not { } definitions)
            return Extent.Unknown;
        var alternatives = new List<(Extent, IOperation, IOperation?)>();
        foreach (var definition in definitions)
        {
            if (definition.BuildsOnPrevious)
                return Extent.Unknown;
            if (definition.Value is { } value)
                alternatives.Add((Read(value), value, definition.Assignment));
            else
                alternatives.Add((Extent.Unknown, parameter, null));
        }

        return Join(alternatives);
    }

    // The furthest alternative wins; it is a branch when there are others that do not reach all rows.
    private static Extent Join(IReadOnlyList<(Extent Extent, IOperation Value, IOperation? Assignment)> alternatives)
    {
        var furthest = -1;
        var (restricted, all) = (true, true);
        for (var i = 0; i < alternatives.Count; i++)
        {
            var bound = alternatives[i].Extent.Bound;
            restricted &= bound == Bound.Restricted;
            all &= alternatives[i].Extent.ReachesAll;
            if (furthest < 0 || bound > alternatives[furthest].Extent.Bound)
                furthest = i;
        }

        if (furthest < 0 || !alternatives[furthest].Extent.ReachesAll)
            return furthest >= 0 && restricted ? Extent.Restricted : Extent.Unknown;
        var extent = alternatives[furthest].Extent;
        if (all)
            return extent;
        var others = ImmutableArray.CreateBuilder<IOperation>();
        if (!extent.Others.IsDefault)
            others.AddRange(extent.Others);
        foreach (var alternative in alternatives)
        {
            if (!alternative.Extent.ReachesAll && alternative.Assignment is { } assignment)
                others.Add(assignment);
        }

        return extent with { Branch = extent.Branch ?? alternatives[furthest].Value, Others = others.ToImmutable() };
    }

    // A helper of the project, one level deep: what its returns stand for, with its parameters bound to the arguments.
    private Extent Helped(IMethodSymbol method, IOperation use, IInvocationOperation? call)
    {
        if (helper is not null || method.DeclaringSyntaxReferences.IsEmpty || use.SemanticModel is not { } model
            || Bodies.Of(site.Session).Of(method, model, site.CancellationToken) is not { } body)
            return Extent.Unknown;
        var returns = Returns(body);
        if (returns.Count == 0)
            return Extent.Unknown;
        helper = new Helper(method.ReducedFrom ?? method, call);
        var extent = Alternatives(returns);
        helper = null;

        // What stands in another body is no place to report at, or to look for guards of.
        return extent.ReachesAll && extent.Branch is null && extent.Others.IsDefaultOrEmpty
            ? new Extent(extent.Bound, use, extent.Filter)
            : extent.ReachesAll ? Extent.Unknown : extent;
    }

    private Extent OfArgument(IOperation argument)
    {
        var outer = helper;
        helper = null;
        var extent = Read(argument);
        helper = outer;
        return extent;
    }

    private static List<IOperation> Returns(IOperation body)
    {
        var returns = new List<IOperation>();
        var pending = new Stack<IOperation>();
        pending.Push(body);
        while (pending.Count > 0)
        {
            var each = pending.Pop();
            if (each is IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } value })
                returns.Add(value);
            foreach (var child in each.ChildOperations)
            {
                if (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
                    pending.Push(child);
            }
        }

        return returns;
    }

    // Select(o => o.Customer) stands for other rows: those that are referred to.
    private static bool FollowsNavigation(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Ordinal != 1)
                continue;
            var value = Bare(argument.Value);
            if (value is IDelegateCreationOperation creation)
                value = creation.Target;
            return value is not IAnonymousFunctionOperation { Body.Operations: [IReturnOperation { ReturnedValue: { } result }] }
                || Bare(result) is not (IParameterReferenceOperation or IAnonymousObjectCreationOperation or IObjectCreationOperation);
        }

        return true;
    }

    private static bool IsPredicate(IParameterSymbol? parameter)
    {
        var type = parameter?.OriginalDefinition.Type as INamedTypeSymbol;
        if (type is { Name: "Expression", TypeArguments: [INamedTypeSymbol inner] })
            type = inner;
        return type is { Name: "Func", TypeArguments: [.., { SpecialType: SpecialType.System_Boolean }] };
    }

    private static IOperation Bare(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion)
            operation = conversion.Operand;
        return operation;
    }

    /// <summary>The call of a helper whose body is being read; null for a property.</summary>
    private sealed class Helper(IMethodSymbol method, IInvocationOperation? call)
    {
        public IOperation? Argument(IParameterSymbol parameter)
        {
            if (!SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol.OriginalDefinition, method.OriginalDefinition))
                return null;
            foreach (var argument in call?.Arguments ?? ImmutableArray<IArgumentOperation>.Empty)
            {
                if (argument.Parameter?.Ordinal == parameter.Ordinal)
                    return argument.Value;
            }

            return null;
        }
    }

    private sealed class Tables(Session session)
    {
        private readonly INamedTypeSymbol[] tables = [.. QueryOperators.Tables.SelectMany(name => session.AllTypes(name))];
        private readonly INamedTypeSymbol[] maybeTemporary = [.. QueryOperators.MaybeTemporaryTables.SelectMany(name => session.AllTypes(name))];

        public bool IsTable(ITypeSymbol? type) => tables.Contains(type?.OriginalDefinition, SymbolEqualityComparer.Default);

        public bool MaybeTemporary(ITypeSymbol? type) => maybeTemporary.Contains(type?.OriginalDefinition, SymbolEqualityComparer.Default);
    }
}
