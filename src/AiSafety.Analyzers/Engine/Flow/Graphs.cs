using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Flow;

/// <summary>Finds the control-flow graph of the innermost function (member, lambda, local function) around an operation.</summary>
internal static class Graphs
{
    /// <summary>Bodies with more blocks than this are not followed.</summary>
    public const int MaxBlocks = 2_000;

    /// <summary>The graph of the function that <paramref name="operation"/> is directly in, or null when it cannot be had.</summary>
    public static ControlFlowGraph? Around(IOperation operation, Site site) =>
        Around(operation, site.Graph(), site.CancellationToken);

    /// <summary>As above, where <paramref name="graph"/> is the graph of the whole member around the operation.</summary>
    public static ControlFlowGraph? Around(IOperation operation, ControlFlowGraph? graph, CancellationToken cancellationToken)
    {
        var functions = new List<IOperation>();
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
                functions.Add(parent);
        }

        for (var i = functions.Count - 1; i >= 0 && graph is not null; i--)
            graph = Nested(graph, functions[i], cancellationToken);
        return graph is { Blocks.Length: <= MaxBlocks } ? graph : null;
    }

    /// <summary>The graph of a body that the driver did not hand out, or null when Roslyn cannot build it.</summary>
    public static ControlFlowGraph? Of(IOperation body, CancellationToken cancellationToken)
    {
        try
        {
            return body switch
            {
                IMethodBodyOperation method => ControlFlowGraph.Create(method, cancellationToken),
                IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor, cancellationToken),
                IBlockOperation { Parent: null } block => ControlFlowGraph.Create(block, cancellationToken),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or NullReferenceException or IndexOutOfRangeException)
        {
            // As in Session.Graph: malformed code can defeat it, and no graph means unknown.
            return null;
        }
    }

    private static ControlFlowGraph? Nested(ControlFlowGraph graph, IOperation function, CancellationToken cancellationToken)
    {
        if (function is ILocalFunctionOperation { Symbol: var symbol })
        {
            return graph.LocalFunctions.Contains(symbol, SymbolEqualityComparer.Default)
                ? graph.GetLocalFunctionControlFlowGraph(symbol, cancellationToken)
                : null;
        }

        foreach (var block in graph.Blocks)
        {
            foreach (var top in Operations(block))
            {
                foreach (var each in top.DescendantsAndSelf())
                {
                    if (each is IFlowAnonymousFunctionOperation anonymous && anonymous.Syntax == function.Syntax)
                        return graph.GetAnonymousFunctionControlFlowGraph(anonymous, cancellationToken);
                }
            }
        }

        return null;
    }

    /// <summary>The operations of a block in order, its branch value last.</summary>
    public static IEnumerable<IOperation> Operations(BasicBlock block) =>
        block.BranchValue is null ? block.Operations : block.Operations.Append(block.BranchValue);

    /// <summary>The innermost function around an operation: a lambda, a local function, or null for the member itself.</summary>
    public static IOperation? Function(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
                return parent;
        }

        return null;
    }
}
