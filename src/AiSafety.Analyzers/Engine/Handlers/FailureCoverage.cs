using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>
/// Whether a body deals with all its failures itself: whatever can throw stands in a try whose catch-all does not
/// throw again. A cancellation that escapes is no failure, and an empty catch-all counts, too.
/// </summary>
internal sealed class FailureCoverage(Session session)
{
    // Type and member of framework calls that do not fail by themselves, or only by being cancelled.
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "Activity.Dispose", "Activity.Stop", "ActivitySource.StartActivity", "CancellationToken.ThrowIfCancellationRequested",
        "CancellationTokenSource.Cancel", "CancellationTokenSource.CancelAfter", "CancellationTokenSource.CancelAsync",
        "CancellationTokenSource.CreateLinkedTokenSource", "CancellationTokenSource.Dispose", "ChannelReader.ReadAllAsync",
        "Guid.NewGuid", "Interlocked.CompareExchange", "Interlocked.Decrement", "Interlocked.Exchange", "Interlocked.Increment",
        "PeriodicTimer.WaitForNextTickAsync", "SemaphoreSlim.Release", "SemaphoreSlim.WaitAsync", "Stopwatch.GetElapsedTime",
        "Stopwatch.GetTimestamp", "Stopwatch.Restart", "Stopwatch.Start", "Stopwatch.StartNew", "Stopwatch.Stop", "Task.ConfigureAwait",
        "Task.Delay", "Task.FromResult", "Task.Yield", "TimeProvider.GetUtcNow", "TimeSpan.FromDays", "TimeSpan.FromHours",
        "TimeSpan.FromMilliseconds", "TimeSpan.FromMinutes", "TimeSpan.FromSeconds", "Volatile.Read", "Volatile.Write",
    };

    private readonly Recorders recorders = Recorders.Of(session);

    /// <summary>Answers for the body of a method, local function or lambda; unknown for no body or malformed code.</summary>
    public static Answer Of(IOperation? body, Session session) =>
        body is null ? Answer.Unknown : new FailureCoverage(session).Of(body);

    private Answer Of(IOperation root)
    {
        var open = new Stack<IOperation>();
        open.Push(root);
        while (open.Count > 0)
        {
            var operation = open.Pop();
            if (operation is IInvalidOperation or IDynamicInvocationOperation)
                return Answer.Unknown;
            // What handlers and finally blocks do after the failure was taken is clean-up.
            if ((operation is ITryOperation attempt && TakesAll(attempt)) || (operation != root && OwnOperations.IsFunction(operation)))
                continue;
            if (CanFail(operation))
                return Answer.No;
            foreach (var child in operation.ChildOperations)
                open.Push(child);
        }

        return Answer.Yes;
    }

    private bool TakesAll(ITryOperation attempt)
    {
        var taken = false;
        foreach (var clause in attempt.Catches)
        {
            if (HandlerFacts.Of(clause, session).Any(HandlerDeeds.Throws))
                return false;
            taken |= CatchScope.TakesEveryFailure(clause, session);
        }

        return taken;
    }

    private bool CanFail(IOperation operation) => operation switch
    {
        IThrowOperation => true,
        IInvocationOperation call => !recorders.IsRecorder(call) && !IsHarmless(call.TargetMethod),
        IObjectCreationOperation { Constructor: { } constructor } => !IsFramework(constructor),
        IArrayElementReferenceOperation => true,
        _ => false,
    };

    private static bool IsHarmless(IMethodSymbol method) =>
        IsFramework(method)
        && (method.Name.StartsWith("Try", StringComparison.Ordinal) || Harmless.Contains(method.ContainingType.Name + "." + method.Name));

    private static bool IsFramework(IMethodSymbol method)
    {
        var space = method.ContainingNamespace;
        while (space is { ContainingNamespace: { IsGlobalNamespace: false } outer })
            space = outer;
        return space?.Name == "System";
    }
}
