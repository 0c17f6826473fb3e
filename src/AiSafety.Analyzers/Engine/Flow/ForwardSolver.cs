using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Flow;

/// <summary>
/// A small forward data-flow solver over Roslyn's control-flow graph. States are sets of up to 64 facts, joined by
/// union ("may reach"). Handlers are entered from every point of their try region.
/// </summary>
internal static class ForwardSolver
{
    /// <summary>Work limit; a graph that needs more is unknown.</summary>
    private const int MaxSteps = 20_000;

    /// <summary>Runs to the fixed point.</summary>
    /// <param name="graph">The function's graph.</param>
    /// <param name="entry">The state before the first block.</param>
    /// <param name="transfer">
    /// For a block and the state before it: the state after it, and the union of all states at points in between
    /// (which is what an exception can carry to a handler).
    /// </param>
    /// <returns>The state before each block by ordinal, null for unreachable ones; or null when the limit was met.</returns>
    public static ulong?[]? Solve(
        ControlFlowGraph graph, ulong entry, Func<BasicBlock, ulong, (ulong After, ulong Within)> transfer,
        CancellationToken cancellationToken)
    {
        var before = new ulong?[graph.Blocks.Length];
        var pending = new Queue<BasicBlock>();
        Flow(graph.Blocks[0], entry);
        for (var steps = 0; pending.Count > 0; steps++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (steps > MaxSteps)
                return null;
            var block = pending.Dequeue();
            var (after, within) = transfer(block, before[block.Ordinal]!.Value);
            foreach (var handler in Handlers(block))
                Flow(graph.Blocks[handler.FirstBlockOrdinal], within);
            Follow(block.FallThroughSuccessor, after);
            Follow(block.ConditionalSuccessor, after);
        }

        return before;

        void Follow(ControlFlowBranch? branch, ulong state)
        {
            if (branch is null)
                return;

            // The finally blocks on the way are entered through Handlers; the state passes them unchanged, which the
            // callers make true by giving up on facts that a finally block changes.
            if (branch.Destination is not null)
                Flow(branch.Destination, state);
        }

        void Flow(BasicBlock block, ulong state)
        {
            var joined = (before[block.Ordinal] ?? 0) | state;
            if (before[block.Ordinal] == joined)
                return;
            before[block.Ordinal] = joined;
            pending.Enqueue(block);
        }
    }

    /// <summary>Whether a block belongs to a finally region.</summary>
    public static bool IsInFinally(BasicBlock block)
    {
        foreach (var region in Regions(block))
        {
            if (region.Kind == ControlFlowRegionKind.Finally)
                return true;
        }

        return false;
    }

    /// <summary>Whether a block belongs to a catch or filter region, while the operation, whose path is followed, is in no handler: an exception has led there.</summary>
    public static bool IsInHandler(BasicBlock block, IOperation start)
    {
        foreach (var region in Regions(block))
        {
            if (region.Kind is not (ControlFlowRegionKind.Catch or ControlFlowRegionKind.Filter))
                continue;
            for (var parent = start.Parent; parent is not null; parent = parent.Parent)
            {
                if (parent is ICatchClauseOperation)
                    return false;
            }

            return true;
        }

        return false;
    }

    /// <summary>The catch, filter and finally regions that an exception in the block can enter.</summary>
    public static IEnumerable<ControlFlowRegion> Handlers(BasicBlock block)
    {
        foreach (var region in Regions(block))
        {
            if (region.Kind != ControlFlowRegionKind.Try || region.EnclosingRegion is not { } outer)
                continue;
            foreach (var sibling in outer.NestedRegions)
            {
                if (sibling.Kind != ControlFlowRegionKind.Try)
                    yield return sibling;
            }
        }
    }

    // The regions of the block's own graph, the innermost first: the root of a nested function lies in a region of the graph around it.
    private static IEnumerable<ControlFlowRegion> Regions(BasicBlock block)
    {
        for (var region = block.EnclosingRegion; region is { Kind: not ControlFlowRegionKind.Root }; region = region.EnclosingRegion)
            yield return region;
    }
}
