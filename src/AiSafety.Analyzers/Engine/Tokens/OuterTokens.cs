using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>How the token that a lambda or local function is given depends on the one around it.</summary>
internal enum TokenTie
{
    /// <summary>Not known: nobody can be seen to call the function.</summary>
    Unknown,

    /// <summary>Who calls the function has a token of his own to give.</summary>
    None,

    /// <summary>Who calls the function was given a token from outside, and gives that one, or one that is linked with it.</summary>
    Descends,

    /// <summary>Who calls the function could have been given a token from outside, and was not.</summary>
    Withheld,
}

/// <summary>A token of a function further out that is passed on by a function that has one of its own.</summary>
/// <param name="Argument">Where it is passed.</param>
/// <param name="Inner">The function's own token parameter.</param>
/// <param name="IsInnerUsed">Whether the function also uses its own.</param>
internal sealed record OuterToken(IArgumentOperation Argument, IParameterSymbol Inner, bool IsInnerUsed);

/// <summary>Finds functions that are given a token and pass on that of the function around them.</summary>
internal static class OuterTokens
{
    /// <summary>The only token parameter of a lambda or local function; null when it has none or several, or the operation is neither.</summary>
    public static IParameterSymbol? Own(IOperation function, TokenTypes types)
    {
        IParameterSymbol? own = null;
        foreach (var parameter in OwnOperations.Symbol(function)?.Parameters ?? ImmutableArray<IParameterSymbol>.Empty)
        {
            if (!types.IsToken(parameter.Type))
                continue;
            if (own is not null)
                return null;
            own = parameter;
        }

        return own;
    }

    /// <summary>Where a lambda or local function with a token parameter of its own passes on an outer one.</summary>
    public static IReadOnlyList<OuterToken> Of(IOperation function, TokenTypes types)
    {
        if (Own(function, types) is not { } inner || function.Syntax.ContainsDiagnostics)
            return [];
        var (found, isUsed) = (new List<IArgumentOperation>(), false);
        var open = new Stack<IOperation>();
        open.Push(function);
        while (open.Count > 0)
        {
            var operation = open.Pop();
            switch (operation)
            {
                case IParameterReferenceOperation { Parent: not INameOfOperation } reference when SymbolEqualityComparer.Default.Equals(reference.Parameter, inner):
                    isUsed = true;
                    break;
                case IArgumentOperation { ArgumentKind: ArgumentKind.Explicit } argument when types.IsToken(argument.Parameter?.Type)
                    && PassesOn(argument, types) && IsOuter(argument.Value, function, types):
                    found.Add(argument);
                    break;
            }

            foreach (var child in operation.ChildOperations.Reverse())
            {
                if (Own(child, types) is null)
                    open.Push(child);
            }
        }

        return found.ConvertAll(argument => new OuterToken(argument, inner, isUsed));
    }

    /// <summary>How the token that a function is given depends on the token outside, as far as its use shows.</summary>
    public static TokenTie Tie(IOperation function, Session session)
    {
        var types = TokenTypes.Of(session);
        if (function is not ILocalFunctionOperation local)
            return OfDelegate(function, session, types);
        var tie = TokenTie.Unknown;
        foreach (var operation in OwnOperations.Root(function).Descendants())
        {
            var each = operation switch
            {
                IInvocationOperation call when Is(call.TargetMethod) => OfArguments(call, types) ?? TokenTie.Withheld,
                IMethodReferenceOperation group when Is(group.Method) => OfDelegate(group, session, types),
                _ => TokenTie.Unknown,
            };
            if (each == TokenTie.Withheld)
                return each;
            if (each != TokenTie.Unknown)
                tie = each;
        }

        return tie;

        bool Is(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, local.Symbol);
    }

    private static TokenTie OfDelegate(IOperation function, Session session, TokenTypes types)
    {
        var value = function;
        while (value.Parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
            value = value.Parent;
        if (value.Parent is not IArgumentOperation { Parent: IInvocationOperation call })
            return TokenTie.Unknown;
        if (OfArguments(call, types) is { } tie)
            return tie;
        return TokenSlots.Of(session).Of(call.TargetMethod).Slot is null ? TokenTie.None : TokenTie.Withheld;
    }

    // Null when the call is given no token in so many words.
    private static TokenTie? OfArguments(IInvocationOperation call, TokenTypes types)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.Explicit || argument.Parameter is not { } parameter)
                continue;
            if (types.IsToken(parameter.Type))
                return TokenProvenance.Of(argument.Value, types).Maker is TokenMaker.None or TokenMaker.Default ? TokenTie.Withheld : TokenTie.Descends;
            if (types.Carried(parameter.Type) is not null)
                return IsGivenToken(argument.Value, types) ? TokenTie.Descends : TokenTie.Unknown;
        }

        return null;
    }

    // "new ParallelOptions { CancellationToken = token }", written there or put into a local.
    private static bool IsGivenToken(IOperation options, TokenTypes types)
    {
        options = OwnOperations.Unwrap(options);
        if (options is ILocalReferenceOperation { Local: var local } && OwnOperations.OnlyValue(local, options) is { } value)
            options = OwnOperations.Unwrap(value);
        return options is IObjectCreationOperation { Initializer: { } initializer }
            && initializer.Initializers.Any(each => each is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation target } && types.IsToken(target.Type));
    }

    // Linking, comparing, and saying whose cancellation it was need the outer one.
    private static bool PassesOn(IArgumentOperation argument, TokenTypes types) => argument.Parent switch
    {
        IInvocationOperation { TargetMethod: { Name: not ("FromCanceled" or "TrySetCanceled" or "SetCanceled"), ContainingType: var type } } =>
            !types.IsToken(type) && !types.IsSource(type),
        IObjectCreationOperation creation => !types.KeepsItsToken(creation.Type),
        _ => false,
    };

    private static bool IsOuter(IOperation value, IOperation function, TokenTypes types)
    {
        var reference = OwnOperations.Unwrap(value);
        if (reference is IPropertyReferenceOperation { Property.Name: "Token", Instance: ILocalReferenceOperation source } && types.IsSource(source.Type))
            reference = source;
        var symbol = OwnOperations.Variable(reference);
        if (symbol is not { DeclaringSyntaxReferences: [var declaration, ..] } || function.Syntax.Span.Contains(declaration.Span))
            return false;
        var maker = TokenProvenance.Of(value, types).Maker;
        return maker is TokenMaker.OuterParameter or TokenMaker.Parameter or TokenMaker.FreshSource or TokenMaker.SteeredSource or TokenMaker.LinkedSource
            || (symbol is ILocalSymbol && maker is TokenMaker.Carried or TokenMaker.Member);
    }
}
