using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>A row of <see cref="BlockingWaits"/>.</summary>
/// <param name="Until">Until when the thread is held; completes "it holds a thread".</param>
/// <param name="Instead">What to do instead.</param>
/// <param name="IsPause">Whether the time is all that is waited for; other waits are harmless when they have a limit.</param>
internal sealed record BlockingWait(string Until, string Instead, bool IsPause = false);

/// <summary>Calls that hold their thread until something else happens.</summary>
internal static class BlockingWaits
{
    private const string Signal = "until somebody signals";

    private static readonly BlockingWait Handle = new(Signal, "give it a limit or a token, or await a TaskCompletionSource or a SemaphoreSlim");

    public static readonly FactTable<BlockingWait> Table = new("blocking waits")
    {
        { "System.Threading.Thread", "Sleep", new("for the whole pause", "await Task.Delay with the token", IsPause: true) },
        { "System.Threading.Thread", "Join", new("until the other thread ends", "await the work as a task, or give it a limit") },
        { "System.Threading.WaitHandle", "WaitOne", Handle },
        { "System.Threading.WaitHandle", "WaitAll", Handle },
        { "System.Threading.WaitHandle", "WaitAny", Handle },
        { "System.Threading.ManualResetEventSlim", "Wait", Handle },
        { "System.Threading.CountdownEvent", "Wait", new(Signal, "await Task.WhenAll, or give it a token") },
        { "System.Threading.SemaphoreSlim", "Wait", new("until somebody releases", "await WaitAsync with the token") },
        { "System.Diagnostics.Process", "WaitForExit", new("until the process ends", "await WaitForExitAsync with the token") },
    };
}
