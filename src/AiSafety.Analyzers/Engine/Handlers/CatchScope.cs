using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>What an exception filter lets through to the handler.</summary>
internal enum FilterEffect
{
    /// <summary>No filter, or one that is always true.</summary>
    None,

    /// <summary>Only cancellations pass by: all real failures are still caught.</summary>
    SparesCancellation,

    /// <summary>Anything else: the handler was chosen for certain failures or states.</summary>
    Selects,
}

/// <summary>Which exceptions a catch clause takes.</summary>
internal static class CatchScope
{
    /// <summary>Whether the clause names no particular failure: bare, <c>Exception</c> or <c>SystemException</c>.</summary>
    public static bool IsCatchAll(ICatchClauseOperation clause) =>
        // A bare clause has type Object.
        clause.ExceptionType is { SpecialType: SpecialType.System_Object }
        || clause.ExceptionType is { Name: "Exception" or "SystemException", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>Whether the clause takes every failure: a catch-all whose filter, if any, only spares cancellations.</summary>
    public static bool TakesEveryFailure(ICatchClauseOperation clause, Session session) =>
        IsCatchAll(clause) && Filter(clause, session) != FilterEffect.Selects;

    /// <summary>What the clause's filter lets through.</summary>
    public static FilterEffect Filter(ICatchClauseOperation clause, Session session)
    {
        if (clause.Filter is not { } filter)
            return FilterEffect.None;
        if (filter.ConstantValue is { HasValue: true, Value: true })
            return FilterEffect.None;
        return new CancellationTest(Variable(clause), session).OfOrdinaryFailure(filter) == Answer.Yes
            ? FilterEffect.SparesCancellation
            : FilterEffect.Selects;
    }

    /// <summary>The innermost clause in whose handler the operation runs, in the same function; null when it runs in none.</summary>
    public static ICatchClauseOperation? Around(IOperation operation)
    {
        for (var each = operation; each.Parent is { } parent && !OwnOperations.IsFunction(parent); each = parent)
        {
            if (parent is ICatchClauseOperation clause && each == clause.Handler)
                return clause;
        }

        return null;
    }

    /// <summary>The variable that holds the exception, or null.</summary>
    public static ILocalSymbol? Variable(ICatchClauseOperation clause) =>
        (clause.ExceptionDeclarationOrExpression as IVariableDeclaratorOperation)?.Symbol;
}
