using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>Finds the empty value with which a handler answers: what it returns, or what is returned after it.</summary>
internal static class EmptyAnswers
{
    /// <summary>The kind of empty value that comes out whenever the handler ran; none when that is not so on every path.</summary>
    public static EmptyKind Of(ICatchClauseOperation clause, ITryOperation attempt) => Of(clause, attempt, Exits.Of(clause, attempt));

    /// <summary>As above, with the exits that were found before.</summary>
    public static EmptyKind Of(ICatchClauseOperation clause, ITryOperation attempt, Exits exits)
    {
        var kind = EmptyKind.None;
        foreach (var answer in exits.Handler)
        {
            kind = answer.Kind == OperationKind.YieldBreak ? EmptyKind.Collection : EmptyValue.Of(answer.ReturnedValue);
            if (kind == EmptyKind.None)
                return EmptyKind.None;
        }

        if (exits.Handler.Count > 0)
            return kind;
        // Nobody may look at the local between the try and its return.
        return exits.Behind is { ReturnedValue: { } value } && OwnOperations.Unwrap(value) is ILocalReferenceOperation { Local: var local } && !exits.Between.Any(other => Mentions(other, local))
            ? LeftIn(local, clause, attempt)
            : EmptyKind.None;
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
        // A handler that adds to it leaves more than nothing.
        return Mentions(attempt.Body, local) && !Mentions(clause.Handler, local) ? before : EmptyKind.None;
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
