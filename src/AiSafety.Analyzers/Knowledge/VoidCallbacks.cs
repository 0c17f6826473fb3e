using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>A member that runs a callback which returns nothing.</summary>
/// <param name="IsLoop">Whether it runs it for each item and returns when all are done, as it thinks.</param>
/// <param name="Instead">What waits for asynchronous work in its place.</param>
internal sealed record VoidCallback(bool IsLoop, string Instead);

/// <summary>Members for whose callbacks there is an awaiting counterpart.</summary>
internal static class VoidCallbacks
{
    private static readonly VoidCallback Parallel = new(IsLoop: true, "await 'Parallel.ForEachAsync' instead");
    private static readonly VoidCallback Several = new(IsLoop: true, "await 'Task.WhenAll' instead");
    private static readonly VoidCallback ForEach = new(IsLoop: true, "await each item in a 'foreach' loop instead");
    private static readonly VoidCallback Timer = new(IsLoop: false, "catch and record its failures inside it, or await the ticks of a 'PeriodicTimer'");

    public static readonly FactTable<VoidCallback> Table = new("void callbacks")
    {
        { "System.Array", "ForEach", ForEach },
        { "System.Collections.Generic.List`1", "ForEach", ForEach },
        { "System.Collections.Immutable.ImmutableList`1", "ForEach", ForEach },
        { "System.Collections.Immutable.ImmutableList`1+Builder", "ForEach", ForEach },
        { "System.Linq.ParallelEnumerable", "ForAll", Parallel },
        { "System.Threading.Tasks.Parallel", "For", Parallel },
        { "System.Threading.Tasks.Parallel", "ForEach", Parallel },
        { "System.Threading.Tasks.Parallel", "Invoke", Several },
        { "System.Threading.Timer", ".ctor", Timer },
        { "System.Timers.Timer", "add_Elapsed", Timer },
        { "System.TimeProvider", "CreateTimer", Timer },
    };

    /// <summary>Delegates that mean work which nobody waits for; <c>Action</c> in all its arities besides.</summary>
    public static readonly string[] Delegates =
    [
        "System.Threading.ContextCallback", "System.Threading.ParameterizedThreadStart", "System.Threading.SendOrPostCallback", "System.Threading.ThreadStart",
        "System.Threading.TimerCallback", "System.Threading.WaitCallback", "System.Threading.WaitOrTimerCallback", "System.Timers.ElapsedEventHandler",
    ];

    /// <summary>Root namespaces of user interfaces, whose event loop takes the exceptions of handlers.</summary>
    public static readonly string[] UserInterfaces =
    [
        "Android", "AppKit", "Avalonia", "Caliburn", "Cirrious", "CommunityToolkit.Maui", "CommunityToolkit.Mvvm", "Eto", "Gdk", "Godot", "Gtk", "MahApps", "Microsoft.Maui", "Microsoft.UI", "Microsoft.Xaml",
        "MvvmCross", "Prism", "ReactiveUI", "Stride", "System.Windows", "Telerik", "Terminal.Gui", "UIKit", "UnityEngine", "Uno", "Windows.ApplicationModel", "Windows.UI", "Xamarin",
    ];
}
