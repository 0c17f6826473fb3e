using AiSafety.Analyzers.Engine.Flow;
using AiSafety.Analyzers.Engine.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Guards;

/// <summary>
/// Whether a drastic operation is done on purpose: every path to it passes a test of the environment, of a
/// confirmation, of an option or setting, or of a typed-in name, and takes the outcome that permits it. A test that
/// exists beside the path, or whose result is not used, guards nothing.
/// </summary>
internal sealed class Guards
{
    /// <summary>How many functions outwards (callers) and inwards (helpers) are looked into.</summary>
    private const int MaxDepth = 2;

    /// <summary>How many conditions are read for one question; more is unknown.</summary>
    private const int MaxConditions = 2_000;

    private static readonly HashSet<SyntaxNode> Nothing = [];

    private readonly Site site;
    private readonly HashSet<SyntaxNode> avoided;
    private readonly GuardConditions conditions;
    private readonly HashSet<ISymbol> open = new(SymbolEqualityComparer.Default);
    private readonly HashSet<SyntaxNode> openAssignments = [];
    private int budget = MaxConditions;

    private Guards(Site site, HashSet<SyntaxNode> avoided)
    {
        this.site = site;
        this.avoided = avoided;
        conditions = new GuardConditions(site, this);
    }

    /// <summary>
    /// Yes when a guard dominates the operation, No when some path reaches it without one, Unknown when the body
    /// cannot be followed.
    /// </summary>
    /// <param name="operation">An operation of the original tree, in the member that <paramref name="site"/> analyses.</param>
    public static Answer Protect(IOperation operation, Site site) => new Guards(site, Nothing).Answers(operation);

    /// <summary>As above, for those paths only that pass none of the given operations.</summary>
    public static Answer Protect(IOperation operation, Site site, IEnumerable<IOperation> avoiding) =>
        new Guards(site, [.. avoiding.Select(each => each.Syntax)]).Answers(operation);

    /// <summary>Takes one condition off the budget; false when it is used up.</summary>
    internal bool TryRead() => budget-- > 0;

    /// <summary>Whether an assignment is made behind a guard; one that depends on itself is not.</summary>
    internal bool IsGuardedAssignment(IOperation assignment, int depth)
    {
        if (!openAssignments.Add(assignment.Syntax))
            return false;
        var guarded = IsGuarded(assignment, depth) == Answer.Yes;
        openAssignments.Remove(assignment.Syntax);
        return guarded;
    }

    private Answer Answers(IOperation operation)
    {
        var answer = IsGuarded(operation, 0);
        return budget > 0 ? answer : Answer.Unknown;
    }

    private Answer IsGuarded(IOperation operation, int depth)
    {
        if (DebugOnly.Contains(operation.Syntax) || IsDebugOnly(operation))
            return Answer.Yes;
        var root = OwnOperations.Root(operation);
        var graph = InCurrentMember(operation) ? Graphs.Around(operation, site) : Graphs.Around(operation, Whole(root), site.CancellationToken);
        if (graph is null)
            return Answer.Unknown;
        if (!Reaches(graph, operation, depth))
            return Answer.Yes;
        return Graphs.Function(operation) switch
        {
            IAnonymousFunctionOperation lambda => IsGuarded(lambda, depth),
            ILocalFunctionOperation local => AreGuarded(local.Symbol, References(local.Symbol, root), depth),
            _ => CallersAreGuarded(operation, depth),
        };
    }

    /// <summary>
    /// Whether a method of the project returns <paramref name="outcome"/> only after a guard permitted it: the value of
    /// each return that is reached unguarded implies one itself.
    /// </summary>
    internal bool ReturnImplies(IMethodSymbol method, bool outcome, SemanticModel model, int depth)
    {
        if (depth >= MaxDepth || Body(method, model) is not { } graph || !open.Add(method))
            return false;
        var implied = !Reaches(
            graph, depth + 1, holds: null,
            ends: block => block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return
                && !(block.BranchValue is { } value && conditions.Implies(value, outcome, depth + 1)));
        open.Remove(method);
        return implied;
    }

    // Whether the operation is reached when no edge may be taken on which a guard gave its permission.
    private bool Reaches(ControlFlowGraph graph, IOperation target, int depth) => Reaches(graph, depth, Reachability.Holding(graph, target), ends: null);

    private bool Reaches(ControlFlowGraph graph, int depth, Func<IOperation, bool>? holds, Func<BasicBlock, bool>? ends) => Reachability.IsReached(
        graph,
        top => holds?.Invoke(top) == true ? Passage.Target : Ensures(top, depth) || IsAvoided(top) ? Passage.Closed : Passage.Open,
        isClosed: (condition, outcome) => conditions.Implies(condition, outcome, depth),
        ends,
        site.CancellationToken);

