using AiSafety.Analyzers.Engine.Facts;
using AiSafety.Analyzers.Engine.Summaries;
using AiSafety.Analyzers.Engine.Tasks;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>
/// Whether a body deals with all its failures itself: whatever can throw stands in a try whose catch-all does not
/// throw again, or in a called method of the project of which the same is true. A cancellation that escapes is no
/// failure, and an empty catch-all counts, too.
/// </summary>
internal sealed class FailureCoverage
{
    private const int MaxDepth = 4;
    private const int MaxBodies = 64;

    private readonly Session session;
    private readonly CancellationToken cancellationToken;
    private readonly FactIndex<SafeCall> safe;
    private readonly Recorders recorders;
    private readonly TaskTypes types;
    private readonly INamedTypeSymbol? canceled;
    private int depth;
    private int bodies;

    public FailureCoverage(Session session, CancellationToken cancellationToken)
    {
        this.session = session;
        this.cancellationToken = cancellationToken;
        safe = session.Facts(SafeCalls.Table);
        recorders = Recorders.Of(session);
        types = TaskTypes.Of(session);
        canceled = session.Type("System.OperationCanceledException");
        Tasks = new TaskFate(this, session);
    }

    /// <summary>The same question about task values.</summary>
    public TaskFate Tasks { get; }

    /// <summary>After the answer no: what in the function that was asked about can fail and is not covered; null where its body is not known.</summary>
    public IOperation? Gap { get; private set; }

    /// <summary>Answers for the body of a method, local function or lambda; unknown for no body or malformed code.</summary>
    public static Answer Of(IOperation? body, Session session, CancellationToken cancellationToken) =>
        body is null ? Answer.Unknown : new FailureCoverage(session, cancellationToken).Of(body);

    /// <summary>Answers for a function (a method body, a lambda, a local function) or a block.</summary>
    public Answer Of(IOperation function)
    {
        (IOperation? body, IMethodSymbol? method) = function switch
        {
            IAnonymousFunctionOperation lambda => ((IOperation?)lambda.Body, lambda.Symbol),
            ILocalFunctionOperation local => (local.Body, local.Symbol),
            IMethodBodyOperation declared => (declared.BlockBody ?? declared.ExpressionBody, declared.SemanticModel?.GetDeclaredSymbol(declared.Syntax, cancellationToken) as IMethodSymbol),
            _ => (function, null),
        };
        return body is null ? Answer.Unknown : Of(body, returnsTask: method is { IsAsync: false } && types.IsTask(method.ReturnType));
    }

    /// <summary>Answers for what a call or method reference runs: no for a member of a library or an interface, whose body is not known.</summary>
    public Answer OfCallee(IMethodSymbol method, IOperation reference)
    {
        if (depth >= MaxDepth || ++bodies > MaxBodies || method.MethodKind == MethodKind.DelegateInvoke
            || Bodies.Of(session).Of(method, reference.SemanticModel!, cancellationToken) is not { } body)
            return Answer.No;
        depth++;
        var answer = Of(body);
        depth--;
        return answer;
    }

    // returnsTask: the function hands on a task without awaiting it, so a try around the return does not cover the task.
    private Answer Of(IOperation root, bool returnsTask)
    {
        foreach (var each in OwnOperations.Of(root))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (each is IInvalidOperation)
                return Answer.Unknown;
        }

        var open = new Stack<IOperation>();
        open.Push(root);
        while (open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var operation = open.Pop();
            if (operation != root && OwnOperations.IsFunction(operation) || operation is INameOfOperation)
                continue;
            if (operation is ITryOperation attempt && TakesAll(attempt))
            {
                // What handlers and finally blocks do after the failure was taken is clean-up.
                if (returnsTask && !ReturnsSafeTasks(attempt))
                    return Answer.No;
                continue;
            }

            if (CanFail(operation, returnsTask))
            {
                Gap = operation;
                return Answer.No;
            }

            foreach (var child in operation.ChildOperations.Reverse())
                open.Push(child);
        }

