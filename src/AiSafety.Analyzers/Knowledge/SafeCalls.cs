using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>A call that does not fail in ordinary use, or only by cancellation.</summary>
internal sealed class SafeCall
{
    public static readonly SafeCall Instance = new();

    private SafeCall()
    {
    }
}

/// <summary>Framework calls that may stand outside a try in work that handles its own failures.</summary>
internal static class SafeCalls
{
    public static readonly FactTable<SafeCall> Table = new("calls that do not fail")
    {
        { "System.GC", "*", SafeCall.Instance },
        { "System.Guid", "NewGuid", SafeCall.Instance },
        { "System.IDisposable", "Dispose", SafeCall.Instance },
        { "System.Math", "*", SafeCall.Instance },
        { "System.Object", "ToString", SafeCall.Instance },
        { "System.Random", "Next*", SafeCall.Instance },
        { "System.String", "Is*", SafeCall.Instance },
        { "System.String", "Concat", SafeCall.Instance },
        { "System.TimeProvider", "Get*", SafeCall.Instance },
        { "System.TimeSpan", "From*", SafeCall.Instance },
        { "System.Collections.Concurrent.ConcurrentDictionary`2", "ContainsKey", SafeCall.Instance },
        { "System.Collections.Concurrent.ConcurrentDictionary`2", "Clear", SafeCall.Instance },
        { "System.Collections.Concurrent.ConcurrentQueue`1", "Enqueue", SafeCall.Instance },
        { "System.Collections.Concurrent.ConcurrentBag`1", "Add", SafeCall.Instance },
        { "System.Collections.Generic.Dictionary`2", "Remove", SafeCall.Instance },
        { "System.Collections.Generic.Dictionary`2", "Clear", SafeCall.Instance },
        { "System.Collections.Generic.HashSet`1", "Add", SafeCall.Instance },
        { "System.Collections.Generic.HashSet`1", "Remove", SafeCall.Instance },
        { "System.Collections.Generic.List`1", "Add", SafeCall.Instance },
        { "System.Collections.Generic.List`1", "Clear", SafeCall.Instance },
        { "System.Collections.Generic.List`1", "Contains", SafeCall.Instance },
        { "System.Collections.Generic.List`1", "Remove", SafeCall.Instance },
        { "System.Collections.Generic.List`1", "RemoveAll", SafeCall.Instance },
        { "System.Diagnostics.Activity", "*", SafeCall.Instance },
        { "System.Diagnostics.ActivitySource", "StartActivity", SafeCall.Instance },
        { "System.Diagnostics.Stopwatch", "*", SafeCall.Instance },
        { "System.Threading.CancellationToken", "ThrowIfCancellationRequested", SafeCall.Instance },
        { "System.Threading.CancellationToken", "Register", SafeCall.Instance },
        { "System.Threading.CancellationTokenSource", "Cancel*", SafeCall.Instance },
        { "System.Threading.CancellationTokenSource", "CreateLinkedTokenSource", SafeCall.Instance },
        { "System.Threading.Interlocked", "*", SafeCall.Instance },
        { "System.Threading.SemaphoreSlim", "Release", SafeCall.Instance },
        { "System.Threading.Volatile", "*", SafeCall.Instance },
        { "System.Threading.Channels.ChannelReader`1", "ReadAllAsync", SafeCall.Instance },
        { "System.Threading.Channels.ChannelReader`1", "TryRead", SafeCall.Instance },
        { "System.Threading.Tasks.Task", "Yield", SafeCall.Instance },
        { "System.Threading.Tasks.TaskAsyncEnumerableExtensions", "*", SafeCall.Instance },
        { "Microsoft.AspNetCore.Components.ComponentBase", "StateHasChanged", SafeCall.Instance },
        { "Microsoft.Extensions.DependencyInjection.IServiceScopeFactory", "CreateScope", SafeCall.Instance },
        { "Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions", "CreateScope", SafeCall.Instance },
        { "Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions", "GetService", SafeCall.Instance },
        { "Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions", "GetRequiredService", SafeCall.Instance },
        { "Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions", "CreateAsyncScope", SafeCall.Instance },
        { "Microsoft.Extensions.Logging.ILogger", "IsEnabled", SafeCall.Instance },
        { "Microsoft.Extensions.Logging.ILogger", "BeginScope", SafeCall.Instance },
        { "Microsoft.Extensions.Logging.LoggerExtensions", "BeginScope", SafeCall.Instance },
    };
}
