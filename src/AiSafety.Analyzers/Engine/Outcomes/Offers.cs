using AiSafety.Analyzers.Engine.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Outcomes;

/// <summary>Finds out whether a queue can refuse an item that it is offered.</summary>
internal static class Offers
{
    private const int MaxDepth = 4;

    /// <summary>
    /// Whether the queue behind the call is bounded and waits for room: unknown where it is not made in sight. A place for one item, or an item without content,
    /// is a signal, and one that was not yet taken is as good as the next.
    /// </summary>
    public static Answer CanBeRefused(IInvocationOperation offer, Site site)
    {
        if (offer.Arguments.Length > 0 && IsSignal(OwnOperations.Unwrap(offer.Arguments[0].Value)))
            return Answer.No;
        return offer.Instance is { } queue && Creation(queue, site, 0) is { } creation ? IsBounded(creation, site) : Answer.Unknown;
    }

    private static bool IsSignal(IOperation item) =>
        item.ConstantValue.HasValue || item is IDefaultValueOperation or IObjectCreationOperation { Arguments.IsEmpty: true, Initializer: null };

    // Through "Writer", locals and members that get one value.
    private static IOperation? Creation(IOperation queue, Site site, int depth)
    {
        if (depth > MaxDepth)
            return null;
        queue = OwnOperations.Unwrap(queue);
        switch (queue)
        {
            case IConditionalAccessInstanceOperation instance:
                return OwnOperations.Accessed(instance) is { } accessed ? Creation(accessed, site, depth + 1) : null;
            case IPropertyReferenceOperation { Property: { Name: "Writer", ContainingType: { Name: "Channel", DeclaringSyntaxReferences.IsEmpty: true } }, Instance: { } channel }:
                return Creation(channel, site, depth + 1);
            case ILocalReferenceOperation { Local: var local }:
                return OwnOperations.OnlyValue(local, queue) is { } value ? Creation(value, site, depth + 1) : null;
            case IFieldReferenceOperation or IPropertyReferenceOperation:
                return MemberValues.Only(((IMemberReferenceOperation)queue).Member, site) is { } stored ? Creation(stored, site, depth + 1) : null;
            default:
                return queue is IInvocationOperation or IObjectCreationOperation || queue.Syntax is CollectionExpressionSyntax ? queue : null;
        }
    }

    private static Answer IsBounded(IOperation creation, Site site) => creation switch
    {
        IInvocationOperation { TargetMethod: { Name: "CreateBounded", ContainingType.Name: "Channel" }, Arguments: [var first] } => IsSingle(first.Value) ? Answer.No : Waits(OwnOperations.Unwrap(first.Value), site),
        IInvocationOperation { TargetMethod: { ContainingType.Name: "Channel" } } => Answer.No,
        IObjectCreationOperation { Type.Name: "BlockingCollection", Constructor: { } constructor } => constructor.Parameters.Any(each => each.Name == "boundedCapacity") ? Answer.Yes : Answer.No,
        // [] has no place for a bound.
        _ => creation.Syntax is CollectionExpressionSyntax ? Answer.No : Answer.Unknown,
    };

    private static bool IsSingle(IOperation capacity) => capacity.ConstantValue is { HasValue: true, Value: 1 };

    // By capacity alone it waits; with options it does what they say. A callback for dropped items is another overload.
    private static Answer Waits(IOperation options, Site site)
    {
        if (options.Type?.SpecialType == SpecialType.System_Int32)
            return Answer.Yes;
        if (options is ILocalReferenceOperation { Local: var local })
            options = OwnOperations.OnlyValue(local, options) is { } value ? OwnOperations.Unwrap(value) : options;
        if (options is not IObjectCreationOperation creation)
            return Answer.Unknown;
        if (creation.Arguments.Length > 0 && IsSingle(creation.Arguments[0].Value))
            return Answer.No;
        foreach (var each in creation.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
        {
            if (each is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "FullMode" } } mode)
                return mode.Value.ConstantValue is { HasValue: true, Value: 0 } ? Answer.Yes : Answer.No;
        }

        return Answer.Yes;
    }
}
