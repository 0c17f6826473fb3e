using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Flow;

/// <summary>One assignment that can reach a use.</summary>
/// <param name="Assignment">
/// The operation that assigns, in the original tree: a declarator, a simple or a compound assignment; null for the
/// value that a parameter comes with.
/// </param>
/// <param name="Value">The assigned value in the original tree; for a compound assignment its right side.</param>
internal readonly record struct Definition(IOperation? Assignment, IOperation? Value)
{
    /// <summary>The value that the parameter was called with.</summary>
    public bool IsParameterValue => Assignment is null;

    /// <summary>Whether the new value is built from the previous one (<c>+=</c>).</summary>
    public bool BuildsOnPrevious => Assignment is ICompoundAssignmentOperation;
}

/// <summary>Which values of a local or parameter can reach one of its uses.</summary>
internal static class ReachingValues
{
    /// <summary>
    /// The definitions that can reach <paramref name="use"/>, or null when that is unknown: the variable is written
    /// by a nested function, through a reference, by <c>??=</c>, deconstruction, a pattern or a loop, or the body is too large.
    /// </summary>
    /// <param name="use">A reference to a local or parameter in the original operation tree.</param>
    /// <param name="site">The place that is analysed; must be in the same member as the use.</param>
    public static IReadOnlyList<Definition>? Of(IOperation use, Site site)
    {
        if (Symbol(use) is not { } variable)
            return null;
        var function = Graphs.Function(use);
        if (!IsDeclaredIn(variable, function, use))
            return null;
        if (Writes(variable, function, OwnOperations.Root(use), site.CancellationToken) is not { } writes)
            return null;
        if (variable is IParameterSymbol)
            writes.Add(new Definition(null, null));
        if (writes.Count == 1)
            return writes;
        return writes.Count is 0 or > 64 ? null : Solve(use, variable, writes, site);
    }

    /// <summary>The local or parameter that an operation refers to, or null.</summary>
    public static ISymbol? Symbol(IOperation operation) => operation switch
    {
        ILocalReferenceOperation { Local: { IsRef: false } local } => local,
        IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter } => parameter,
        _ => null,
    };

    private static IReadOnlyList<Definition>? Solve(IOperation use, ISymbol variable, List<Definition> writes, Site site)
    {
        if (Graphs.Around(use, site) is not { } graph)
            return null;
        var bits = new Dictionary<SyntaxNode, ulong>();
        ulong entry = 0;
        for (var i = 0; i < writes.Count; i++)
        {
            if (writes[i].Assignment is { } assignment)
                bits[assignment.Syntax] = 1UL << i;
            else
                entry = 1UL << i;
        }

        BasicBlock? usedIn = null;
        foreach (var block in graph.Blocks)
        {
            foreach (var top in Graphs.Operations(block))
            {
                foreach (var each in top.DescendantsAndSelf())
                {
                    if (each.Syntax == use.Syntax && SymbolEqualityComparer.Default.Equals(Symbol(each), variable))
                        usedIn = usedIn is null || usedIn == block ? block : usedIn;
                    else if (Bit(each) != 0 && ForwardSolver.IsInFinally(block))
                        return null;
                }
            }
        }

        if (usedIn is null || ForwardSolver.Solve(graph, entry, Transfer, site.CancellationToken) is not { } before)
            return null;
        if (before[usedIn.Ordinal] is not { } state)
            return null;
        foreach (var top in Graphs.Operations(usedIn))
        {
            var contains = false;
            foreach (var each in top.DescendantsAndSelf())
                contains |= each.Syntax == use.Syntax && SymbolEqualityComparer.Default.Equals(Symbol(each), variable);
            if (contains)
                break;
            state = After(top, state);
        }

        var reaching = new List<Definition>();
        for (var i = 0; i < writes.Count; i++)
        {
            if ((state & (1UL << i)) != 0)
                reaching.Add(writes[i]);
        }

        return reaching.Count == 0 ? null : reaching;

        (ulong After, ulong Within) Transfer(BasicBlock block, ulong state)
        {
            var within = state;
            foreach (var top in Graphs.Operations(block))
                within |= state = After(top, state);
            return (state, within);
        }

        ulong After(IOperation top, ulong state)
        {
            foreach (var each in top.DescendantsAndSelf())
            {
                var bit = Bit(each);
                if (bit != 0)
                    state = bit;
            }

            return state;
        }

        // Lowering keeps the syntax of the assignment; the target tells it from other operations on the same syntax.
        ulong Bit(IOperation operation) =>
            operation is IAssignmentOperation { Target: var target } && SymbolEqualityComparer.Default.Equals(Symbol(target), variable)
            && bits.TryGetValue(operation.Syntax, out var bit)
                ? bit
                : 0;
    }

    private static List<Definition>? Writes(ISymbol variable, IOperation? function, IOperation root, CancellationToken cancellationToken)
    {
        var writes = new List<Definition>();
        foreach (var operation in root.Descendants())
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator when Is(declarator.Symbol):
                    if (operation.Parent is IForEachLoopOperation || operation.Parent?.Parent is IForEachLoopOperation)
                        return null;
                    if (declarator.GetVariableInitializer() is { Value: var initial })
                        writes.Add(new Definition(declarator, initial));
                    break;
                case ISimpleAssignmentOperation { IsRef: true } assignment when Is(assignment.Target):
                    return null;
                case ICoalesceAssignmentOperation assignment when Is(assignment.Target):
                    return null;
                case IAssignmentOperation assignment and (ISimpleAssignmentOperation or ICompoundAssignmentOperation)
                    when Is(assignment.Target):
                    if (Graphs.Function(assignment) != function)
                        return null;
                    writes.Add(new Definition(assignment, assignment.Value));
                    break;
                case ILocalReferenceOperation or IParameterReferenceOperation when Is(operation) && IsOtherWrite(operation):
                    return null;
                case IDeclarationPatternOperation { DeclaredSymbol: { } declared } when Is(declared):
                    return null;
            }
        }

        return writes;

        bool Is(object? of) =>
            SymbolEqualityComparer.Default.Equals(of is IOperation operation ? Reference(operation) : of as ISymbol, variable);
    }

    // Unlike Symbol, also for ref locals and parameters: a write through one of those must not be missed.
    private static ISymbol? Reference(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };

    private static bool IsOtherWrite(IOperation reference)
    {
        for (var (child, parent) = (reference, reference.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out }:
                case IIncrementOrDecrementOperation:
                case IAddressOfOperation:
                case IDeclarationExpressionOperation:
                case IDeconstructionAssignmentOperation deconstruction when deconstruction.Target == child:
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.IsRef: true } }:
                    return true;
                case ITupleOperation or IParenthesizedOperation:
                    continue;
                default:
                    return false;
            }
        }

        return false;
    }

    private static bool IsDeclaredIn(ISymbol variable, IOperation? function, IOperation use)
    {
        IMethodSymbol? owner = function switch
        {
            IAnonymousFunctionOperation anonymous => anonymous.Symbol,
            ILocalFunctionOperation local => local.Symbol,
            _ => null,
        };

        // A variable of an outer function: known only if it never changes after its declaration.
        if (owner is not null && !SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, owner))
            return Writes(variable, function, OwnOperations.Root(use), default) is { Count: 1 } && variable is ILocalSymbol;
        return true;
    }
}
