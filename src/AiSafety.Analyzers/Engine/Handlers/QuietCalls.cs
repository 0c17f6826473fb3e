using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>Calls in a handler that tell nobody about the failure: cleaning up, waiting, making a value.</summary>
internal static class QuietCalls
{
    private static readonly string[] CleaningVerbs =
    [
        "Abort", "Cancel", "Clear", "Close", "Delay", "Delete", "Disconnect", "Dispose", "Free", "Kill", "Release", "Remove",
        "Reset", "Rollback", "RollBack", "Return", "Sleep", "Stop", "Unlock", "Yield",
    ];

    /// <summary>Whether the call neither reports nor records: it cleans up, waits, or is there for its value.</summary>
    public static bool IsQuiet(IInvocationOperation call) => CleansUp(call) || !IsStatement(call);

    /// <summary>Whether the call only tidies up or waits.</summary>
    public static bool CleansUp(IInvocationOperation call)
    {
        foreach (var verb in CleaningVerbs)
        {
            if (call.TargetMethod.Name.StartsWith(verb, StringComparison.Ordinal))
                return true;
        }

        return call.TargetMethod.Name == "ConfigureAwait";
    }

    /// <summary>Whether the call is awaited.</summary>
    public static bool IsAwaited(IOperation call)
    {
        var parent = call.Parent;
        while (parent is IConversionOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" })
            parent = parent.Parent;
        return parent is IAwaitOperation;
    }

    /// <summary>Whether the call is a statement: one whose value is used is there for its value.</summary>
    public static bool IsStatement(IOperation call)
    {
        var parent = call.Parent;
        while (parent is IAwaitOperation or IConversionOperation or IConditionalAccessOperation
            or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" })
            parent = parent.Parent;
        return parent is IExpressionStatementOperation || parent is ISimpleAssignmentOperation { Target: IDiscardOperation };
    }
}
