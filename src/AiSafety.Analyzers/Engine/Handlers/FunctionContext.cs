using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>The innermost function around an operation.</summary>
internal readonly struct FunctionContext
{
    private FunctionContext(IOperation root, IMethodSymbol? method)
    {
        Root = root;
        Method = method;
    }

    /// <summary>The lambda, local function, or the member's own outermost operation.</summary>
    public IOperation Root { get; }

    /// <summary>The function's symbol; null for initializers.</summary>
    public IMethodSymbol? Method { get; }

    /// <summary>Name by which the function is called: of the method, local function or property; empty for lambdas.</summary>
    public string Name => Method switch
    {
        null or { MethodKind: MethodKind.AnonymousFunction } => "",
        { AssociatedSymbol: { } property } => property.Name,
        // The last part of "IContract.Method".
        { ExplicitInterfaceImplementations: [var contract, ..] } => contract.Name,
        _ => Method.Name,
    };

    public static FunctionContext Of(IOperation operation, Site site) => Of(operation, site.ContainingSymbol);

    /// <summary>As above, in a member.</summary>
    public static FunctionContext Of(IOperation operation, ISymbol? containing)
    {
        var root = OwnOperations.Function(operation);
        return new FunctionContext(root, OwnOperations.Symbol(root) ?? containing as IMethodSymbol);
    }
}
