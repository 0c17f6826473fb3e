using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>Finds the empty value with which a handler answers: what it returns, or what is returned after it.</summary>
internal static class EmptyAnswers
{
    /// <summary>The kind of empty value that comes out whenever the handler ran; none when that is not so on every path.</summary>
    public static EmptyKind Of(ICatchClauseOperation clause, ITryOperation attempt)
    {
        var kind = EmptyKind.None;
        var returns = false;
        foreach (var operation in OwnOperations.Of(clause.Handler))
        {
            if (operation is not IReturnOperation answer)
                continue;
            returns = true;
            kind = answer.Kind == OperationKind.YieldBreak ? EmptyKind.Collection : EmptyValue.Of(answer.ReturnedValue);
            if (kind == EmptyKind.None)
                return EmptyKind.None;
        }

        if (returns)
            return clause.Handler.Operations.LastOrDefault() is IReturnOperation ? kind : EmptyKind.None;
        return IsLeft(clause.Handler) || ReturnedAfter(attempt) is not { } local ? EmptyKind.None : LeftIn(local, clause, attempt);
    }

    // Whether the handler leaves by a jump.
    private static bool IsLeft(IBlockOperation handler) =>
        handler.Operations.LastOrDefault() is IBranchOperation or IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation };

    // The local that is returned after the try with nobody looking at it in between.
    private static ILocalSymbol? ReturnedAfter(ITryOperation attempt)
    {
        var between = new List<IOperation>();
        for (IOperation each = attempt; each.Parent is { } parent && !OwnOperations.IsFunction(each); each = parent)
        {
            if (parent is ILoopOperation)
                return null;
            if (parent is not IBlockOperation block)
                continue;
            for (var i = block.Operations.IndexOf(each) + 1; i < block.Operations.Length; i++)
            {
                if (block.Operations[i] is IReturnOperation { ReturnedValue: { } value })
                    return OwnOperations.Unwrap(value) is ILocalReferenceOperation { Local: var local } && !between.Any(other => Mentions(other, local)) ? local : null;
                between.Add(block.Operations[i]);
            }
        }

        return null;
    }

    private static EmptyKind LeftIn(ILocalSymbol local, ICatchClauseOperation clause, ITryOperation attempt)
    {
        var (before, inHandler) = (EmptyKind.None, EmptyKind.None);
        foreach (var operation in OwnOperations.Of(OwnOperations.Function(attempt)))
        {
            var (written, value) = operation switch
            {
                IVariableDeclaratorOperation declarator => (declarator.Symbol, declarator.GetVariableInitializer()?.Value),
                ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment => (target.Local, assignment.Value),
                _ => (null, null),
            };
            if (!SymbolEqualityComparer.Default.Equals(written, local) || IsInside(operation, attempt.Body))
                continue;
            var kind = EmptyValue.Of(value);
            if (IsInside(operation, clause))
            {
                if (kind == EmptyKind.None)
                    return EmptyKind.None;
                inHandler = kind;
            }
            else if (operation is IVariableDeclaratorOperation)
            {
                before = kind;
            }
            else if (!operation.Syntax.Ancestors().Contains(attempt.Syntax))
            {
                // Set elsewhere: what comes out is not known.
                return inHandler;
            }
        }

        if (inHandler != EmptyKind.None)
            return inHandler;
        return Mentions(attempt.Body, local) ? before : EmptyKind.None;
    }

    private static bool IsInside(IOperation operation, IOperation outer)
    {
        for (var each = operation; each is not null; each = each.Parent)
        {
            if (each == outer)
                return true;
        }

        return false;
    }

    private static bool Mentions(IOperation operation, ILocalSymbol local)
    {
        foreach (var each in operation.DescendantsAndSelf())
        {
            if (each is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local))
                return true;
        }

        return false;
    }
}
