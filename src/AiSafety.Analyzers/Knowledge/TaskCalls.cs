using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>What a call that yields a task means for who must look at that task.</summary>
internal enum TaskRole
{
    /// <summary>Runs the delegate that it is given: the delegate's body is the work.</summary>
    Starts,

    /// <summary>Gives the same work in another wrapping: the receiver (or first argument) is the work.</summary>
    Wraps,

    /// <summary>Joins the tasks that it is given.</summary>
    Joins,

    /// <summary>Adds work that runs after the receiver.</summary>
    Continues,

    /// <summary>Ends well or by cancellation only.</summary>
    EndsWell,

    /// <summary>Hands a delegate to the user interface's own queue, as that framework means it to be used.</summary>
    Dispatches,

    /// <summary>Ends something that is no longer wanted.</summary>
    Stops,
}

/// <summary>A row of <see cref="TaskCalls"/>.</summary>
internal sealed record TaskCall(TaskRole Role);

/// <summary>Calls that yield a task and are not simply work of their own.</summary>
internal static class TaskCalls
{
    private static readonly TaskCall Starts = new(TaskRole.Starts);
    private static readonly TaskCall Wraps = new(TaskRole.Wraps);
    private static readonly TaskCall Joins = new(TaskRole.Joins);
    private static readonly TaskCall Continues = new(TaskRole.Continues);
    private static readonly TaskCall EndsWell = new(TaskRole.EndsWell);
    private static readonly TaskCall Dispatches = new(TaskRole.Dispatches);
    private static readonly TaskCall Stops = new(TaskRole.Stops);

    public static readonly FactTable<TaskCall> Table = new("task calls")
    {
        { "System.Threading.Tasks.Task", "Run", Starts },
        { "System.Threading.Tasks.TaskFactory", "StartNew", Starts },
        { "System.Threading.Tasks.TaskFactory`1", "StartNew", Starts },
        { "System.Threading.Tasks.Task", "ConfigureAwait", Wraps },
        { "System.Threading.Tasks.Task`1", "ConfigureAwait", Wraps },
        { "System.Threading.Tasks.ValueTask", "ConfigureAwait", Wraps },
        { "System.Threading.Tasks.ValueTask`1", "ConfigureAwait", Wraps },
        { "System.Threading.Tasks.ValueTask", "AsTask", Wraps },
        { "System.Threading.Tasks.ValueTask`1", "AsTask", Wraps },
        { "System.Threading.Tasks.ValueTask", "Preserve", Wraps },
        { "System.Threading.Tasks.ValueTask`1", "Preserve", Wraps },
        { "System.Threading.Tasks.Task", "WaitAsync", Wraps },
        { "System.Threading.Tasks.Task`1", "WaitAsync", Wraps },
        { "System.Threading.Tasks.TaskExtensions", "Unwrap", Wraps },
        { "System.Threading.Tasks.Task", "WhenAll", Joins },
        { "System.Threading.Tasks.Task", "WhenAny", Joins },
        { "System.Threading.Tasks.Task", "ContinueWith", Continues },
        { "System.Threading.Tasks.Task`1", "ContinueWith", Continues },
        { "System.Threading.Tasks.Task", "Delay", EndsWell },
        { "System.Threading.Tasks.Task", "FromResult", EndsWell },
        { "System.Threading.Tasks.Task", "FromCanceled", EndsWell },
        { "System.Threading.Tasks.ValueTask", "FromResult", EndsWell },
        { "System.Threading.Tasks.ValueTask", "FromCanceled", EndsWell },
        { "System.Threading.PeriodicTimer", "WaitForNextTickAsync", EndsWell },
        { "System.Threading.SemaphoreSlim", "WaitAsync", EndsWell },
        { "System.Threading.Channels.ChannelReader`1", "WaitToReadAsync", EndsWell },
        { "Microsoft.AspNetCore.Components.ComponentBase", "InvokeAsync", Dispatches },
        { "Microsoft.AspNetCore.Components.Dispatcher", "InvokeAsync", Dispatches },
        { "System.IAsyncDisposable", "DisposeAsync", Stops },
        { "System.Threading.CancellationTokenSource", "CancelAsync", Stops },
    };
}
