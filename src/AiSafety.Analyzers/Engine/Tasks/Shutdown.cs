using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tasks;

/// <summary>Recognises the end of things, where a failure has nobody left to be told.</summary>
internal static class Shutdown
{
    private static readonly string[] StoppingVerbs =
        ["Abort", "Cancel", "Close", "Complete", "Disconnect", "Dispose", "Flush", "Kill", "Leave", "Release", "Shutdown", "ShutDown", "Stop", "Terminate", "Unsubscribe"];

    /// <summary>Whether the call stands in a disposing method, or stops something in a stopping one.</summary>
    public static bool IsPartOf(IInvocationOperation call, Site site)
    {
        if (site.Session.Facts(TaskCalls.Table).Find(call.TargetMethod)?.Role == TaskRole.Stops)
            return true;
        if (site.ContainingSymbol is not IMethodSymbol method)
            return false;
        return method.MethodKind == MethodKind.Destructor
            || method.Name is "Dispose" or "DisposeAsync" or "DisposeCore" or "DisposeAsyncCore"
            || (Stops(method.Name) && Stops(call.TargetMethod.Name));
    }

    private static bool Stops(string name)
    {
        foreach (var verb in StoppingVerbs)
        {
            if (name.StartsWith(verb, StringComparison.Ordinal) || name.StartsWith("On" + verb, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
