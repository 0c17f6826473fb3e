using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;

namespace Corpus.Clean.Callbacks;

public interface IFeed
{
    event EventHandler<string> Received;

    Task RefreshAsync(string name, CancellationToken cancellationToken = default);
}

// Asynchronous functions that become delegates, and deal with their own failures or are awaited.
public sealed class FeedRefresher(IFeed feed, ILogger<FeedRefresher> logger) : IDisposable
{
    private readonly System.Timers.Timer _hourly = new(TimeSpan.FromHours(1));
    private Timer? _timer;

    public void Start()
    {
        _timer = new Timer(async _ => await RefreshSafelyAsync(), null, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        _hourly.Elapsed += OnHourly;
        feed.Received += async (_, name) =>
        {
            try
            {
                await feed.RefreshAsync(name);
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "Feed {Name} was not refreshed", name);
            }
        };
        _hourly.Start();
    }

    public async Task RefreshAllAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(names, cancellationToken, async (name, token) => await feed.RefreshAsync(name, token));
        await Task.WhenAll(names.Select(async name => await feed.RefreshAsync(name, cancellationToken)));
        await Task.Run(async () => await feed.RefreshAsync("all", cancellationToken), cancellationToken);
    }

    public void Print(ImmutableList<string> names)
    {
        names.ForEach(name => logger.LogInformation("Feed {Name}", name));
        ThreadPool.QueueUserWorkItem(_ => logger.LogInformation("{Count} feeds", names.Count));
    }

    public void Pause()
    {
        // The supervisor starts the process again on purpose when a feed fails at night.
        _timer = new Timer(async _ => await feed.RefreshAsync("night"), null, TimeSpan.Zero, TimeSpan.FromHours(8));
    }

    public void Dispose()
    {
        _hourly.Elapsed -= OnHourly;
        _hourly.Dispose();
        _timer?.Dispose();
    }

    private async void OnHourly(object? sender, System.Timers.ElapsedEventArgs e)
    {
        try
        {
            await feed.RefreshAsync("hourly");
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            logger.LogError(ex, "The hourly feed was not refreshed");
        }
    }

    private async Task RefreshSafelyAsync()
    {
        try
        {
            await feed.RefreshAsync("default");
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "The default feed was not refreshed");
        }
    }
}

// Messages that go away by themselves.
public sealed class Toasts
{
    private readonly List<int> _shown = [];

    public event EventHandler? Changed;

    public void Show(int id)
    {
        lock (_shown)
        {
            _shown.Add(id);
        }

        _ = RemoveLaterAsync(id);
    }

    private async Task RemoveLaterAsync(int id)
    {
        await Task.Delay(TimeSpan.FromSeconds(4));
        lock (_shown)
        {
            _shown.RemoveAll(shown => shown == id);
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }
}

// Only asks for rendering.
public sealed class Clock : ComponentBase, IDisposable
{
    private Timer? _timer;

    public void Dispose() => _timer?.Dispose();

    protected override void OnInitialized() =>
        _timer = new Timer(async _ => await InvokeAsync(StateHasChanged), null, TimeSpan.Zero, TimeSpan.FromSeconds(1));
}
