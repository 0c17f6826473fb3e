using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>Whether a catch-all keeps a cancellation that arrives at it: three-valued by the level at which that may be said.</summary>
internal enum CancellationKept
{
    /// <summary>Let through, dealt with, or not known.</summary>
    No,

    /// <summary>Kept in a shape that is often meant, or mostly harmless.</summary>
    Arguably,

    /// <summary>Kept and treated as a failure.</summary>
    Yes,
}

/// <summary>Judges what becomes of a cancellation in a catch-all.</summary>
internal sealed class CancellationLeak(Session session, CancellationToken cancellationToken)
{
    private readonly INamedTypeSymbol? canceled = session.Type("System.OperationCanceledException");
    private readonly INamedTypeSymbol? systemException = session.Type("System.SystemException");
    private readonly Recorders recorders = Recorders.Of(session);

    /// <param name="callersToken">The text of the caller's token under which the try works, where it is known.</param>
    public CancellationKept Of(ICatchClauseOperation clause, ITryOperation attempt, string? callersToken)
    {
        if (!CatchScope.IsCatchAll(clause) || IsTakenEarlier(clause, attempt, callersToken) || TestsCancellation(clause.Handler) || IsTestedAfter(attempt))
            return CancellationKept.No;
        var kept = CancellationKept.Yes;
        if (clause.Filter is { ConstantValue: not { HasValue: true, Value: true } } filter)
        {
            if (TestsCancellation(filter) || Uses(filter, CatchScope.Variable(clause)))
                return CancellationKept.No;
            kept = CancellationKept.Arguably;
        }

        var facts = HandlerFacts.Of(clause, session, cancellationToken);
        if (facts.Any(HandlerDeeds.Throws))
            return ThrowsOnlyInTheEnd(clause) ? CancellationKept.Arguably : CancellationKept.No;
        if (facts.Any(HandlerDeeds.PassesCancellation))
            return CancellationKept.No;
        return HandsOver(clause) switch
        {
            Answer.Yes => CancellationKept.No,
            Answer.Unknown => CancellationKept.Arguably,
            // What was done before the cancellation must be undone all the same.
            _ when Attempts.Undoes(clause.Handler) || Attempts.CallsEachOfSeveral(attempt) => CancellationKept.Arguably,
            _ => IsOnlyLogged(facts, clause) && IsTestedByLoop(attempt) ? CancellationKept.Arguably : kept,
        };
    }

    /// <summary>
    /// Whether a clause's filter asks whose cancellation it is, by the token or by the <c>TimeoutException</c> inside, or leaves that to a helper.
    /// </summary>
    public bool IsSortedOutByFilter(ICatchClauseOperation clause) =>
        clause.Filter is { } filter && (TestsCancellation(filter) || Uses(filter, CatchScope.Variable(clause)));

    /// <summary>
    /// Whether a cancellation that <paramref name="clause"/> does not take is dealt with elsewhere in the function: by a clause of the same try that takes
    /// <c>OperationCanceledException</c>, a catch-all that asks about cancellation, or a clause of a try around it.
    /// </summary>
    public bool IsTakenByOther(ICatchClauseOperation clause, ITryOperation attempt)
    {
        foreach (var other in attempt.Catches)
        {
            if (other != clause && (IsForCancellation(other) || AsksAboutCancellation(other)))
                return true;
        }

        for (IOperation each = attempt; each.Parent is { } parent && !OwnOperations.IsFunction(each); each = parent)
        {
            if (parent is ITryOperation outer && outer.Body == each && outer.Catches.Any(other => IsForCancellation(other) || AsksAboutCancellation(other)))
                return true;
        }

        return false;
    }

    /// <summary>The catch-all after a clause that takes a cancellation which the clause misses; or null.</summary>
    public ICatchClauseOperation? NextCatchAll(ICatchClauseOperation clause, ITryOperation attempt)
    {
        for (var i = attempt.Catches.IndexOf(clause) + 1; i < attempt.Catches.Length; i++)
        {
            if (CatchScope.IsCatchAll(attempt.Catches[i]) && attempt.Catches[i].Filter is null or { ConstantValue: { HasValue: true, Value: true } })
                return attempt.Catches[i];
        }

        return null;
    }

