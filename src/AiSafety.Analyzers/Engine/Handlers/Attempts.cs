using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>What kind of work a try block attempts, as far as it decides whether its failure may be let go.</summary>
internal static class Attempts
{
    private static readonly string[] CleaningVerbs =
    [
        "Abort", "Cancel", "Close", "Complete", "Disconnect", "Dispose", "Drain", "Exit", "Free", "Kill", "Leave", "Release", "RollBack", "Rollback", "Shutdown", "Stop",
        "Terminate", "Unlock", "Unregister", "Unsubscribe",
    ];

    private static readonly string[] UndoingVerbs =
    [
        "Abort", "Compensate", "Delete", "Refund", "Release", "Remove", "Restore", "Revert", "Revoke", "RollBack", "Rollback", "Undo", "Unlock", "Unreserve",
    ];

    // Calls that only go with others.
    private static readonly string[] Companions = ["AsTask", "ConfigureAwait", "Exists", "GetProcess", "GetCurrentProcess", "GetTemp", "WaitForExit", "Combine", "Join"];

    /// <summary>Whether all that the block calls closes, disposes, stops or cancels something, and at least one call does.</summary>
    public static bool OnlyCleansUp(IBlockOperation block) => OnlyCalls(block, static call => IsCleaning(call.TargetMethod));

    /// <summary>Whether a handler takes back what was done: releases, deletes, rolls back.</summary>
    public static bool Undoes(IBlockOperation handler)
    {
        foreach (var operation in OwnOperations.Of(handler))
        {
            if (operation is IInvocationOperation call && StartsWithAny(call.TargetMethod.Name, UndoingVerbs))
                return true;
        }

        return false;
    }

    /// <summary>Whether the block only logs or traces, itself or in helpers of the project.</summary>
    public static bool OnlyRecords(IBlockOperation block, Session session, CancellationToken cancellationToken)
    {
        var recorders = Recorders.Of(session);
        return OnlyCalls(block, call => recorders.IsRecorder(call) || HandlerReader.OfHelper(call, [], session, cancellationToken) == HandlerDeeds.Logs);
    }

    /// <summary>Whether the block only deletes files or folders.</summary>
    public static bool OnlyDeletesFiles(IBlockOperation block) => OnlyCalls(block, static call =>
        call.TargetMethod.Name.StartsWith("Delete", StringComparison.Ordinal)
        && (call.TargetMethod.ContainingType.Name.Contains("File") || call.TargetMethod.ContainingType.Name.Contains("Directory")));

    /// <summary>Whether the block only deletes files or folders that are temporary by their name.</summary>
    public static bool OnlyDeletesTemporaryFiles(IBlockOperation block) =>
        OnlyDeletesFiles(block) && block.Syntax.ToString() is var text
        && (Contains(text, "temp") || Contains(text, "tmp") || Contains(text, "scratch"));

