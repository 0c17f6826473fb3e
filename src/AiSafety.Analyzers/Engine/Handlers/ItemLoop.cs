using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>
/// A loop that works on one item after another: <c>foreach</c>, a counting <c>for</c>, a <c>while</c> that takes the next one,
/// and the body given to <c>Parallel</c> or <c>List.ForEach</c>. Attempts that repeat the same work, and searches for the first item that will do, are none.
/// </summary>
internal sealed class ItemLoop
{
    private ItemLoop(IOperation loop, IOperation body, IReadOnlyList<ISymbol> items, IOperation? collection)
    {
        Loop = loop;
        Body = body;
        Items = items;
        Collection = collection;
    }

    /// <summary>The loop statement, or the call that runs the body.</summary>
    public IOperation Loop { get; }

    /// <summary>What runs for each item.</summary>
    public IOperation Body { get; }

    /// <summary>The variables that stand for the item.</summary>
    public IReadOnlyList<ISymbol> Items { get; }

    /// <summary>The expression of all the items; null where there is no such.</summary>
    public IOperation? Collection { get; }

    /// <summary>The loop whose rounds the try is a part of, if its work is on the item; or null.</summary>
    public static ItemLoop? Of(ITryOperation attempt)
    {
        if (Around(attempt) is not { } loop || Attempts.Loop(attempt) is { } statement && Attempts.Waits(statement))
            return null;
        var worksOnItem = false;
        foreach (var operation in OwnOperations.Of(attempt.Body))
        {
            switch (operation)
            {
                case IReturnOperation when loop.Loop is ILoopOperation:
                case IBranchOperation { BranchKind: BranchKind.Break } branch when LeavesLoop(branch, attempt):
                    return null;
                case ILocalReferenceOperation local when loop.Items.Contains(local.Local, SymbolEqualityComparer.Default):
                case IParameterReferenceOperation parameter when loop.Items.Contains(parameter.Parameter, SymbolEqualityComparer.Default):
                case IAnonymousFunctionOperation lambda when Mentions(lambda, loop.Items):
                    worksOnItem = true;
                    break;
            }
        }

        return worksOnItem ? loop : null;
    }

    /// <summary>Whether an object is there before and after the rounds.</summary>
    public bool IsOutside(IOperation? instance) => instance is null || OwnOperations.Unwrap(instance) switch
    {
        ILocalReferenceOperation { Local.DeclaringSyntaxReferences: [var declaration, ..] } => !Loop.Syntax.Span.Contains(declaration.Span),
        _ => true,
    };

    private static ItemLoop? Around(ITryOperation attempt)
    {
        switch (Attempts.Loop(attempt))
        {
            case IForEachLoopOperation loop when !Counts(loop.Collection):
                return new ItemLoop(loop, loop.Body, [.. loop.Locals.Concat(Derived(loop.Body, attempt))], OwnOperations.Unwrap(loop.Collection));
            case IForLoopOperation { Condition: not null } loop when Indexed(loop) is { } collection:
                return new ItemLoop(loop, loop.Body, [.. loop.Locals.Concat(Derived(loop.Body, attempt))], collection);
            case IWhileLoopOperation { ConditionIsTop: true, Condition: { } condition } loop when Taken(condition) is { Length: > 0 } taken:
                return new ItemLoop(loop, loop.Body, [.. taken.Concat(Derived(loop.Body, attempt))], null);
            case null when OwnOperations.Function(attempt) is IAnonymousFunctionOperation lambda && Runner(lambda) is { } call:
                return new ItemLoop(call, lambda.Body, [.. lambda.Symbol.Parameters.Take(1).Concat(Derived(lambda.Body, attempt))], Source(call));
            default:
                return null;
        }
    }

    // "foreach (var attempt in Enumerable.Range(1, 3))"
    private static bool Counts(IOperation collection) =>
        OwnOperations.Unwrap(collection) is IInvocationOperation { TargetMethod: { Name: "Range" or "Repeat", ContainingType.Name: "Enumerable" } };

    // The collection of "for (var i = 0; i < all.Count; i++)", when an element is taken by the variable.
    private static IOperation? Indexed(IForLoopOperation loop)
    {
        foreach (var operation in OwnOperations.Of(loop.Body))
        {
            var (owner, index) = operation switch
            {
                IArrayElementReferenceOperation { Indices: [var only] } element => (element.ArrayReference, only),
                IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance, Arguments: [var only] } => (instance, only.Value),
                _ => (null, null),
            };
            if (owner is not null && OwnOperations.Unwrap(index!) is ILocalReferenceOperation { Local: var variable } && loop.Locals.Contains(variable, SymbolEqualityComparer.Default))
                return OwnOperations.Unwrap(owner);
        }

        return null;
    }

    // "while (queue.TryDequeue(out var item))"
    private static ISymbol[] Taken(IOperation condition)
    {
        var taken = new List<ISymbol>();
        foreach (var operation in OwnOperations.Of(condition))
        {
            if (operation is IArgumentOperation { Parameter.RefKind: RefKind.Out, Value: var value })
            {
                var variable = OwnOperations.Unwrap(value) is IDeclarationExpressionOperation declaration ? declaration.Expression : value;
                if (OwnOperations.Unwrap(variable) is ILocalReferenceOperation { Local: var local })
                    taken.Add(local);
            }
        }

        return [.. taken];
    }

    private static IInvocationOperation? Runner(IAnonymousFunctionOperation lambda)
    {
        var parent = lambda.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation or IArgumentOperation)
            parent = parent.Parent;
        if (parent is not IInvocationOperation { TargetMethod: { Name: var name, ContainingType: var owner } } call || lambda.Symbol.Parameters.IsEmpty)
            return null;
        return (name is "ForEach" or "ForEachAsync" or "For" or "ForAsync" && owner is { Name: "Parallel", ContainingNamespace: { Name: "Tasks", ContainingNamespace.Name: "Threading" } })
            || (name == "ForEach" && owner is { Name: "List", ContainingNamespace: { Name: "Generic", ContainingNamespace.Name: "Collections" } })
            ? call
            : null;
    }

    private static IOperation? Source(IInvocationOperation call) =>
        call.Instance ?? (call.TargetMethod.Name.StartsWith("ForEach", StringComparison.Ordinal) && call.Arguments is [var first, ..] ? OwnOperations.Unwrap(first.Value) : null);

    // Locals of the round that are made before the try: "var file = files[i];"
    private static IEnumerable<ISymbol> Derived(IOperation body, ITryOperation attempt)
    {
        foreach (var operation in OwnOperations.Of(body))
        {
            if (operation == attempt)
                yield break;
            if (operation is IVariableDeclaratorOperation { Symbol: var local } declarator && declarator.GetVariableInitializer() is not null)
                yield return local;
        }
    }

    private static bool LeavesLoop(IBranchOperation branch, ITryOperation attempt)
    {
        for (var parent = branch.Parent; parent is not null && parent != attempt; parent = parent.Parent)
        {
            if (parent is ILoopOperation or ISwitchOperation)
                return false;
        }

        return true;
    }

    private static bool Mentions(IOperation root, IReadOnlyList<ISymbol> symbols)
    {
        foreach (var each in root.Descendants())
        {
            if (OwnOperations.Variable(each) is { } mentioned && symbols.Contains(mentioned, SymbolEqualityComparer.Default))
                return true;
        }

        return false;
    }
}
