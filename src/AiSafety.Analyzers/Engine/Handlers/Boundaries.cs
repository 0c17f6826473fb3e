using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>
/// Functions above which nobody can catch, or where a framework calls in: programs, hosted services, event handlers,
/// middleware, message and request handlers, threads and timers. Catching everything and recording it is their job.
/// </summary>
internal sealed class Boundaries
{
    private static readonly string[] HandlerContracts =
    [
        "Microsoft.AspNetCore.Diagnostics.IExceptionHandler", "Microsoft.AspNetCore.Http.IMiddleware",
        "Microsoft.AspNetCore.Mvc.Filters.IExceptionFilter", "Microsoft.AspNetCore.Mvc.Filters.IAsyncExceptionFilter",
        "Microsoft.Extensions.Hosting.IHostedService", "Microsoft.Extensions.Hosting.IHostedLifecycleService",
        "MediatR.IRequestHandler`1", "MediatR.IRequestHandler`2", "MediatR.INotificationHandler`1", "MediatR.IPipelineBehavior`2",
        "MassTransit.IConsumer`1", "NServiceBus.IHandleMessages`1", "Rebus.Handlers.IHandleMessages`1", "Quartz.IJob",
    ];

    private static readonly string[] HandlerBases =
    [
        "Microsoft.Extensions.Hosting.BackgroundService", "Microsoft.AspNetCore.SignalR.Hub",
    ];

    private static readonly string[] HandlerAttributes =
    [
        "Microsoft.Azure.Functions.Worker.FunctionAttribute", "Microsoft.Azure.WebJobs.FunctionNameAttribute",
        "System.Runtime.InteropServices.UnmanagedCallersOnlyAttribute",
    ];

    private readonly ImmutableArray<INamedTypeSymbol> contracts;
    private readonly ImmutableArray<INamedTypeSymbol> bases;
    private readonly ImmutableArray<INamedTypeSymbol> attributes;
    private readonly INamedTypeSymbol? eventArgs;
    private readonly INamedTypeSymbol? httpContext;
    private readonly INamedTypeSymbol? grpcContext;
    private readonly INamedTypeSymbol? thread;
    private readonly INamedTypeSymbol? timer;
    private readonly INamedTypeSymbol? backgroundService;
    private readonly INamedTypeSymbol? hostedService;

    private Boundaries(Session session)
    {
        contracts = Resolve(HandlerContracts);
        bases = Resolve(HandlerBases);
        attributes = Resolve(HandlerAttributes);
        eventArgs = session.Type("System.EventArgs");
        httpContext = session.Type("Microsoft.AspNetCore.Http.HttpContext");
        grpcContext = session.Type("Grpc.Core.ServerCallContext");
        thread = session.Type("System.Threading.Thread");
        timer = session.Type("System.Threading.Timer");
        backgroundService = session.Type("Microsoft.Extensions.Hosting.BackgroundService");
        hostedService = session.Type("Microsoft.Extensions.Hosting.IHostedService");

        ImmutableArray<INamedTypeSymbol> Resolve(string[] names) =>
            ImmutableArray.CreateRange(names.Select(session.Type).OfType<INamedTypeSymbol>());
    }

    public static Boundaries Of(Session session) => session.Part(static each => new Boundaries(each));

    /// <summary>Whether the function is a boundary.</summary>
    public bool IsBoundary(FunctionContext function)
    {
        if (function.Method is not { } method)
            return false;
        if (method is { ReturnsVoid: true, IsAsync: true } or { MethodKind: MethodKind.Destructor })
            return true;
        if (method.MethodKind == MethodKind.AnonymousFunction)
            return IsCallback(function.Root);
        return IsProgram(method) || IsEventHandler(method) || HasAttribute(method) || IsFrameworkCall(method);
    }

    /// <summary>
    /// Whether work ends with the function for good, because the program, its host or a callback without a caller is all
    /// that is above: not so where a request or a message is handled.
    /// </summary>
    public bool EndsWork(FunctionContext function)
    {
        if (function.Method is not { } method)
            return false;
        if (method is { ReturnsVoid: true, IsAsync: true } or { MethodKind: MethodKind.Destructor })
            return true;
        if (method.MethodKind == MethodKind.AnonymousFunction)
            return IsCallback(function.Root);
        return IsProgram(method) || IsEventHandler(method) || (method.IsOverride && method.ContainingType.Inherits(backgroundService))
            || (method.ContainingType.Implements(hostedService) && ImplementsMember(method, hostedService!));
    }

    /// <summary>Whether the function is the program's entry point, so that the number that it returns is the exit code.</summary>
    public static bool IsProgram(FunctionContext function) => function.Method is { } method && IsProgram(method);

    /// <summary>Whether a host calls the method to start, run or stop a service.</summary>
    public bool IsHosted(IMethodSymbol method) =>
        Overrides(method, backgroundService) || (hostedService is not null && method.ContainingType.Implements(hostedService) && ImplementsMember(method, hostedService));

    private static bool Overrides(IMethodSymbol method, INamedTypeSymbol? type)
    {
        for (var each = method.OverriddenMethod; each is not null && type is not null; each = each.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(each.ContainingType, type))
                return true;
        }

        return false;
    }

    private static bool IsProgram(IMethodSymbol method) =>
        method is { Name: "Main" or "<Main>$", IsStatic: true };

    private bool IsEventHandler(IMethodSymbol method) =>
        method is { ReturnsVoid: true, Parameters: [{ Type.SpecialType: SpecialType.System_Object }, { Type: var type }] } && type.Inherits(eventArgs);

    private bool HasAttribute(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && attributes.Contains(type, SymbolEqualityComparer.Default))
                return true;
        }

        return false;
    }

    private bool IsFrameworkCall(IMethodSymbol method)
    {
        var type = method.ContainingType;
        foreach (var contract in contracts)
        {
            if (type.Implements(contract) && ImplementsMember(method, contract))
                return true;
        }

        foreach (var ancestor in bases)
        {
            if (type.Inherits(ancestor) && method.DeclaredAccessibility != Accessibility.Private && (method.IsOverride || ancestor.Name == "Hub"))
                return true;
        }

        return method is { Name: "Invoke" or "InvokeAsync" } && TakesFirst(method, httpContext)
            || (method.IsOverride && method.Parameters.Length > 0 && grpcContext is not null
                && SymbolEqualityComparer.Default.Equals(method.Parameters[method.Parameters.Length - 1].Type, grpcContext));
    }

    private static bool TakesFirst(IMethodSymbol method, INamedTypeSymbol? type) =>
        type is not null && method.Parameters.Length > 0 && SymbolEqualityComparer.Default.Equals(method.Parameters[0].Type, type);

    private static bool ImplementsMember(IMethodSymbol method, INamedTypeSymbol contract)
    {
        foreach (var each in method.ContainingType.AllInterfaces)
        {
            if (!SymbolEqualityComparer.Default.Equals(each.OriginalDefinition, contract))
                continue;
            foreach (var member in each.GetMembers())
            {
                if (SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method))
                    return true;
            }
        }

        return false;
    }

    // A lambda that is added to an event, or run by a thread or a timer of its own.
    private bool IsCallback(IOperation lambda)
    {
        var parent = lambda.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation or IArgumentOperation)
            parent = parent.Parent;
        return parent is IEventAssignmentOperation
            || (parent is IObjectCreationOperation { Type: { } type } && (type.Inherits(thread) || type.Inherits(timer)));
    }
}
