using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>How a call can be given a token.</summary>
internal enum SlotKind
{
    /// <summary>By the called method's own optional parameter.</summary>
    Optional,

    /// <summary>By an overload that has one more parameter.</summary>
    Overload,

    /// <summary>By an overload that has one more parameter and takes as one what the called method takes as <c>params</c>.</summary>
    ParamsOverload,

    /// <summary>By Dapper's overload that takes a command definition.</summary>
    CommandDefinition,
}

/// <summary>A way to give a token.</summary>
/// <param name="Method">The method that will be called: an original definition, extension methods unreduced.</param>
/// <param name="Parameter">The parameter that takes the token (or the command definition).</param>
/// <param name="OnlyAwaited">The result type differs; what awaiting it yields is the same.</param>
internal sealed record TokenSlot(SlotKind Kind, IMethodSymbol Method, IParameterSymbol Parameter, bool OnlyAwaited)
{
    /// <summary>Whether the parameter also takes the token of <c>WithCancellation</c>.</summary>
    public bool IsEnumeratorToken =>
        Parameter.GetAttributes().Any(static each => each.AttributeClass is { Name: "EnumeratorCancellationAttribute" });
}

/// <summary>What a method is to the token model.</summary>
/// <param name="Slot">How calls can be given a token by the method's own type, or null.</param>
/// <param name="IsSynchronous">The result can neither be awaited nor enumerated asynchronously.</param>
/// <param name="IsExtensible">The result is asynchronous, and a member or extension method of another type may be the same with a token.</param>
internal sealed record CallShape(TokenSlot? Slot, bool IsSynchronous, bool IsExtensible);

/// <summary>Which methods can be given a token, and how. Answers are kept per method.</summary>
internal sealed class TokenSlots
{
    private readonly TokenTypes types;
    private readonly ConcurrentDictionary<IMethodSymbol, CallShape> shapes = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<(IMethodSymbol, SyntaxTree), TokenSlot?> extensions = new();
    private readonly WorkCounts counts;
    private readonly IAssemblySymbol project;
    private readonly Lazy<HashSet<string>> ownExtensions;
    private readonly INamedTypeSymbol? obsolete;
    private readonly INamedTypeSymbol? dapper;
    private readonly INamedTypeSymbol? commandDefinition;

    private TokenSlots(Session session)
    {
        types = TokenTypes.Of(session);
        counts = session.Counts;
        project = session.Compilation.Assembly;
        ownExtensions = new(() => MembersOfExtensions(project.GlobalNamespace));
        obsolete = session.Type("System.ObsoleteAttribute");
        dapper = session.Type("Dapper.SqlMapper");
        commandDefinition = session.Type("Dapper.CommandDefinition");
    }

    public static TokenSlots Of(Session session) => session.Part(static each => new TokenSlots(each));