        return Answer.Yes;
    }

    private bool TakesAll(ITryOperation attempt)
    {
        var taken = false;
        foreach (var clause in attempt.Catches)
        {
            if (!clause.ExceptionType.Inherits(canceled) && HandlerFacts.Of(clause, session, cancellationToken).Any(HandlerDeeds.Throws))
                return false;
            taken |= CatchScope.TakesEveryFailure(clause, session) || (CatchScope.IsCatchAll(clause) && SparesOnlyFatal(clause.Filter));
        }

        return taken;
    }

    // "when (!IsFatal(e))", "when (e.IsCatchable())": what passes by ends the process anyway.
    private static bool SparesOnlyFatal(IOperation? filter)
    {
        if (filter is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not)
            filter = not.Operand;
        if (filter is null || OwnOperations.Unwrap(filter) is not IInvocationOperation { TargetMethod: { Name: var name, Parameters.Length: <= 1 } })
            return false;
        return name.IndexOf("Catchable", StringComparison.Ordinal) >= 0 || name.IndexOf("Critical", StringComparison.Ordinal) >= 0
            || name.IndexOf("Fatal", StringComparison.Ordinal) >= 0;
    }

    private bool ReturnsSafeTasks(ITryOperation attempt)
    {
        foreach (var each in OwnOperations.Of(attempt))
        {
            if (each is IReturnOperation { ReturnedValue: { } returned } && !IsSafeTask(returned))
                return false;
        }

        return true;
    }

    private bool CanFail(IOperation operation, bool returnsTask)
    {
        switch (operation)
        {
            case IThrowOperation thrown:
                return !IsCancellation(thrown);
            case IDynamicInvocationOperation or IDynamicIndexerAccessOperation or IDynamicMemberReferenceOperation or IArrayElementReferenceOperation
                or IPropertyReferenceOperation { Arguments.IsEmpty: false }:
                return true;
            case IPropertyReferenceOperation { Property.Name: "Result" } property:
                return types.IsTask(property.Property.ContainingType);
            case IConversionOperation { Operand.Type.IsReferenceType: true, IsTryCast: false, OperatorMethod: null } cast:
                return !cast.Conversion.IsImplicit && !cast.Conversion.IsIdentity;
            case IReturnOperation { ReturnedValue: { } returned } when returnsTask:
                return !IsSafeTask(returned);
            case IAwaitOperation wait:
                return !IsSafeTask(wait.Operation);
            case IForEachLoopOperation { IsAsynchronous: true } loop:
                return !EndsByCancellation(loop.Collection);
            case IInvocationOperation call:
                return !IsSafe(call);
            case IObjectCreationOperation { Constructor: { } constructor }:
                return !IsSafe(constructor);
            default:
                return false;
        }
    }

    // A task is judged where it is awaited or returned; one that is dropped in here is a finding of its own.
    private bool IsSafe(IInvocationOperation call) =>
        types.IsTask(call.Type)
        || RaisesEvent(call)
        || recorders.IsRecorder(call)
        || safe.Find(call.TargetMethod) is not null
        || IsFrameworkTry(call.TargetMethod)
        || OfCallee(call.TargetMethod, call) == Answer.Yes;

    // What a subscriber does is the subscriber's matter.
    private static bool RaisesEvent(IInvocationOperation call) =>
        call.TargetMethod.MethodKind == MethodKind.DelegateInvoke
        && (call.Instance is IConditionalAccessInstanceOperation instance ? OwnOperations.Accessed(instance) : call.Instance) is IEventReferenceOperation;

    /// <summary>Whether the method is a <c>Try…</c> of the framework, which answers instead of throwing.</summary>
    public static bool IsFrameworkTry(IMethodSymbol method)
    {
        if (!method.Name.StartsWith("Try", StringComparison.Ordinal))
            return false;
        var space = method.ContainingNamespace;
        while (space is { ContainingNamespace: { IsGlobalNamespace: false } outer })
            space = outer;
        return space?.Name == "System";
    }

    private static bool IsSafe(IMethodSymbol constructor)
    {
        if (constructor.IsImplicitlyDeclared || constructor.ContainingType.IsRecord)
            return true;
        return constructor.ContainingNamespace.ToDisplayString() is "System" or "System.Text" or "System.Threading" or "System.Threading.Tasks"
                or "System.Threading.Channels" or "System.Diagnostics" or "System.Collections.Generic" or "System.Collections.Concurrent"
            && constructor.ContainingType.Name is not ("Uri" or "Process");
    }

    private bool IsSafeTask(IOperation task) =>
        OwnOperations.Unwrap(task) is IInvocationOperation { TargetMethod: { Name: "Yield", ContainingType.Name: "Task" } }
        || Tasks.Of(task) is Fate.EndsWell or Fate.Handled;

    private bool IsCancellation(IThrowOperation thrown) =>
        thrown.Exception is { } exception && OwnOperations.Unwrap(exception).Type.Inherits(canceled);

    private static bool EndsByCancellation(IOperation collection) =>
        OwnOperations.Unwrap(collection) is IInvocationOperation call
        && (call.TargetMethod.Name is "ConfigureAwait" or "WithCancellation" && TaskShape.Receiver(call) is { } receiver
            ? EndsByCancellation(receiver)
            : call.TargetMethod is { Name: "ReadAllAsync", ContainingType.Name: "ChannelReader" });
}
