using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tasks;

/// <summary>The function that a dropped task stands in.</summary>
/// <param name="IsAsync">Whether the function could await.</param>
/// <param name="StartsService">Whether it is expected to return at once: <c>StartAsync</c> of a hosted service.</param>
internal readonly record struct Enclosing(bool IsAsync, bool StartsService)
{
    public static Enclosing Of(IOperation operation, Site site)
    {
        for (var each = operation.Parent; each is not null; each = each.Parent)
        {
            if (each is IAnonymousFunctionOperation lambda)
                return new Enclosing(lambda.Symbol.IsAsync, false);
            if (each is ILocalFunctionOperation local)
                return new Enclosing(local.Symbol.IsAsync, false);
        }

        return site.ContainingSymbol is IMethodSymbol method
            ? new Enclosing(method.IsAsync || IsTopLevel(method), method.Name.StartsWith("Start", StringComparison.Ordinal))
            : default;
    }

    private static bool IsTopLevel(IMethodSymbol method) => method.Name == WellKnownMemberNames.TopLevelStatementsEntryPointMethodName;
}

/// <summary>Recognises work that may not end by itself, so that awaiting it could block its caller for ever.</summary>
internal static class LongRunning
{
    private static readonly string[] Verbs =
        ["Consume", "Listen", "Loop", "Monitor", "Poll", "Process", "Pump", "Read", "Receive", "Run", "Start", "Stream", "Subscribe", "Watch", "Work"];

    /// <summary>Whether the call, or one that it wraps, starts or continues other work, or is named like a loop.</summary>
    public static bool MayBe(IInvocationOperation call)
    {
        foreach (var verb in Verbs)
        {
            if (call.TargetMethod.Name.IndexOf(verb, StringComparison.Ordinal) >= 0)
                return true;
        }

        return call.TargetMethod.Name == "ContinueWith"
            || (TaskShape.Receiver(call) is { } receiver && OwnOperations.Unwrap(receiver) is IInvocationOperation inner && MayBe(inner));
    }
}
