using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>Where a token comes from: who can cancel it.</summary>
internal enum TokenMaker
{
    /// <summary>Not known: computed, chosen among several, or assigned more than once.</summary>
    Unknown,

    /// <summary><c>default</c>: nobody cancels it, and nobody said so in words.</summary>
    Default,

    /// <summary><c>CancellationToken.None</c>: nobody cancels it, in words.</summary>
    None,

    /// <summary>A parameter of the innermost function around its use.</summary>
    Parameter,

    /// <summary>A parameter of a function further out.</summary>
    OuterParameter,

    /// <summary>A field, a property or a primary-constructor parameter of the type, or the token of a source held there.</summary>
    Member,

    /// <summary>A property of a parameter, local or member, for example of a request context.</summary>
    Carried,

    /// <summary>The token of a source that the member makes itself and links with nothing: only its own time limit ends it.</summary>
    FreshSource,

    /// <summary>The token of a source that the member makes, and cancels itself or hands on to somebody who may.</summary>
    SteeredSource,

    /// <summary>The token of a source that the member links with other tokens.</summary>
    LinkedSource,
}

/// <summary>Where the value of a token expression comes from.</summary>
/// <param name="Maker">Who can cancel it.</param>
/// <param name="Value">The expression.</param>
/// <param name="Symbol">The parameter or member that it begins with, or the local that holds its source; null where there is none.</param>
/// <param name="Creation">For a source that the member makes: what creates it.</param>
internal readonly record struct TokenProvenance(TokenMaker Maker, IOperation Value, ISymbol? Symbol, IOperation? Creation)
{
    private const int MaxSteps = 8;

    /// <summary>
    /// The token that a call is given in so many words, itself or inside a command definition among its arguments; null when there is
    /// none, or more than one.
    /// </summary>
    public static IArgumentOperation? Given(IInvocationOperation call, TokenTypes types)
    {
        IArgumentOperation? found = null;
        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.Explicit)
                continue;
            if (types.IsToken(argument.Parameter?.Type))
            {
                if (found is not null)
                    return null;
                found = argument;
            }
            else if (types.IsCommandDefinition(argument.Parameter?.Type) && OwnOperations.Unwrap(argument.Value) is IObjectCreationOperation definition)
            {
                foreach (var part in definition.Arguments)
                {
                    if (part.ArgumentKind == ArgumentKind.Explicit && types.IsToken(part.Parameter?.Type))
                        found = part;
                }
            }
        }

        return found;
    }

    /// <summary>Follows a token expression to where it comes from.</summary>
    public static TokenProvenance Of(IOperation value, TokenTypes types) => Of(value, value, types, 0);

    /// <summary>Whether somebody else can cancel the token: a caller, or whoever stops the object.</summary>
    public bool IsCallers =>
        Maker is TokenMaker.Parameter or TokenMaker.OuterParameter or TokenMaker.Member or TokenMaker.Carried or TokenMaker.LinkedSource;

    /// <summary>Whether the source that the member makes has a time limit.</summary>
    public bool HasTimeLimit =>
        Creation is IObjectCreationOperation { Arguments.IsEmpty: false } || (Symbol is ILocalSymbol source && Creation is not null && Mentions(source, Creation, "CancelAfter"));

    /// <summary>Whether the member cancels the source itself.</summary>
    public bool IsCancelledHere => Symbol is ILocalSymbol source && Creation is not null && (Mentions(source, Creation, "Cancel") || Mentions(source, Creation, "CancelAsync"));

    /// <summary>Whether a linked source is linked with a token that somebody else can cancel.</summary>
    public bool Links(TokenTypes types)
    {
        if (Maker != TokenMaker.LinkedSource || Creation is not IInvocationOperation link)
            return false;
        foreach (var argument in link.Arguments)
        {
            var elements = argument.Value is IArrayCreationOperation { Initializer: { } list } ? list.ElementValues : ImmutableArray.Create(argument.Value);
            foreach (var element in elements)
            {
                if (types.IsToken(element.Type) && Of(element, types).IsCallers)
                    return true;
            }
        }

        return false;
    }

    private static TokenProvenance Of(IOperation value, IOperation use, TokenTypes types, int steps)
    {
        value = OwnOperations.Unwrap(value);
        switch (value)
        {
            case IDefaultValueOperation or IObjectCreationOperation { Arguments.IsEmpty: true }:
                return new TokenProvenance(TokenMaker.Default, use, null, null);
            case IObjectCreationOperation { Arguments: [{ Value.ConstantValue: { HasValue: true, Value: false } }] }:
                return new TokenProvenance(TokenMaker.None, use, null, null);
            case IPropertyReferenceOperation { Property: { IsStatic: true, Name: "None", ContainingType: var owner } } when types.IsToken(owner):
                return new TokenProvenance(TokenMaker.None, use, null, null);
            case IParameterReferenceOperation { Parameter: var parameter }:
                return new TokenProvenance(IsAssigned(parameter, value) ? TokenMaker.Unknown : MakerOf(parameter, value), use, parameter, null);
            case ILocalReferenceOperation { Local: var local } when steps < MaxSteps && OwnOperations.OnlyValue(local, value) is { } only:
                return Of(only, use, types, steps + 1);
            case IFieldReferenceOperation { Field: var field }:
                return new TokenProvenance(IsOwn(field, ((IFieldReferenceOperation)value).Instance) ? TokenMaker.Member : TokenMaker.Carried, use, field, null);
            case IPropertyReferenceOperation { Property.Name: "Token", Instance: { } source } when types.IsSource(source.Type):
                return OfSource(OwnOperations.Unwrap(source), use, types);
            case IPropertyReferenceOperation { Property: var property, Instance: var instance }:
                return new TokenProvenance(IsOwn(property, instance) ? TokenMaker.Member : TokenMaker.Carried, use, Root(instance) ?? property, null);
            default:
                return new TokenProvenance(TokenMaker.Unknown, use, null, null);
        }
    }

    private static TokenProvenance OfSource(IOperation source, IOperation use, TokenTypes types)
    {
        switch (source)
        {
            case ILocalReferenceOperation { Local: var local }:
                var creation = OwnOperations.OnlyValue(local, source) is { } value ? OwnOperations.Unwrap(value) : null;
                return new TokenProvenance(MakerOf(local, creation, source, types), use, local, creation);
            case IFieldReferenceOperation { Field: var field }:
                return new TokenProvenance(TokenMaker.Member, use, field, null);
            case IPropertyReferenceOperation { Property: var property }:
                return new TokenProvenance(TokenMaker.Member, use, property, null);
            case IParameterReferenceOperation { Parameter: var parameter }:
                return new TokenProvenance(TokenMaker.Carried, use, parameter, null);
            case IObjectCreationOperation:
                return new TokenProvenance(TokenMaker.FreshSource, use, null, source);
            default:
                return new TokenProvenance(TokenMaker.Unknown, use, null, null);
        }
    }

    private static TokenMaker MakerOf(ILocalSymbol source, IOperation? creation, IOperation use, TokenTypes types)
    {
        switch (creation)
        {
            case IObjectCreationOperation when types.IsSource(creation.Type):
                return IsSteered(source, use, types) ? TokenMaker.SteeredSource : TokenMaker.FreshSource;
            case IInvocationOperation { TargetMethod: { Name: "CreateLinkedTokenSource", ContainingType: var type } } when types.IsSource(type):
                return TokenMaker.LinkedSource;
            default:
                return TokenMaker.Unknown;
        }
    }

    // Anything but reading its token, setting its limit and disposing of it may be what cancels it.
    private static bool IsSteered(ILocalSymbol source, IOperation use, TokenTypes types)
    {
        foreach (var operation in OwnOperations.Root(use).Descendants())
        {
            if (operation is not ILocalReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Local, source))
                continue;
            switch (reference.Parent)
            {
                case IPropertyReferenceOperation { Property.Name: "Token" }:
                case IInvocationOperation { TargetMethod.Name: "CancelAfter" or "Dispose" or "TryReset" } call when call.Instance == reference:
                case IUsingOperation:
                    continue;
                default:
                    return true;
            }
        }

        return false;
    }

    private static bool Mentions(ILocalSymbol source, IOperation within, string method)
    {
        foreach (var operation in OwnOperations.Root(within).Descendants())
        {
            if (operation is IInvocationOperation { Instance: ILocalReferenceOperation reference } call && call.TargetMethod.Name == method
                && SymbolEqualityComparer.Default.Equals(reference.Local, source))
                return true;
        }

        return false;
    }

    private static bool IsAssigned(IParameterSymbol parameter, IOperation use)
    {
        foreach (var operation in OwnOperations.Root(use).Descendants())
        {
            if (operation is IAssignmentOperation { Target: IParameterReferenceOperation target } && SymbolEqualityComparer.Default.Equals(target.Parameter, parameter))
                return true;
        }

        return false;
    }

    private static TokenMaker MakerOf(IParameterSymbol parameter, IOperation use)
    {
        for (var parent = use.Parent; parent is not null; parent = parent.Parent)
        {
            if (OwnOperations.Symbol(parent) is { } function)
                return SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, function) ? TokenMaker.Parameter
                    : IsOfPrimaryConstructor(parameter) ? TokenMaker.Member
                    : TokenMaker.OuterParameter;
        }

        return IsOfPrimaryConstructor(parameter) ? TokenMaker.Member : TokenMaker.Parameter;
    }

    // What members use of it lives in the type.
    private static bool IsOfPrimaryConstructor(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } && parameter.DeclaringSyntaxReferences is [var declaration, ..]
        && declaration.GetSyntax().Parent?.Parent is Microsoft.CodeAnalysis.CSharp.Syntax.TypeDeclarationSyntax;

    private static bool IsOwn(ISymbol member, IOperation? instance) => member.IsStatic || instance is IInstanceReferenceOperation;

    private static ISymbol? Root(IOperation? instance) => instance switch
    {
        IParameterReferenceOperation parameter => parameter.Parameter,
        ILocalReferenceOperation local => local.Local,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation property => Root(property.Instance) ?? property.Property,
        _ => null,
    };
}
