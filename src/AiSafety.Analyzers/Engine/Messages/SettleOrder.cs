using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Messages;

/// <summary>
/// What runs after an operation within the handling of the same message. The order is read off the statements: what stands behind a
/// statement that is always left at its end runs after it, on every path that it is on.
/// </summary>
internal static class SettleOrder
{
    /// <summary>Work on a message that begins only after it was settled, or null when there is none or work went before.</summary>
    /// <param name="settling">The call that settles.</param>
    /// <param name="work">What counts as work in the function around it.</param>
    public static IInvocationOperation? WorkBehind(IInvocationOperation settling, MessageWork work) =>
        HasWorkBefore(settling, work) ? null : Behind(settling, work, Named(settling));

    /// <summary>
    /// The finally block that settles the message whatever became of it, and the work that may have failed before; null when
    /// the settling depends on a condition, or the block works on the message itself.
    /// </summary>
    public static (ITryOperation Attempt, IInvocationOperation Work)? InFinally(IInvocationOperation settling, MessageWork work)
    {
        for (IOperation each = settling; each.Parent is { } parent && !OwnOperations.IsFunction(each); each = parent)
        {
            if (parent is ITryOperation attempt)
            {
                if (attempt.Finally != each)
                    continue;
                return work.First(attempt.Finally) is null && work.First(attempt.Body) is { } done ? (attempt, done) : null;
            }

            if (IsChoice(parent, each) || parent is ILoopOperation or ICatchClauseOperation)
                return null;
        }

        return null;
    }

    /// <summary>
    /// The statements that run after the operation on every path that leaves it at its end, innermost first: of the blocks around it, and, where
    /// asked, of those around a loop over the items that it is in.
    /// </summary>
    public static IEnumerable<IOperation> Following(IOperation operation, bool leavesItemLoops)
    {
        for (var each = operation; each.Parent is { } parent && !OwnOperations.IsFunction(each); each = parent)
        {
            switch (parent)
            {
                case IBlockOperation block:
                    for (var i = block.Operations.IndexOf(each) + 1; i < block.Operations.Length; i++)
                    {
                        if (i > 0)
                            yield return block.Operations[i];
                    }

                    break;
                case ICatchClauseOperation:
                case ISwitchCaseOperation:
                case IConditionalOperation:
                case ILoopOperation when !(leavesItemLoops && parent is IForEachLoopOperation):
                    yield break;
                case ITryOperation attempt when attempt.Finally == each:
                    yield break;
            }
        }
    }

    /// <summary>Whether a block is never left at its end.</summary>
    /// <param name="block">The block, or the one statement in its place.</param>
    /// <param name="butNotBy">A jump that leads to the end after all.</param>
    public static bool EndsElsewhere(IOperation block, Func<IOperation, bool>? butNotBy = null)
    {
        var last = block;
        while (last is IBlockOperation { Operations: [.., var final] })
            last = final;
        return butNotBy?.Invoke(last) != true && last is IReturnOperation or IThrowOperation or IBranchOperation or IExpressionStatementOperation { Operation: IThrowOperation };
    }

    /// <summary>Whether the operation is under a condition, in a loop of unknown rounds or in a handler, as seen from around <paramref name="within"/>.</summary>
    public static bool IsConditional(IOperation operation, IOperation within)
    {
        for (var (child, parent) = (operation, operation.Parent); child != within && parent is not null; (child, parent) = (parent, parent.Parent))
        {
            if ((parent is IConditionalOperation conditional && child != conditional.Condition)
                || parent is ISwitchCaseOperation or ISwitchExpressionArmOperation or ICatchClauseOperation
                || (parent is IWhileLoopOperation or IForLoopOperation && child == ((ILoopOperation)parent).Body)
                || (parent is IConditionalAccessOperation access && child == access.WhenNotNull)
                || (parent is ICoalesceOperation coalesce && child == coalesce.WhenNull))
                return true;
        }

        return false;
    }

    private static bool HasWorkBefore(IInvocationOperation settling, MessageWork work)
    {
        foreach (var each in OwnOperations.Of(OwnOperations.Function(settling)))
        {
            if (each.Syntax.SpanStart >= settling.Syntax.SpanStart)
                continue;
            if (work.Is(each) && !settling.Syntax.Span.Contains(each.Syntax.Span) && !each.Syntax.Span.Contains(settling.Syntax.Span))
                return true;
        }

        return false;
    }

    private static IInvocationOperation? Behind(IInvocationOperation settling, MessageWork work, HashSet<ISymbol> named)
    {
        var surely = false;
        for (IOperation each = settling; each.Parent is { } parent && !OwnOperations.IsFunction(each); each = parent)
        {
            var statements = parent is IBlockOperation block ? block.Operations : ImmutableArray<IOperation>.Empty;
            for (var i = statements.IndexOf(each) + 1; i > 0 && i < statements.Length; i++)
            {
                var next = statements[i];
                if (LeavesSwitch(next))
                    break;
                // What is received from here on is another message.
                if (next is IReturnOperation { ReturnedValue: null } or IThrowOperation or IBranchOperation || work.Receives(next, named))
                    return null;
                if (work.First(next, surely) is { } found)
                    return found;
                if (next is IReturnOperation)
                    return null;
            }

            switch (parent)
            {
                case IConditionalOperation conditional when each != conditional.Condition:
                    if (EndsElsewhere(each))
                        return null;
                    surely = true;
                    break;
                case ISwitchCaseOperation section:
                    if (section.Body.IndexOf(each) >= 0 && EndsElsewhere(section.Body[section.Body.Length - 1], LeavesSwitch))
                        return null;
                    surely = true;
                    break;
                case ICatchClauseOperation or ILoopOperation:
                    return null;
                case ITryOperation attempt when attempt.Finally == each:
                    return null;
            }
        }

        return null;
    }

    private static bool LeavesSwitch(IOperation last)
    {
        if (last is not IBranchOperation { BranchKind: BranchKind.Break })
            return false;
        var parent = last.Parent;
        while (parent is not (null or ILoopOperation or ISwitchOperation))
            parent = parent.Parent;
        return parent is ISwitchOperation;
    }

    private static bool IsChoice(IOperation parent, IOperation each) =>
        (parent is IConditionalOperation conditional && each != conditional.Condition) || parent is ISwitchCaseOperation or ISwitchExpressionArmOperation
        || (parent is IConditionalAccessOperation access && access.WhenNotNull == each && access.Operation is not (IFieldReferenceOperation or IPropertyReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation));

    // The variables that say which message is settled.
    private static HashSet<ISymbol> Named(IInvocationOperation settling)
    {
        var named = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var each in settling.Descendants())
        {
            if (each is ILocalReferenceOperation { Local: var local })
                named.Add(local);
        }

        return named;
    }
}
