using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Flow;

/// <summary>What an operation is to somebody who walks through a graph.</summary>
internal enum Passage
{
    /// <summary>It is passed.</summary>
    Open,

    /// <summary>Nothing behind it is reached by this way.</summary>
    Closed,

    /// <summary>It is what was looked for.</summary>
    Target,
}

/// <summary>What is reached in a graph when some of its edges may not be taken.</summary>
internal static class Reachability
{
    /// <summary>Whether a walk from the entry arrives. Handlers are entered from wherever an exception can be thrown.</summary>
    /// <param name="graph">The graph of one function.</param>
    /// <param name="passage">What an operation of a block is.</param>
    /// <param name="isClosed">Whether the edge may not be taken on which a condition came out as given.</param>
    /// <param name="isTarget">Whether the walk has arrived when it has passed all of a block; null when only operations count.</param>
    /// <param name="cancellationToken">Stops the analysis.</param>
    public static bool IsReached(
        ControlFlowGraph graph, Func<IOperation, Passage> passage, Func<IOperation, bool, bool> isClosed, Func<BasicBlock, bool>? isTarget, CancellationToken cancellationToken)
    {
        var seen = new bool[graph.Blocks.Length];
        var pending = new Stack<BasicBlock>();
        Visit(graph.Blocks[0]);
        while (pending.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var block = pending.Pop();
            foreach (var handler in ForwardSolver.Handlers(block))
                Visit(graph.Blocks[handler.FirstBlockOrdinal]);
            var through = Passage.Open;
            foreach (var top in Graphs.Operations(block))
            {
                through = passage(top);
                if (through != Passage.Open)
                    break;
            }

            if (through == Passage.Closed)
                continue;
            if (through == Passage.Target || isTarget?.Invoke(block) == true)
                return true;
            var whenTrue = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
            if (block.ConditionalSuccessor?.Destination is { } jump && !IsClosed(block, whenTrue))
                Visit(jump);
            if (block.FallThroughSuccessor?.Destination is { } next && (block.ConditionKind == ControlFlowConditionKind.None || !IsClosed(block, !whenTrue)))
                Visit(next);
        }

        return false;

        void Visit(BasicBlock block)
        {
            if (seen[block.Ordinal])
                return;
            seen[block.Ordinal] = true;
            pending.Push(block);
        }

        bool IsClosed(BasicBlock block, bool outcome) => block.BranchValue is { } value && isClosed(value, outcome);
    }

    /// <summary>
    /// Tells which operations of the blocks hold an operation of the original tree. Lowered parts of a larger expression share its syntax, so only where the graph
    /// has nothing with the operation's own syntax does one count that lies around it.
    /// </summary>
    public static Func<IOperation, bool> Holding(ControlFlowGraph graph, IOperation target)
    {
        foreach (var block in graph.Blocks)
        {
            if (Graphs.Operations(block).Any(IsExact))
                return IsExact;
        }

        return IsAround;

        bool IsAround(IOperation top) => top.Syntax.Span.Contains(target.Syntax.Span);

        bool IsExact(IOperation top) => IsAround(top) && top.DescendantsAndSelf().Any(each => each.Syntax == target.Syntax);
    }
}
