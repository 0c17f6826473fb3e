using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>How an endpoint gets the token of what it serves.</summary>
internal enum EndpointToken
{
    /// <summary>Not an endpoint, or its signature is not its own to change.</summary>
    None,

    /// <summary>The framework fills a parameter of the token's type.</summary>
    Parameter,

    /// <summary>From the connection: hub methods are not given one.</summary>
    Connection,
}

/// <summary>What is known of a method or lambda as an endpoint.</summary>
/// <param name="Token">How it gets a token.</param>
/// <param name="IsAskedToChange">Whether its route is for requests that change something: POST, PUT, PATCH, DELETE.</param>
internal readonly record struct EndpointFacts(EndpointToken Token, bool IsAskedToChange);

/// <summary>
/// Methods and lambdas that a framework calls for a request or a message and whose parameters are theirs to choose: actions of controllers,
/// handlers of minimal APIs and of Razor Pages, hub methods, functions, Wolverine's handlers.
/// </summary>
internal sealed class Endpoints
{
    private static readonly ImmutableHashSet<string> WolverineMethods = ImmutableHashSet.Create(
        StringComparer.Ordinal, "Handle", "HandleAsync", "Handles", "HandlesAsync", "Consume", "ConsumeAsync", "Consumes", "ConsumesAsync");

    private static readonly string[] PageVerbs = ["Get", "Post", "Put", "Patch", "Delete"];

    private readonly ConcurrentDictionary<SyntaxTree, ILookup<string, InvocationExpressionSyntax>> mapped = new();
    private readonly INamedTypeSymbol? controllerBase;
    private readonly INamedTypeSymbol? controllerAttribute;
    private readonly INamedTypeSymbol? nonAction;
    private readonly INamedTypeSymbol? hub;
    private readonly INamedTypeSymbol? page;
    private readonly INamedTypeSymbol? routing;
    private readonly INamedTypeSymbol? @delegate;
    private readonly INamedTypeSymbol? wolverine;
    private readonly ImmutableArray<INamedTypeSymbol> functions;

    private Endpoints(Session session)
    {
        controllerBase = session.Type("Microsoft.AspNetCore.Mvc.ControllerBase");
        controllerAttribute = session.Type("Microsoft.AspNetCore.Mvc.ControllerAttribute");
        nonAction = session.Type("Microsoft.AspNetCore.Mvc.NonActionAttribute");
        hub = session.Type("Microsoft.AspNetCore.SignalR.Hub");
        page = session.Type("Microsoft.AspNetCore.Mvc.RazorPages.PageModel");
        routing = session.Type("Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions");
        @delegate = session.Type("System.Delegate");
        wolverine = session.Type("Wolverine.IMessageBus");
        functions = ImmutableArray.CreateRange(new[] { "Microsoft.Azure.Functions.Worker.FunctionAttribute", "Microsoft.Azure.WebJobs.FunctionNameAttribute" }
            .Select(session.Type).OfType<INamedTypeSymbol>());
    }

    public static Endpoints Of(Session session) => session.Part(static each => new Endpoints(each));

    /// <summary>What is known of a method as an endpoint.</summary>
    /// <param name="method">A method of the compilation.</param>
    /// <param name="model">The semantic model of the file that it is declared in.</param>
    public EndpointFacts Of(IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken)
    {
        if (method.MethodKind != MethodKind.Ordinary || HasFixedSignature(method))
            return default;
        var type = method.ContainingType;
        var isOpen = method.DeclaredAccessibility == Accessibility.Public && !method.IsStatic && !method.IsGenericMethod;
        if (isOpen && type.Inherits(hub))
            return new EndpointFacts(EndpointToken.Connection, false);
        if (isOpen && IsController(type) && !Has(method, nonAction))
            return new EndpointFacts(EndpointToken.Parameter, IsAskedToChange(method));
        if (isOpen && type.Inherits(page) && Array.Find(PageVerbs, each => IsPageHandler(method.Name, each)) is { } verb)
            return new EndpointFacts(EndpointToken.Parameter, verb != "Get");
        if (functions.Any(each => Has(method, each)) || IsWolverineHandler(method))
            return new EndpointFacts(EndpointToken.Parameter, false);
        return OfMapped(method, model, cancellationToken);
    }

    /// <summary>Whether a call that maps a route maps it for requests that change something.</summary>
    public static bool MapsChange(IInvocationOperation call) => call.TargetMethod.Name is "MapPost" or "MapPut" or "MapPatch" or "MapDelete";

