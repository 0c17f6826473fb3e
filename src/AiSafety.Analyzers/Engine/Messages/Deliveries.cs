using AiSafety.Analyzers.Engine.Facts;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Messages;

/// <summary>The settlement tables, resolved against one compilation.</summary>
internal sealed class Deliveries
{
    private readonly ImmutableArray<INamedTypeSymbol> types;
    private readonly ImmutableArray<(INamedTypeSymbol Type, string Event)> events;

    private Deliveries(Session session)
    {
        Settlements = session.Facts(MessageSettlement.Calls);
        Receipts = session.Facts(MessageSettlement.Receipts);
        types = ImmutableArray.CreateRange(MessageSettlement.Deliveries.Select(session.Type).OfType<INamedTypeSymbol>());
        events = ImmutableArray.CreateRange(
            from each in MessageSettlement.Events
            let type = session.Type(each.Type)
            where type is not null
            select (type, each.Event));
    }

    public FactIndex<Settlement> Settlements { get; }

    public FactIndex<Receipt> Receipts { get; }

    public static Deliveries Of(Session session) => session.Part(static each => new Deliveries(each));

    /// <summary>Whether a value of the type is a delivered message, or brings one or several.</summary>
    public bool IsDelivery(ITypeSymbol? type)
    {
        if (type is IArrayTypeSymbol array)
            return IsDelivery(array.ElementType);
        if (type is not INamedTypeSymbol named)
            return false;
        foreach (var each in types)
        {
            if (SymbolEqualityComparer.Default.Equals(named.OriginalDefinition, each))
                return true;
        }

        // List<Message>, Response<QueueMessage>, Task<ConsumeResult<K, V>>.
        foreach (var argument in named.TypeArguments)
        {
            if (named.TypeKind != TypeKind.Delegate && IsDelivery(argument))
                return true;
        }

        return false;
    }

    /// <summary>Whether the event brings messages to its handlers.</summary>
    public bool IsDelivering(IEventSymbol @event)
    {
        foreach (var (type, name) in events)
        {
            if (@event.Name == name && SymbolEqualityComparer.Default.Equals(@event.ContainingType.OriginalDefinition, type))
                return true;
        }

        return false;
    }

    /// <summary>What the call does with a message, or null; awaited and blocked-on calls are given as the call itself.</summary>
    public Settlement? Settles(IOperation operation) =>
        operation is IInvocationOperation call ? Settlements.Find(call.TargetMethod) : null;
}
