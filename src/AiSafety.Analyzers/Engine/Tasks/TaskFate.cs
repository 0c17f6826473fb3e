using AiSafety.Analyzers.Engine.Facts;
using AiSafety.Analyzers.Engine.Handlers;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tasks;

/// <summary>What becomes of the failures of a task that nobody looks at.</summary>
internal enum Fate
{
    /// <summary>The task is not made here: somebody else may hold it.</summary>
    Elsewhere,

    /// <summary>The task does not fail, or failing is what its library expects.</summary>
    EndsWell,

    /// <summary>The work deals with its own failures.</summary>
    Handled,

    /// <summary>Nothing shows that the work deals with its failures.</summary>
    Lost,
}

/// <summary>
/// Follows a task value to the work behind it and asks whether that work deals with its own failures: through wrappers,
/// starters, continuations, lambdas and the bodies of the project's own methods.
/// </summary>
internal sealed class TaskFate(FailureCoverage coverage, Session session)
{
    private readonly FactIndex<TaskCall> calls = session.Facts(TaskCalls.Table);
    private readonly Redis redis = Redis.Of(session);
    private readonly TaskTypes types = TaskTypes.Of(session);

    /// <summary>The fate of the failures of a task value.</summary>
    public static Fate Of(IOperation value, Session session, CancellationToken cancellationToken) =>
        new FailureCoverage(session, cancellationToken).Tasks.Of(value);

    /// <summary>The fate of the failures of a task value.</summary>
    public Fate Of(IOperation value)
    {
        value = OwnOperations.Unwrap(value);
        switch (value)
        {
            case IInvocationOperation call:
                return Of(call);
            case IConditionalAccessOperation access:
                return Of(access.WhenNotNull);
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                return Worse(Of(conditional.WhenTrue), Of(whenFalse));
            case ICoalesceOperation coalesce:
                return Worse(Of(coalesce.Value), Of(coalesce.WhenNull));
            case ISwitchExpressionOperation branching:
                var worst = Fate.Elsewhere;
                foreach (var arm in branching.Arms)
                    worst = Worse(worst, Of(arm.Value));
                return worst;
            case IPropertyReferenceOperation { Property: { Name: "CompletedTask", IsStatic: true } }:
            case IDefaultValueOperation:
            case IObjectCreationOperation { Arguments.IsEmpty: true, Type.IsValueType: true }:
            case ILiteralOperation:
            case IThrowOperation:
                return Fate.EndsWell;
            default:
                return Fate.Elsewhere;
        }
    }

    private Fate Of(IInvocationOperation call)
    {
        if (calls.Find(call.TargetMethod) is { } fact)
        {
            switch (fact.Role)
            {
                case TaskRole.EndsWell:
                    return Fate.EndsWell;
                case TaskRole.Wraps:
                    return TaskShape.Receiver(call) is { } wrapped ? Of(wrapped) : Fate.Elsewhere;
                case TaskRole.Joins:
                    return OfJoined(call);
                case TaskRole.Continues:
                    return OfContinuation(call);
                case TaskRole.Starts:
                    return OfAnswer(OfDelegate(TaskShape.Delegate(call)));
                case TaskRole.Dispatches:
                    return OfDispatched(TaskShape.Delegate(call));
            }
        }

        if (redis.IsFireAndForget(call))
            return Fate.EndsWell;
        if (!types.YieldsTask(call))
            return Fate.Elsewhere;
        return OfAnswer(coverage.OfCallee(call.TargetMethod, call));
    }

    // Code that does not compile yet says nothing.
    private static Fate OfAnswer(Answer handles) => handles switch
    {
        Answer.Yes => Fate.Handled,
        Answer.No => Fate.Lost,
        _ => Fate.Elsewhere,
    };

    private static Fate Worse(Fate left, Fate right) => left > right ? left : right;

    private Fate OfJoined(IInvocationOperation call)
    {
        var worst = Fate.Elsewhere;
        foreach (var value in TaskShape.Joined(call))
        {
            worst = Worse(worst, value is IInvocationOperation query && TaskShape.Delegate(query) is IAnonymousFunctionOperation selector && !types.IsTask(query.Type)
                ? OfAnswer(coverage.Of(selector))
                : Of(value));
        }

        return worst;
    }

    // A lambda for the user interface that only sets state and asks for rendering has nothing to lose. With awaits in
    // it, it is work like any other.
    private Fate OfDispatched(IOperation? callback) =>
        callback is IAnonymousFunctionOperation { Symbol.IsAsync: true } lambda && coverage.Of(lambda) == Answer.No ? Fate.Lost : Fate.EndsWell;

    private Fate OfContinuation(IInvocationOperation call)
    {
        if (call.Instance is not { } antecedent || TaskShape.Delegate(call) is not IAnonymousFunctionOperation continuation)
            return Fate.Elsewhere;
        var options = TaskShape.ContinuationOptions(call);
        var handlesItself = coverage.Of(continuation) != Answer.No;
        var before = Of(antecedent);
        var seen = (options & TaskShape.NotOnFaulted) == 0
            && ((options & TaskShape.OnlyOnFaulted) == TaskShape.OnlyOnFaulted || LooksAtFailure(continuation));
        if (continuation.Symbol.IsAsync)
            return handlesItself && (seen || before != Fate.Lost) ? Fate.Handled : Fate.Lost;
        if (seen)
            return Fate.Handled;
        if (before is Fate.Lost)
            return Fate.Lost;
        return handlesItself || before != Fate.EndsWell ? Fate.Handled : Fate.Lost;
    }

    // Reading the result of a failed task throws again instead of looking.
    private static bool LooksAtFailure(IAnonymousFunctionOperation continuation)
    {
        if (continuation.Symbol.Parameters.IsEmpty)
            return false;
        var antecedent = continuation.Symbol.Parameters[0];
        foreach (var each in continuation.Body.Descendants())
        {
            if (each is IParameterReferenceOperation reference
                && SymbolEqualityComparer.Default.Equals(reference.Parameter, antecedent)
                && reference.Parent is not IPropertyReferenceOperation { Property.Name: "Result" })
                return true;
        }

        return false;
    }

    private Answer OfDelegate(IOperation? work) => work switch
    {
        IAnonymousFunctionOperation lambda => coverage.Of(lambda),
        IMethodReferenceOperation reference => coverage.OfCallee(reference.Method, reference),
        _ => Answer.No,
    };
}
