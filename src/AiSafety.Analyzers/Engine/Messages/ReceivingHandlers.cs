using AiSafety.Analyzers.Engine.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Messages;

/// <summary>Finds the code of the same type that handles what a consumer, a client or a loop receives.</summary>
internal sealed class ReceivingHandlers(Site site)
{
    private readonly Deliveries deliveries = Deliveries.Of(site.Session);

    /// <summary>The first work on messages that the handlers of the given consumer do, or null when they are not in sight or do none.</summary>
    /// <param name="consumer">The consumer as it is handed to the broker's client.</param>
    public IInvocationOperation? WorkOf(IOperation consumer)
    {
        consumer = OwnOperations.Unwrap(consumer);
        if (WorkOfClass(consumer.Type) is { } done)
            return done;
        if (Symbol(consumer) is not { } wanted)
            return null;
        foreach (var (@event, handler) in Subscriptions())
        {
            if (@event.Instance is { } instance && SymbolEqualityComparer.Default.Equals(Symbol(OwnOperations.Unwrap(instance)), wanted) && WorkOfHandler(handler) is { } work)
                return work;
        }

        return null;
    }

    /// <summary>The first work that the type does on what it receives itself: in the handlers of its consumers, or behind a receiving call.</summary>
    /// <param name="inLoopsOnly">Whether a receiving call counts only in a loop.</param>
    public IInvocationOperation? WorkInSight(bool inLoopsOnly)
    {
        foreach (var (_, handler) in Subscriptions())
        {
            if (WorkOfHandler(handler) is { } work)
                return work;
        }

        foreach (var node in Nodes<InvocationExpressionSyntax>())
        {
            if (Operation(node) is not IInvocationOperation call || deliveries.Receipts.Find(call.TargetMethod) is null)
                continue;
            var loop = Handlers.Attempts.Loop(call);
            if (inLoopsOnly && loop is null)
                continue;
            var function = OwnOperations.Function(call);
            if (new MessageWork(function, settling: null, site.Session).First(loop ?? function) is { } work)
                return work;
        }

        return null;
    }

    /// <summary>Whether a method or lambda is subscribed, in the same type, to an event that brings messages; its event then.</summary>
    public IEventReferenceOperation? SubscribedTo(IOperation function, IMethodSymbol? method)
    {
        foreach (var (@event, handler) in Subscriptions())
        {
            if (handler.Syntax == function.Syntax
                || (handler is IMethodReferenceOperation { Method: var target } && method is not null && SymbolEqualityComparer.Default.Equals(target.OriginalDefinition, method)))
                return @event;
        }

        return null;
    }

    /// <summary>The nodes of a kind in the parts of the containing type that are in the analysed file.</summary>
    public IEnumerable<TNode> Nodes<TNode>() where TNode : SyntaxNode
    {
        if (site.ContainingSymbol.ContainingType is not { } type)
            yield break;
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            if (reference.SyntaxTree != site.Model.SyntaxTree)
                continue;
            foreach (var node in reference.GetSyntax(site.CancellationToken).DescendantNodes())
            {
                if (node is TNode wanted)
                    yield return wanted;
            }
        }
    }

    /// <summary>The operation of a node of the analysed file.</summary>
    public IOperation? Operation(SyntaxNode node) => site.Model.GetOperation(node, site.CancellationToken);

    private IEnumerable<(IEventReferenceOperation Event, IOperation Handler)> Subscriptions()
    {
        foreach (var node in Nodes<AssignmentExpressionSyntax>())
        {
            if (node.IsKind(SyntaxKind.AddAssignmentExpression)
                && Operation(node) is IEventAssignmentOperation { EventReference: IEventReferenceOperation { Event: var @event } reference } assignment
                && deliveries.IsDelivering(@event))
            {
                var handler = OwnOperations.Unwrap(assignment.HandlerValue);
                yield return (reference, handler is IDelegateCreationOperation creation ? creation.Target : handler);
            }
        }
    }

    private IInvocationOperation? WorkOfHandler(IOperation handler)
    {
        switch (handler)
        {
            case IAnonymousFunctionOperation lambda:
                return First(lambda.Body, lambda.Symbol);
            case IMethodReferenceOperation { Method: var method } reference
                when Bodies.Of(site.Session).Of(method, reference.SemanticModel!, site.CancellationToken) is { } body:
                return First(body is ILocalFunctionOperation { Body: { } inner } ? inner : body, method);
            default:
                return null;
        }

        IInvocationOperation? First(IOperation body, IMethodSymbol method)
        {
            var work = new MessageWork(body, method.Parameters.Length == 2 ? ImmutableArray.Create(method.Parameters[1]) : method.Parameters, site.Session);
            // A handler that settles by itself is judged by its own calls.
            return work.First(body);
        }
    }

    // A class derived from the client's consumer.
    private IInvocationOperation? WorkOfClass(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol { DeclaringSyntaxReferences.IsEmpty: false } named)
            return null;
        foreach (var member in named.GetMembers())
        {
            if (member is not IMethodSymbol { IsOverride: true, Name: "HandleBasicDeliver" or "HandleBasicDeliverAsync" } method)
                continue;
            var part = method.DeclaringSyntaxReferences[0];
            var body = Bodies.Of(site.Session).Model(part.SyntaxTree, site.Model).GetOperation(part.GetSyntax(site.CancellationToken), site.CancellationToken);
            if (body is not null && new MessageWork(body, method.Parameters, site.Session).First(body) is { } work)
                return work;
        }

        return null;
    }

    private static ISymbol? Symbol(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation property => property.Property,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };
}
