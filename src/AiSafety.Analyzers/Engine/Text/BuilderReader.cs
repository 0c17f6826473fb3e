using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Text;

/// <summary>
/// Reads what a <see cref="System.Text.StringBuilder"/> holds when its text is taken: a chain of calls on a new one, or a local that only ever
/// has something appended. Statements are followed in order; both sides of an <c>if</c> are told apart; anything else that touches the builder makes its text unknown.
/// </summary>
internal sealed class BuilderReader(TextValues reader, Site site)
{
    /// <summary>Whether the type is StringBuilder.</summary>
    public static bool IsBuilder(ITypeSymbol? type) =>
        type is { Name: "StringBuilder", ContainingNamespace: { Name: "Text", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } };

    /// <summary>The texts that <c>builder.ToString()</c> can yield.</summary>
    public ImmutableArray<TextVariant> Read(IInvocationOperation toString)
    {
        var calls = new Stack<IInvocationOperation>();
        var start = Chain(toString.Instance!, calls);
        var texts = start switch
        {
            IObjectCreationOperation creation => Created(creation),
            ILocalReferenceOperation { Local: var local } => Local(local, toString),
            _ => null,
        };
        return (texts is { } known ? Appended(known, calls) : null) ?? TextValues.Unknown(toString);
    }

    /// <summary>Collects the calls from the outermost inwards and returns what the first is called on.</summary>
    private static IOperation Chain(IOperation instance, Stack<IInvocationOperation> calls)
    {
        var each = OwnOperations.Unwrap(instance);
        while (each is IInvocationOperation { Instance: { } inner } call && IsBuilder(inner.Type))
        {
            calls.Push(call);
            each = OwnOperations.Unwrap(inner);
        }

        return each;
    }

    private ImmutableArray<TextVariant>? Created(IObjectCreationOperation creation)
    {
        if (!IsBuilder(creation.Type) || creation.Initializer is not null)
            return null;
        foreach (var argument in creation.Arguments)
        {
            if (argument.Parameter is { Name: "value", Type.SpecialType: SpecialType.System_String })
                return creation.Arguments.Any(other => other.Parameter?.Name is "startIndex") ? null : reader.Read(argument.Value);
        }

        return ImmutableArray.Create(TextVariant.Empty);
    }

    private ImmutableArray<TextVariant>? Appended(ImmutableArray<TextVariant> texts, Stack<IInvocationOperation> calls)
    {
        foreach (var call in calls)
        {
            if (Append(call) is not { } next)
                return null;
            texts = TextValues.Sequence(texts, next);
        }

        return texts;
    }

    /// <summary>What one call appends; null for calls that do something else.</summary>
    private ImmutableArray<TextVariant>? Append(IInvocationOperation call)
    {
        var lineEnd = call.TargetMethod.Name == "AppendLine";
        switch (call.TargetMethod.Name)
        {
            case "Append" or "AppendLine" when call.Arguments.Length == 0:
                return TextValues.Text("\n", null);
            case "Append" or "AppendLine":
                var value = call.Arguments[call.Arguments.Length - 1].Value;
                if (call.Arguments.Length > 2 || (call.Arguments.Length == 2 && value is not IInterpolatedStringHandlerCreationOperation))
                    return TextValues.Unknown(call);
                var text = reader.Read(value);
                return lineEnd ? TextValues.Sequence(text, TextValues.Text("\n", null)) : text;
            case "AppendFormat":
                return reader.Format(call);
            case "AppendJoin":
                return TextValues.Unknown(call);
            case "EnsureCapacity":
                return ImmutableArray.Create(TextVariant.Empty);
            default:
                return null;
        }
    }

    private ImmutableArray<TextVariant>? Local(ILocalSymbol local, IOperation use)
    {
        IOperation root = use;
        while (root.Parent is { } parent && !OwnOperations.IsFunction(root))
            root = parent;
        IVariableDeclaratorOperation? declarator = null;
        foreach (var each in root.Descendants())
        {
            if (each is IVariableDeclaratorOperation candidate && SymbolEqualityComparer.Default.Equals(candidate.Symbol, local))
                declarator = candidate;
        }

        if (declarator is null || Block(declarator) is not { } block || !OnlyAppends(local, root, use) || AccumulatesInLoop(declarator, use, local))
            return null;
        var state = new State(local, use);
        return Follow(block.Operations, state, ImmutableArray<TextVariant>.Empty) is { } && state.Result is { } result ? result : null;
    }

