using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>What kind of work a try block attempts, as far as it decides whether its failure may be let go.</summary>
internal static class Attempts
{
    private static readonly string[] CleaningVerbs =
    [
        "Abort", "Cancel", "Close", "Complete", "Disconnect", "Dispose", "Drain", "Exit", "Free", "Kill", "Leave", "Release", "Shutdown", "Stop",
        "Terminate", "Unlock", "Unregister", "Unsubscribe",
    ];

    /// <summary>Whether all that the block calls closes, disposes, stops or cancels something, and at least one call does.</summary>
    public static bool OnlyCleansUp(IBlockOperation block) => OnlyCalls(block, static call => IsCleaning(call.TargetMethod));

    /// <summary>Whether the block only logs or traces.</summary>
    public static bool OnlyRecords(IBlockOperation block, Session session)
    {
        var recorders = Recorders.Of(session);
        return OnlyCalls(block, recorders.IsRecorder);
    }

    /// <summary>Whether the block only deletes files or folders.</summary>
    public static bool OnlyDeletesFiles(IBlockOperation block) => OnlyCalls(block, static call => call.TargetMethod is
    {
        Name: "Delete" or "Exists", ContainingType: { Name: "File" or "Directory" or "FileInfo" or "DirectoryInfo" or "FileSystemInfo", ContainingNamespace.Name: "IO" },
    });

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

    private static bool IsCleaning(IMethodSymbol method)
    {
        if (method.Name is "ConfigureAwait" or "AsTask")
            return true;
        foreach (var verb in CleaningVerbs)
        {
            if (method.Name.StartsWith(verb, StringComparison.Ordinal))
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
                case IInvocationOperation or IDynamicInvocationOperation or IThrowOperation or IInvalidOperation or IReturnOperation { ReturnedValue: not null }:
                    return false;
            }
        }

        return any;
    }
}