    private bool IsForCancellation(ICatchClauseOperation clause) => SymbolEqualityComparer.Default.Equals(clause.ExceptionType, canceled);

    // A filter that only spares cancellations does not take them.
    private bool AsksAboutCancellation(ICatchClauseOperation clause) =>
        CatchScope.IsCatchAll(clause)
        && CatchScope.Filter(clause, session) != FilterEffect.SparesCancellation
        && (TestsCancellation(clause.Handler) || (clause.Filter is { } filter && TestsCancellation(filter)) || HandsOver(clause) == Answer.Yes);

    private bool IsTakenEarlier(ICatchClauseOperation clause, ITryOperation attempt, string? callersToken)
    {
        foreach (var earlier in attempt.Catches)
        {
            if (earlier == clause)
                return false;
            if ((earlier.ExceptionType.Inherits(canceled) && !IsForTimeLimit(earlier.Filter, callersToken))
                || (earlier.Filter is null && SymbolEqualityComparer.Default.Equals(earlier.ExceptionType, systemException)))
                return true;
        }

        return false;
    }

    // "when (!token.IsCancellationRequested)", "when (exception.InnerException is TimeoutException)": the caller's own cancellation goes on to the next clause.
    private static bool IsForTimeLimit(IOperation? filter, string? callersToken) => filter is not null && OwnOperations.Unwrap(filter) switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both => IsForTimeLimit(both.LeftOperand, callersToken) || IsForTimeLimit(both.RightOperand, callersToken),
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: IPropertyReferenceOperation { Property.Name: "IsCancellationRequested", Instance: { } token } } => token.Syntax.ToString() == callersToken,
        IIsTypeOperation { IsNegated: false, ValueOperand: var value, TypeOperand.Name: "TimeoutException" } => IsInner(value),
        IIsPatternOperation { Value: var value, Pattern: IDeclarationPatternOperation { MatchedType.Name: "TimeoutException" } or ITypePatternOperation { MatchedType.Name: "TimeoutException" } } => IsInner(value),
        _ => false,
    };

    private static bool IsInner(IOperation value) => OwnOperations.Unwrap(value) is IPropertyReferenceOperation { Property.Name: "InnerException" };

    // Whether a token, or the type of a cancellation, is asked about.
    private bool TestsCancellation(IOperation root)
    {
        foreach (var operation in OwnOperations.Of(root))
        {
            var tests = operation switch
            {
                IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" or "IsCanceled" } => true,
                IInvocationOperation { TargetMethod.Name: "ThrowIfCancellationRequested" } => true,
                IIsTypeOperation test => test.TypeOperand.Inherits(canceled),
                ITypePatternOperation pattern => pattern.MatchedType.Inherits(canceled),
                IDeclarationPatternOperation pattern => pattern.MatchedType.Inherits(canceled),
                IRecursivePatternOperation pattern => pattern.MatchedType.Inherits(canceled),
                _ => false,
            };
            if (tests)
                return true;
        }

        return false;
    }

    // The statement behind the try asks, or throws anyway: the cancellation is only delayed.
    private bool IsTestedAfter(ITryOperation attempt) =>
        Attempts.Next(attempt) is { } next
        && (TestsCancellation(next) || (next is IExpressionStatementOperation { Operation: var thrown } && HandlerReader.Throws(thrown)) || next is IThrowOperation);

    private static bool Uses(IOperation root, ILocalSymbol? variable)
    {
        if (variable is null)
            return false;
        foreach (var operation in root.DescendantsAndSelf())
        {
            if (operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, variable))
                return true;
        }

        return false;
    }

    // "if (attempt == last) throw;" inside a loop.
    private static bool ThrowsOnlyInTheEnd(ICatchClauseOperation clause)
    {
        if (Attempts.Loop(clause) is null)
            return false;
        foreach (var operation in OwnOperations.Of(clause.Handler))
        {
            if (HandlerReader.Throws(operation) && !IsUnderUnrelatedCondition(operation, clause))
                return false;
        }

        return true;
    }

    private static bool IsUnderUnrelatedCondition(IOperation thrown, ICatchClauseOperation clause)
    {
        for (var each = thrown; each != clause && each.Parent is { } parent; each = parent)
        {
            if (parent is IConditionalOperation conditional && each != conditional.Condition)
                return !Uses(conditional.Condition, CatchScope.Variable(clause));
        }

        return false;
    }

    // Yes when the exception itself is kept for a rethrow, given to a completion source, or to a method that may sort it
    // out; unknown when it becomes part of an object that somebody may look into.
    private Answer HandsOver(ICatchClauseOperation clause)
    {
        if (CatchScope.Variable(clause) is not { } variable)
            return Answer.No;
        var answer = Answer.No;
        foreach (var operation in clause.Handler.Descendants())
        {
            if (operation is not ILocalReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Local, variable))
                continue;
            var value = operation;
            while (value.Parent is IConversionOperation or IParenthesizedOperation or ICoalesceOperation)
                value = value.Parent;
            switch (value.Parent)
            {
                case IArgumentOperation { Parent: IInvocationOperation call } when !recorders.IsRecorder(call) && !OnlyLogs(call, variable):
                    if (!IsCollecting(call.TargetMethod) && !IsFactory(call))
                        return Answer.Yes;
                    answer = Answer.Unknown;
                    break;
                case ISimpleAssignmentOperation assignment when assignment.Value == value && OwnOperations.Unwrap(assignment.Target) is not IDiscardOperation:
                    return Answer.Yes;
                case IArgumentOperation { Parent: IObjectCreationOperation }:
                    answer = Answer.Unknown;
                    break;
            }
        }

        return answer;
    }

    // A helper of the project that logs what it is given at most.
    private bool OnlyLogs(IInvocationOperation call, ILocalSymbol variable) =>
        HandlerReader.OfHelper(call, [variable], session, cancellationToken) is HandlerDeeds.Logs or HandlerDeeds.None;

    private static bool IsCollecting(IMethodSymbol method) => method.Name is "Add" or "Enqueue" or "Push" or "Append" or "TryAdd";

    // A failure object that is made of the exception.
    private static bool IsFactory(IInvocationOperation call) =>
        call.TargetMethod is { IsStatic: true, IsExtensionMethod: false } method && call.Type is { } made
        && made.ContainingNamespace?.ToDisplayString().StartsWith("System", StringComparison.Ordinal) != true
        && SymbolEqualityComparer.Default.Equals(method.ContainingType.OriginalDefinition, made.OriginalDefinition);

    private static bool IsOnlyLogged(HandlerFacts facts, ICatchClauseOperation clause) =>
        (facts.Deeds & ~HandlerDeeds.Logs) == 0 && clause.Handler.Operations.LastOrDefault() is not IReturnOperation;

    // The round that was cancelled is the last one anyway.
    private bool IsTestedByLoop(ITryOperation attempt)
    {
        if (Attempts.Loop(attempt) is not { } loop)
            return false;
        var condition = loop switch
        {
            IWhileLoopOperation { Condition: { } test } => test,
            IForLoopOperation { Condition: { } test } => test,
            // Any other sequence was asked for once, before the first round.
            IForEachLoopOperation { IsAsynchronous: true } each => each.Collection,
            _ => null,
        };
        if (condition is not null && (TestsCancellation(condition) || TakesToken(condition)))
            return true;
        return loop.Body is IBlockOperation block && block.Operations.Any(other => !other.Syntax.Span.Contains(attempt.Syntax.Span) && Asks(other));
    }

    private bool Asks(IOperation statement) => statement is not ITryOperation && (TestsCancellation(statement) || TakesToken(statement));

    private static bool TakesToken(IOperation root)
    {
        foreach (var operation in OwnOperations.Of(root))
        {
            if (operation is IArgumentOperation { ArgumentKind: ArgumentKind.Explicit, Value.Type: { Name: "CancellationToken", ContainingNamespace.Name: "Threading" } })
                return true;
        }

        return false;
    }
}