    /// <summary>Whether the block only sets up the console's look.</summary>
    public static bool OnlyTouchesConsole(IBlockOperation block)
    {
        var touches = false;
        foreach (var operation in OwnOperations.Of(block))
        {
            var type = operation switch
            {
                IInvocationOperation call => call.TargetMethod.ContainingType,
                IPropertyReferenceOperation property => property.Property.ContainingType,
                _ => null,
            };
            if (type is null)
                continue;
            if (type is { Name: "Console", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
                touches = true;
            else if (operation is IInvocationOperation)
                return false;
        }

        return touches;
    }

    /// <summary>Whether the operation stands in a handler or a finally block: what fails there fails after the main failure.</summary>
    public static bool IsInErrorHandling(IOperation operation)
    {
        for (var each = operation; each.Parent is { } parent && !OwnOperations.IsFunction(parent); each = parent)
        {
            if (parent is ICatchClauseOperation || (parent is ITryOperation { Finally: { } final } && final == each))
                return true;
        }

        return false;
    }

    /// <summary>The statement that runs next when the try is left at its end, within the same round of a loop; or null.</summary>
    public static IOperation? Next(ITryOperation attempt)
    {
        for (IOperation each = attempt; each.Parent is { } parent && !OwnOperations.IsFunction(each); each = parent)
        {
            if (parent is ILoopOperation)
                return null;
            if (parent is IBlockOperation block && block.Operations.IndexOf(each) + 1 is var next && next < block.Operations.Length)
                return block.Operations[next];
        }

        return null;
    }

    /// <summary>The innermost loop of the same function around the operation, or null.</summary>
    public static ILoopOperation? Loop(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null && !OwnOperations.IsFunction(parent); parent = parent.Parent)
        {
            if (parent is ILoopOperation loop)
                return loop;
        }

        return null;
    }

    /// <summary>
    /// Whether the try calls one of several listeners or plug-ins, and nothing else is awaited: <c>foreach (var each in
    /// listeners) try { await each.Told(token); }</c>. That one of them stops must not keep the others from being told. Not so where the function
    /// gives something back: an answer that lacks what the cancelled ones had to say looks whole.
    /// </summary>
    public static bool CallsEachOfSeveral(ITryOperation attempt)
    {
        if (Loop(attempt) is not IForEachLoopOperation loop || OwnOperations.Of(OwnOperations.Function(attempt)).Any(each => each is IReturnOperation { ReturnedValue: not null }))
            return false;
        var calls = false;
        foreach (var operation in OwnOperations.Of(attempt.Body))
        {
            if (operation is not IAwaitOperation wait)
                continue;
            if (Awaited(wait) is not IInvocationOperation { Instance: ILocalReferenceOperation { Local: var receiver } }
                || !loop.Locals.Contains(receiver, SymbolEqualityComparer.Default))
                return false;
            calls = true;
        }

        return calls;
    }

    /// <summary>Whether the block only waits for work that was started elsewhere: <c>await loopTask</c>.</summary>
    public static bool OnlyAwaitsStartedWork(IBlockOperation block) =>
        block.Operations is [IExpressionStatementOperation { Operation: IAwaitOperation wait }]
        && Awaited(wait) is ILocalReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation or IParameterReferenceOperation;

    private static IOperation Awaited(IAwaitOperation wait)
    {
        var value = OwnOperations.Unwrap(wait.Operation);
        while (value is IInvocationOperation { Instance: { } inner, TargetMethod.Name: "ConfigureAwait" or "WaitAsync" })
            value = OwnOperations.Unwrap(inner);
        return value;
    }

    /// <summary>Whether the loop waits between its rounds, as retries and polls do.</summary>
    public static bool Waits(ILoopOperation loop)
    {
        foreach (var operation in OwnOperations.Of(loop.Body))
        {
            if (operation is IInvocationOperation { TargetMethod: { Name: "Delay" or "Sleep" or "WaitOne" or "SpinOnce", ContainingNamespace: { Name: "Threading" or "Tasks" } } })
                return true;
        }

        return false;
    }

    private static bool IsCleaning(IMethodSymbol method) => StartsWithAny(method.Name, CleaningVerbs);

    private static bool Contains(string text, string word) => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;

    private static bool StartsWithAny(string name, string[] words)
    {
        foreach (var word in words)
        {
            if (name.StartsWith(word, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static bool OnlyCalls(IBlockOperation block, Func<IInvocationOperation, bool> isWanted)
    {
        var any = false;
        foreach (var operation in OwnOperations.Of(block))
        {
            switch (operation)
            {
                case IInvocationOperation call when isWanted(call):
                    any = true;
                    break;
                case IInvocationOperation call when StartsWithAny(call.TargetMethod.Name, Companions):
                    break;
                case IInvocationOperation or IDynamicInvocationOperation or IThrowOperation or IInvalidOperation:
                    return false;
            }
        }

        return any;
    }
}
