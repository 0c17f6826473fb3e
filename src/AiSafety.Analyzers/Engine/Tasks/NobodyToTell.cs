using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tasks;

/// <summary>Recognises places where a failure has nobody to be told: the end of things, and what tells of failures itself.</summary>
internal static class NobodyToTell
{
    private static readonly string[] StoppingVerbs =
        ["Abort", "Cancel", "Close", "Complete", "Disconnect", "Dispose", "Flush", "Kill", "Leave", "Release", "Shutdown", "ShutDown", "Stop", "Terminate", "Unsubscribe"];

    private static readonly string[] Loggers = ["Microsoft.Extensions.Logging.ILogger", "Serilog.Core.ILogEventSink"];

    /// <summary>Whether the call stands in a disposing method or a logger, or stops something in a stopping method.</summary>
    public static bool At(IInvocationOperation call, Site site)
    {
        if (site.Session.Facts(TaskCalls.Table).Find(call.TargetMethod)?.Role == TaskRole.Stops)
            return true;
        if (site.ContainingSymbol is not IMethodSymbol method)
            return false;
        return method.MethodKind == MethodKind.Destructor
            || IsLogger(method.ContainingType, site.Session)
            || method.Name is "Dispose" or "DisposeAsync" or "DisposeCore" or "DisposeAsyncCore"
            || (Stops(method.Name) && Stops(call.TargetMethod.Name));
    }

    private static bool IsLogger(INamedTypeSymbol type, Session session)
    {
        foreach (var name in Loggers)
        {
            if (type.Implements(session.Type(name)))
                return true;
        }

        return false;
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