    /// <summary>The handler that a call maps a route to: a lambda, or a reference to a method; null when the call maps none.</summary>
    public IOperation? Handler(IInvocationOperation call)
    {
        if (routing is null || !call.TargetMethod.Name.StartsWith("Map", StringComparison.Ordinal)
            || !SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, routing))
            return null;
        foreach (var argument in call.Arguments)
        {
            if (SymbolEqualityComparer.Default.Equals(argument.Parameter?.Type, @delegate) && OwnOperations.Unwrap(argument.Value) is IDelegateCreationOperation { Target: var target })
                return target;
        }

        return null;
    }

    /// <summary>Whether others decide on the parameters: a base class, an interface, the runtime.</summary>
    public static bool HasFixedSignature(IMethodSymbol method)
    {
        if (method.IsOverride || method.IsAbstract || method.IsExtern || !method.ExplicitInterfaceImplementations.IsEmpty || method.PartialDefinitionPart is not null)
            return true;
        return method.Contracts().Any();
    }

    private bool IsController(INamedTypeSymbol type)
    {
        if (type.Inherits(controllerBase))
            return true;
        if (controllerAttribute is null)
            return false;
        for (var each = type; each is not null; each = each.BaseType)
        {
            foreach (var attribute in each.GetAttributes())
            {
                if (attribute.AttributeClass.Inherits(controllerAttribute))
                    return true;
            }
        }

        return false;
    }

    // "OnGet", "OnGetAsync", "OnGetRowsAsync", as Razor Pages finds them.
    private static bool IsPageHandler(string name, string verb) =>
        name.StartsWith("On" + verb, StringComparison.Ordinal) && (name.Length == verb.Length + 2 || !char.IsLower(name[verb.Length + 2]));

    // As Wolverine finds them: by name, or marked as such.
    private bool IsWolverineHandler(IMethodSymbol method) =>
        wolverine is not null && method.DeclaredAccessibility == Accessibility.Public && WolverineMethods.Contains(method.Name) && !method.Parameters.IsEmpty
        && method.ContainingType is { DeclaredAccessibility: Accessibility.Public, Name: var name }
        && (name.EndsWith("Handler", StringComparison.Ordinal) || name.EndsWith("Consumer", StringComparison.Ordinal));

    private bool IsAskedToChange(IMethodSymbol action)
    {
        foreach (var attribute in action.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "HttpPostAttribute" or "HttpPutAttribute" or "HttpPatchAttribute" or "HttpDeleteAttribute" } type
                && SymbolEqualityComparer.Default.Equals(type.ContainingNamespace, controllerBase?.ContainingNamespace))
                return true;
        }

        return false;
    }

    // Handlers of minimal APIs that are methods, mapped in their own file.
    private EndpointFacts OfMapped(IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken)
    {
        var facts = default(EndpointFacts);
        if (routing is null)
            return facts;
        foreach (var invocation in mapped.GetOrAdd(model.SyntaxTree, MapCalls)[method.Name])
        {
            if (model.GetOperation(invocation, cancellationToken) is IInvocationOperation call && Handler(call) is IMethodReferenceOperation { Method: var handler }
                && SymbolEqualityComparer.Default.Equals(handler.OriginalDefinition, method))
                facts = new EndpointFacts(EndpointToken.Parameter, facts.IsAskedToChange || MapsChange(call));
        }

        return facts;
    }

    private static ILookup<string, InvocationExpressionSyntax> MapCalls(SyntaxTree tree) =>
        (from invocation in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
         where invocation.Expression is MemberAccessExpressionSyntax access && access.Name.Identifier.ValueText.StartsWith("Map", StringComparison.Ordinal)
         from argument in invocation.ArgumentList.Arguments
         let name = argument.Expression switch
         {
             SimpleNameSyntax simple => simple.Identifier.ValueText,
             MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
             _ => null,
         }
         where name is not null
         select (name, invocation)).ToLookup(static each => each.name, static each => each.invocation, StringComparer.Ordinal);

    private static bool Has(IMethodSymbol method, INamedTypeSymbol? attribute)
    {
        if (attribute is null)
            return false;
        foreach (var each in method.GetAttributes())
        {
            if (each.AttributeClass.Inherits(attribute))
                return true;
        }

        return false;
    }
}
