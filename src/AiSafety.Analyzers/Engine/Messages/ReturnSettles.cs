using AiSafety.Analyzers.Engine.Handlers;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AiSafety.Analyzers.Engine.Messages;

/// <summary>Handlers whose normal return settles the message as done: their framework retries or sets aside only what ends with an exception.</summary>
internal sealed class ReturnSettles
{
    private readonly ImmutableArray<INamedTypeSymbol> contracts;
    private readonly ImmutableArray<INamedTypeSymbol> triggers;
    private readonly ImmutableArray<INamedTypeSymbol> marks;
    private readonly ImmutableArray<INamedTypeSymbol> processed;

    private ReturnSettles(Session session)
    {
        contracts = Resolve(MessageSettlement.ReturningContracts);
        triggers = Resolve(MessageSettlement.ReturningTriggers);
        marks = Resolve(MessageSettlement.WolverineMarks);
        processed = Resolve(["Azure.Messaging.ServiceBus.ProcessMessageEventArgs", "Azure.Messaging.ServiceBus.ProcessSessionMessageEventArgs"]);

        ImmutableArray<INamedTypeSymbol> Resolve(string[] names) =>
            ImmutableArray.CreateRange(names.Select(session.Type).OfType<INamedTypeSymbol>());
    }

    /// <summary>Whether no such framework is referenced.</summary>
    public bool IsEmpty => contracts.IsEmpty && triggers.IsEmpty && marks.IsEmpty && processed.IsEmpty;

    public static ReturnSettles Of(Session session) => session.Part(static each => new ReturnSettles(each));

    /// <summary>Whether the function is such a handler.</summary>
    public bool Includes(FunctionContext function, Site site)
    {
        if (function.Method is not { Parameters.IsEmpty: false } method)
            return false;
        return IsContract(method) || IsTriggered(method) || IsWolverine(method) || IsProcessor(function, method, site);
    }

    private bool IsContract(IMethodSymbol method)
    {
        if (contracts.IsEmpty || method.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation))
            return false;
        foreach (var each in method.ContainingType.AllInterfaces)
        {
            // A message that says that another one failed: Fault<T>, IFailed<T>.
            if (!contracts.Contains(each.OriginalDefinition, SymbolEqualityComparer.Default) || each.TypeArguments is [{ Name: "Fault" or "IFailed" }])
                continue;
            foreach (var member in each.GetMembers())
            {
                if (SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method))
                    return true;
            }
        }

        return false;
    }

    private bool IsTriggered(IMethodSymbol method)
    {
        if (triggers.IsEmpty)
            return false;
        foreach (var parameter in method.Parameters)
        {
            foreach (var attribute in parameter.GetAttributes())
            {
                if (attribute.AttributeClass is { } type && triggers.Contains(type, SymbolEqualityComparer.Default))
                    return !SettlesItself(attribute);
            }
        }

        return false;
    }

    private static bool SettlesItself(AttributeData attribute)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument is { Key: "AutoCompleteMessages", Value.Value: false })
                return true;
        }

        return false;
    }

    // By its marks, or by the names that Wolverine looks for.
    private bool IsWolverine(IMethodSymbol method)
    {
        if (marks.IsEmpty || method is not { DeclaredAccessibility: Accessibility.Public, MethodKind: MethodKind.Ordinary, IsGenericMethod: false }
            || method.Name is not ("Handle" or "HandleAsync" or "Handles" or "HandlesAsync" or "Consume" or "ConsumeAsync" or "Consumes" or "ConsumesAsync"))
            return false;
        var type = method.ContainingType;
        if (type.DeclaredAccessibility != Accessibility.Public || Has(type.GetAttributes(), "WolverineIgnoreAttribute") || Has(method.GetAttributes(), "WolverineIgnoreAttribute"))
            return false;
        foreach (var mark in marks)
        {
            if (type.Implements(mark) || Has(type.GetAttributes(), mark.Name) || Has(method.GetAttributes(), mark.Name))
                return true;
        }

        // A handler of another framework has its contract.
        return type.AllInterfaces.IsEmpty && method.Parameters[0].Type is INamedTypeSymbol { TypeKind: TypeKind.Class, SpecialType: SpecialType.None }
            && (type.Name.EndsWith("Handler", StringComparison.Ordinal) || type.Name.EndsWith("Consumer", StringComparison.Ordinal));
    }

    private static bool Has(ImmutableArray<AttributeData> attributes, string name)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.AttributeClass is { } type && type.Name == name && type.ContainingNamespace.ToDisplayString() == "Wolverine.Attributes")
                return true;
        }

        return false;
    }

    // A Service Bus processor that this type creates and leaves at completing by itself.
    private bool IsProcessor(FunctionContext function, IMethodSymbol method, Site site)
    {
        if (!processed.Contains(method.Parameters[0].Type, SymbolEqualityComparer.Default))
            return false;
        var handlers = new ReceivingHandlers(site);
        if (handlers.SubscribedTo(function.Root, method) is null)
            return false;
        var creates = false;
        foreach (var name in handlers.Nodes<SimpleNameSyntax>())
        {
            switch (name.Identifier.ValueText)
            {
                case "AutoCompleteMessages":
                    return false;
                case "CreateProcessor" or "CreateSessionProcessor":
                    creates = true;
                    break;
            }
        }

        return creates;
    }
}