    private bool IsAvoided(IOperation top)
    {
        if (avoided.Count == 0)
            return false;
        foreach (var each in top.DescendantsAndSelf())
        {
            if (each is IAssignmentOperation && avoided.Contains(each.Syntax))
                return true;
        }

        return false;
    }

    // A call statement of a project method that comes back only when a guard permits it: EnsureDevelopment(env).
    private bool Ensures(IOperation top, int depth)
    {
        if (top is not IExpressionStatementOperation { Operation: var call })
            return false;
        if (call is IAwaitOperation await)
            call = await.Operation;
        if (call is not IInvocationOperation { TargetMethod: var method } || conditions.ModelOf(call) is not { } model)
            return false;
        if (depth >= MaxDepth || method.DeclaringSyntaxReferences.IsEmpty || Body(method, model) is not { } graph || !open.Add(method))
            return false;
        var last = graph.Blocks[graph.Blocks.Length - 1];
        var ensures = !Reaches(graph, depth + 1, holds: null, block => block == last);
        open.Remove(method);

        // A method that never comes back is no guard: what follows it does not run at all.
        return ensures && last.IsReachable;
    }

    private ControlFlowGraph? Body(IMethodSymbol method, SemanticModel model) =>
        Whole(Bodies.Of(site.Session).Of(method, model, site.CancellationToken));

    private ControlFlowGraph? Whole(IOperation? body)
    {
        if (body is null or ILocalFunctionOperation || body.Parent is not null)
            return null;
        site.Session.Counts.Graph();
        return Graphs.Of(body, site.CancellationToken);
    }

    // A private method or constructor whose every mention in its type is a guarded one.
    private Answer CallersAreGuarded(IOperation operation, int depth)
    {
        if (depth >= MaxDepth || Member(operation) is not IMethodSymbol { DeclaredAccessibility: Accessibility.Private, MethodKind: MethodKind.Ordinary } method)
            return Answer.No;
        var type = method.ContainingType;
        if (type.DeclaringSyntaxReferences.Length != 1 || operation.SemanticModel is not { } model)
            return Answer.No;
        var mentions = new List<IOperation>();
        foreach (var node in type.DeclaringSyntaxReferences[0].GetSyntax(site.CancellationToken).DescendantNodes())
        {
            if (node is not SimpleNameSyntax name || name.Identifier.ValueText != method.Name || name.Parent is MethodDeclarationSyntax)
                continue;
            if (!SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, site.CancellationToken).Symbol?.OriginalDefinition, method))
                continue;
            SyntaxNode mention = name;
            while (model.GetOperation(mention, site.CancellationToken) is null && mention.Parent is { } parent)
                mention = parent;
            if (model.GetOperation(mention, site.CancellationToken) is not { } mentioned)
                return Answer.No;
            mentions.Add(mentioned);
        }

        return AreGuarded(method, mentions, depth);
    }

    private Answer AreGuarded(IMethodSymbol function, List<IOperation> mentions, int depth)
    {
        if (mentions.Count == 0 || depth >= MaxDepth || !open.Add(function))
            return Answer.No;
        var answer = Answer.Yes;
        foreach (var mention in mentions)
        {
            if (IsGuarded(mention, depth + 1) != Answer.Yes)
                answer = Answer.No;
        }

        open.Remove(function);
        return answer;
    }

    private static List<IOperation> References(IMethodSymbol function, IOperation root)
    {
        var references = new List<IOperation>();
        foreach (var each in root.Descendants())
        {
            var target = each switch
            {
                IInvocationOperation call => call.TargetMethod,
                IMethodReferenceOperation reference => reference.Method,
                _ => null,
            };
            if (target is not null && SymbolEqualityComparer.Default.Equals(target.OriginalDefinition, function.OriginalDefinition))
                references.Add(each);
        }

        return references;
    }

    private bool InCurrentMember(IOperation operation) =>
        SymbolEqualityComparer.Default.Equals(Member(operation), Outermost(site.ContainingSymbol));

    private ISymbol? Member(IOperation operation) =>
        operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart, site.CancellationToken) is { } symbol ? Outermost(symbol) : null;

    private static ISymbol Outermost(ISymbol symbol)
    {
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction } && symbol.ContainingSymbol is { } outer)
            symbol = outer;
        return symbol;
    }

    // [Conditional("DEBUG")]: calls of the method are left out of other builds.
    private bool IsDebugOnly(IOperation operation)
    {
        foreach (var attribute in Member(operation)?.GetAttributes() ?? ImmutableArray<AttributeData>.Empty)
        {
            if (attribute is { AttributeClass.Name: "ConditionalAttribute", ConstructorArguments: [{ Value: "DEBUG" }] }
                && attribute.AttributeClass.ContainingNamespace.ToDisplayString() == "System.Diagnostics")
                return true;
        }

        return false;
    }
}