    private static IBlockOperation? Block(IOperation declarator)
    {
        var each = declarator;
        while (each.Parent is { } parent and not IBlockOperation)
            each = parent;
        return each.Parent as IBlockOperation;
    }

    /// <summary>Whether every mention of the local is one on which something is appended, or its text or length taken.</summary>
    private static bool OnlyAppends(ILocalSymbol local, IOperation root, IOperation use)
    {
        foreach (var each in root.Descendants())
        {
            if (each is not ILocalReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Local, local))
                continue;
            IOperation top = reference;
            while (top.Parent is IInvocationOperation { Instance: { } instance } call && OwnOperations.Unwrap(instance) == top)
            {
                top = call;
                if (call.TargetMethod.Name == "ToString")
                    break;
            }

            // Taking the text at the end of a chain appends, too: known for the use itself only.
            var isRead = top is IInvocationOperation { TargetMethod.Name: "ToString" } && (top == use || top == reference.Parent) || reference.Parent is IPropertyReferenceOperation { Property: { Name: "Length" or "Capacity" }, Parent: not IAssignmentOperation };
            if (!isRead && (top == reference || top.Parent is not IExpressionStatementOperation) || InFunction(reference, root))
                return false;
        }

        return true;
    }

    private static bool InFunction(IOperation operation, IOperation root)
    {
        for (var each = operation.Parent; each is not null && each != root; each = each.Parent)
        {
            if (OwnOperations.IsFunction(each))
                return true;
        }

        return false;
    }

    /// <summary>Whether a loop around the use, but not around the declaration, also appends: then the text grows from round to round.</summary>
    private static bool AccumulatesInLoop(IOperation declarator, IOperation use, ILocalSymbol local)
    {
        for (var each = use.Parent; each is not null; each = each.Parent)
        {
            if (each is ILoopOperation && !each.Syntax.Span.Contains(declarator.Syntax.Span) && Mentions(each, local) > 1)
                return true;
        }

        return false;
    }

    private static int Mentions(IOperation operation, ILocalSymbol local) =>
        operation.DescendantsAndSelf().Count(each => each is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local));

    private sealed class State(ILocalSymbol local, IOperation use)
    {
        public readonly ILocalSymbol Local = local;
        public readonly IOperation Use = use;

        /// <summary>The texts at the use, once it was reached.</summary>
        public ImmutableArray<TextVariant>? Result;
    }

    /// <summary>Follows statements in order; null when one does something unknown. Stops at the use.</summary>
    private ImmutableArray<TextVariant>? Follow(IEnumerable<IOperation> statements, State state, ImmutableArray<TextVariant> texts)
    {
        foreach (var statement in statements)
        {
            site.CancellationToken.ThrowIfCancellationRequested();
            if (Statement(statement, state, texts) is not { } next)
                return null;
            if (state.Result is not null)
                return next;
            texts = next;
        }

        return texts;
    }

    private ImmutableArray<TextVariant>? Statement(IOperation statement, State state, ImmutableArray<TextVariant> texts)
    {
        var holdsUse = statement.Syntax.Span.Contains(state.Use.Syntax.Span);
        if (!holdsUse && Mentions(statement, state.Local) == 0 && !Declares(statement, state.Local))
            return texts;
        switch (statement)
        {
            case IVariableDeclarationGroupOperation group when Declares(group, state.Local):
                return Declared(group, state);
            case IBlockOperation block:
                return Follow(block.Operations, state, texts);
            case IUsingOperation { Body: var body, Resources: var resources } when !resources.Syntax.Span.Contains(state.Use.Syntax.Span):
                return Statement(body, state, texts);
            case ILockOperation { Body: var body }:
                return Statement(body, state, texts);
            case IConditionalOperation choice when !choice.Condition.Syntax.Span.Contains(state.Use.Syntax.Span):
                return Choice(choice, state, texts, holdsUse);
            case ITryOperation attempt when attempt.Catches.All(handler => Mentions(handler, state.Local) == 0):
                return Follow(attempt.Finally is null ? [attempt.Body] : [attempt.Body, attempt.Finally], state, texts);
            case ILoopOperation { Body: var body } when holdsUse && body.Syntax.Span.Contains(state.Use.Syntax.Span):
                return Statement(body, state, texts);
            case ILoopOperation when !holdsUse:
                // Any number of rounds, none included.
                return TextValues.Sequence(texts, TextValues.Unknown(statement));
        }

        if (AppendingCalls(statement, state.Local) is { } calls)
            return Appended(texts, calls);
        if (statement.Descendants().Any(each => AppendingCalls(each, state.Local) is not null))
            return null;
        if (holdsUse)
            state.Result = texts;
        return texts;
    }

    /// <summary>The calls of a statement that appends to the local; null for other operations.</summary>
    private static Stack<IInvocationOperation>? AppendingCalls(IOperation statement, ILocalSymbol local)
    {
        if (statement is not IExpressionStatementOperation { Operation: var operation })
            return null;
        var calls = new Stack<IInvocationOperation>();
        return Chain(operation, calls) is ILocalReferenceOperation { Local: var target } && SymbolEqualityComparer.Default.Equals(target, local) ? calls : null;
    }

    private ImmutableArray<TextVariant>? Declared(IVariableDeclarationGroupOperation group, State state)
    {
        foreach (var each in group.Descendants())
        {
            if (each is not IVariableDeclaratorOperation declarator || !SymbolEqualityComparer.Default.Equals(declarator.Symbol, state.Local))
                continue;
            if (declarator.GetVariableInitializer()?.Value is not { } initial)
                return null;
            var calls = new Stack<IInvocationOperation>();
            return Chain(initial, calls) is IObjectCreationOperation creation && Created(creation) is { } created ? Appended(created, calls) : null;
        }

        return null;
    }

    private ImmutableArray<TextVariant>? Choice(IConditionalOperation choice, State state, ImmutableArray<TextVariant> texts, bool holdsUse)
    {
        if (holdsUse)
        {
            var side = choice.WhenTrue.Syntax.Span.Contains(state.Use.Syntax.Span) ? choice.WhenTrue : choice.WhenFalse;
            return side is null ? null : Statement(side, state, texts);
        }

        var whenTrue = Leaves(choice.WhenTrue) ? ImmutableArray<TextVariant>.Empty : Marked(choice.WhenTrue, state, texts);
        var whenFalse = choice.WhenFalse is null ? texts : Leaves(choice.WhenFalse) ? ImmutableArray<TextVariant>.Empty : Marked(choice.WhenFalse, state, texts);
        return whenTrue is { } taken && whenFalse is { } passed ? TextValues.Union([passed, taken]) : null;
    }

    /// <summary>One side of an if, its appending calls noted on its texts.</summary>
    private ImmutableArray<TextVariant>? Marked(IOperation side, State state, ImmutableArray<TextVariant> texts)
    {
        if (Statement(side, state, texts) is not { } after)
            return null;
        var appends = side.DescendantsAndSelf().Where(each => each is IInvocationOperation && Mentions(each, state.Local) > 0);
        return ImmutableArray.CreateRange(after, variant => variant with { Appends = variant.Appends.AddRange(appends) });
    }

    private static bool Leaves(IOperation statement) => statement switch
    {
        IBlockOperation { Operations: [.., var last] } => Leaves(last),
        IReturnOperation or IThrowOperation or IBranchOperation => true,
        IExpressionStatementOperation { Operation: IThrowOperation } => true,
        _ => false,
    };

    private static bool Declares(IOperation statement, ILocalSymbol local) =>
        statement is IVariableDeclarationGroupOperation && statement.Descendants().Any(each => each is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, local));
}