    /// <summary>What a called method is, whatever it was constructed with.</summary>
    public CallShape Of(IMethodSymbol method)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (!shapes.TryGetValue(definition, out var shape))
            shape = shapes.GetOrAdd(definition, Find(definition));
        // A result of a type parameter can be a task after all.
        if (definition.ReturnType.TypeKind != TypeKind.TypeParameter)
            return shape;
        var isSynchronous = IsSynchronous(method.ReturnType);
        return new CallShape(shape.Slot, isSynchronous, shape.IsExtensible && !isSynchronous);
    }

    private CallShape Find(IMethodSymbol definition)
    {
        var isSynchronous = IsSynchronous(definition.ReturnType);
        if (definition.MethodKind is not (MethodKind.Ordinary or MethodKind.LocalFunction))
            return new CallShape(null, isSynchronous, IsExtensible: false);
        // The compiler makes a new list of parameters each time that it is asked for one.
        var parameters = definition.Parameters;
        var takesToken = parameters.Any(each => types.IsToken(each.Type));
        // Few methods have a slot, so its exemptions are asked for last.
        if (FindOwn(definition, parameters, takesToken) is { } slot)
            return new CallShape(IsExempt(definition) ? null : slot, isSynchronous, IsExtensible: false);
        var mayBeAsynchronous = !isSynchronous || definition.ReturnType.TypeKind == TypeKind.TypeParameter;
        return new CallShape(null, isSynchronous, mayBeAsynchronous && !takesToken && HasReceiver(definition) && MayBeExtended(definition) && !IsExempt(definition));
    }

    private static bool HasReceiver(IMethodSymbol definition) => definition.MethodKind == MethodKind.Ordinary && (!definition.IsStatic || definition.IsExtensionMethod);

    // Extensions of libraries do not extend the project's own types, but for those of everything.
    private bool MayBeExtended(IMethodSymbol definition) =>
        !SymbolEqualityComparer.Default.Equals(definition.ContainingAssembly, project) || ownExtensions.Value.Contains(definition.Name);

    private bool IsSynchronous(ITypeSymbol result) => !types.IsAwaitable(result) && !types.IsAsyncEnumerable(result);

    /// <summary>
    /// How a call can be given a token by a member or extension method of another type that is in scope there, or null.
    /// Costs a look-up in all imported namespaces, once per method and file.
    /// </summary>
    public TokenSlot? FindInScope(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (call.SemanticModel is not { } model || !Of(method).IsExtensible)
            return null;
        var receiver = call.Instance ?? (method.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null);
        if (receiver is IConversionOperation { IsImplicit: true, Operand: var operand })
            receiver = operand;
        if (receiver?.Type is not { } type || type.TypeKind is TypeKind.Error or TypeKind.Dynamic)
            return null;
        var key = ((method.ReducedFrom ?? method).OriginalDefinition, call.Syntax.SyntaxTree);
        if (extensions.TryGetValue(key, out var known))
            return known;
        TokenSlot? found = null;
        var reduced = Reduced(method, type) ?? method;
        counts.Lookup();
        foreach (var symbol in model.LookupSymbols(call.Syntax.SpanStart, type, method.Name, includeReducedExtensionMethods: true))
        {
            if (symbol is IMethodSymbol { IsStatic: false } candidate && Compare(reduced, reduced.Parameters, candidate) is { } slot)
            {
                // The symbols at hand are reduced and constructed; the slot speaks of what the fixed call will bind to.
                var target = (candidate.ReducedFrom ?? candidate).OriginalDefinition;
                var ordinal = slot.Parameter.Ordinal + (candidate.ReducedFrom is null ? 0 : 1);
                found = slot with { Method = target, Parameter = target.Parameters[ordinal] };
                break;
            }
        }

        return extensions.GetOrAdd(key, found);
    }

    // Names of all members of the project's classes that hold extensions.
    private static HashSet<string> MembersOfExtensions(INamespaceSymbol root)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var rest = new Stack<INamespaceSymbol>();
        for (rest.Push(root); rest.Count > 0;)
        {
            foreach (var member in rest.Pop().GetMembers())
            {
                if (member is INamespaceSymbol inner)
                    rest.Push(inner);
                else if (member is INamedTypeSymbol { MightContainExtensionMethods: true } type)
                    names.UnionWith(type.MemberNames);
            }
        }

        return names;
    }

    private static IMethodSymbol? Reduced(IMethodSymbol method, ITypeSymbol receiver) =>
        method is { IsExtensionMethod: true, ReducedFrom: null } ? method.ReduceExtensionMethod(receiver) : null;

    private TokenSlot? FindOwn(IMethodSymbol method, ImmutableArray<IParameterSymbol> parameters, bool takesToken)
    {
        if (takesToken)
        {
            return OnlyToken(parameters) is var token and >= 0 && parameters[token].IsOptional
                ? new TokenSlot(SlotKind.Optional, method, parameters[token], OnlyAwaited: false)
                : null;
        }

        if (dapper is not null && SymbolEqualityComparer.Default.Equals(method.ContainingType, dapper))
            return FindDapper(method);
        TokenSlot? best = null;
        for (var type = method.ContainingType; type is not null; type = method.IsStatic ? null : type.BaseType)
            Search(type, method, parameters, ref best);
        if (method.ContainingType is { TypeKind: TypeKind.Interface } contract)
        {
            foreach (var type in contract.AllInterfaces)
                Search(type, method, parameters, ref best);
        }

        return best;
    }

    private void Search(INamedTypeSymbol type, IMethodSymbol method, ImmutableArray<IParameterSymbol> parameters, ref TokenSlot? best)
    {
        if (best is { Kind: SlotKind.Overload, OnlyAwaited: false })
            return;
        foreach (var member in type.GetMembers(method.Name))
        {
            if (member is IMethodSymbol candidate && Compare(method, parameters, candidate) is { } slot && IsBetter(slot, best))
                best = slot with { Method = slot.Method.OriginalDefinition, Parameter = slot.Parameter.OriginalDefinition };
        }
    }

    private static bool IsBetter(TokenSlot slot, TokenSlot? than) =>
        than is null || (slot.OnlyAwaited ? 1 : 0, (int)slot.Kind).CompareTo((than.OnlyAwaited ? 1 : 0, (int)than.Kind)) < 0;

    /// <summary>Whether a candidate is the method with one more parameter, a token.</summary>
    private TokenSlot? Compare(IMethodSymbol method, ImmutableArray<IParameterSymbol> parameters, IMethodSymbol candidate)
    {
        if (candidate.IsStatic != method.IsStatic || candidate.Arity != method.Arity || candidate.MethodKind is not (MethodKind.Ordinary or MethodKind.ReducedExtension))
            return null;
        var longer = candidate.Parameters;
        if (longer.Length != parameters.Length + 1)
            return null;
        // Reading attributes and constructing cost more than all the rest.
        var token = OnlyToken(longer);
        if (token < 0 || IsObsolete(candidate))
            return null;
        if (candidate.Arity > 0)
        {
            candidate = candidate.ConstructedFrom.Construct(method.TypeArguments, method.TypeArgumentNullableAnnotations);
            longer = candidate.Parameters;
        }

        var kind = SlotKind.Overload;
        for (var i = 0; i < parameters.Length; i++)
        {
            var own = parameters[i];
            var parameter = longer[i < token ? i : i + 1];
            if (own.RefKind != parameter.RefKind)
                return null;
            if (own.IsParams && !parameter.IsParams)
            {
                kind = SlotKind.ParamsOverload;
                if (!TakesArray(parameter.Type, own.Type))
                    return null;
            }
            else if (own.IsParams != parameter.IsParams || !SymbolEqualityComparer.Default.Equals(own.Type, parameter.Type))
            {
                return null;
            }
        }

        var same = SymbolEqualityComparer.Default.Equals(method.ReturnType, candidate.ReturnType);
        if (!same && !types.AwaitTheSame(method.ReturnType, candidate.ReturnType))
            return null;
        return new TokenSlot(kind, candidate, longer[token], OnlyAwaited: !same);
    }

    /// <summary>The position of the only token among parameters, taken by value, or -1.</summary>
    private int OnlyToken(ImmutableArray<IParameterSymbol> parameters)
    {
        var found = -1;
        foreach (var parameter in parameters)
        {
            if (!types.IsToken(parameter.Type))
                continue;
            if (found >= 0 || parameter.RefKind != RefKind.None)
                return -1;
            found = parameter.Ordinal;
        }

        return found;
    }

    // The overload without params takes an array or a sequence of the same elements.
    private static bool TakesArray(ITypeSymbol type, ITypeSymbol array)
    {
        if (SymbolEqualityComparer.Default.Equals(type, array))
            return true;
        return array is IArrayTypeSymbol { ElementType: var element }
            && type is INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } sequence
            && sequence.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IEnumerable_T
                or SpecialType.System_Collections_Generic_IReadOnlyList_T or SpecialType.System_Collections_Generic_IReadOnlyCollection_T
            && SymbolEqualityComparer.Default.Equals(arguments[0], element);
    }

    /// <summary>
    /// Dapper takes the token inside a command definition: the overload has one of those in place of the text, its
    /// parameters and settings; what else there is (a map, a type) must be there in both.
    /// </summary>
    private TokenSlot? FindDapper(IMethodSymbol method)
    {
        if (!types.IsAwaitable(method.ReturnType))
            return null;
        foreach (var member in dapper!.GetMembers(method.Name))
        {
            if (member is not IMethodSymbol candidate || candidate.Arity != method.Arity || IsObsolete(candidate))
                continue;
            var shape = candidate.Arity > 0 ? candidate.Construct(method.TypeArguments, method.TypeArgumentNullableAnnotations) : candidate;
            var command = shape.Parameters.FirstOrDefault(each => SymbolEqualityComparer.Default.Equals(each.Type, commandDefinition));
            if (command is null || !SymbolEqualityComparer.Default.Equals(shape.ReturnType, method.ReturnType))
                continue;
            var matches = shape.Parameters.All(each => each.Equals(command, SymbolEqualityComparer.Default) || Has(method, each))
                && method.Parameters.All(each => CommandParts.Contains(each.Name) || Has(shape, each));
            if (matches)
                return new TokenSlot(SlotKind.CommandDefinition, candidate, candidate.Parameters[command.Ordinal], OnlyAwaited: false);
        }

        return null;

        static bool Has(IMethodSymbol of, IParameterSymbol wanted) =>
            of.Parameters.Any(each => each.Name == wanted.Name && SymbolEqualityComparer.Default.Equals(each.Type, wanted.Type));
    }

    /// <summary>Names of Dapper's parameters that become part of the command definition.</summary>
    public static readonly ImmutableHashSet<string> CommandParts = ImmutableHashSet.Create(
        StringComparer.Ordinal, "sql", "param", "transaction", "buffered", "commandTimeout", "commandType");

    private bool IsObsolete(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
        {
            if (SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, obsolete))
                return true;
        }

        return false;
    }

    private bool IsExempt(IMethodSymbol method) => method.Name == "Wait" || CancelSafety.GoesOnAnyway(method, types);
}
