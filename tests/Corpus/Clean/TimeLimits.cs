using System;
using System.Diagnostics;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Corpus.Clean.TimeLimits;

public interface ISensor
{
    Task<double> ReadAsync(CancellationToken cancellationToken = default);
}

public sealed class SensorReader(ISensor sensor, ILogger<SensorReader> logger) : IDisposable
{
    private readonly CancellationTokenSource stopping = new();

    public void Dispose()
    {
        stopping.Cancel();
        stopping.Dispose();
    }

    public async Task<double> LinkedAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping.Token);
        limit.CancelAfter(timeout);
        try
        {
            return await sensor.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            throw new TimeoutException($"No value within {timeout}.");
        }
    }

    public Task<double> WaitedAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        sensor.ReadAsync(cancellationToken).WaitAsync(timeout, cancellationToken);

    public async Task<double?> RacedAndCancelledAsync(CancellationToken cancellationToken)
    {
        using var own = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var read = sensor.ReadAsync(own.Token);
        if (await Task.WhenAny(read, Task.Delay(TimeSpan.FromSeconds(1), cancellationToken)) != read)
        {
            await own.CancelAsync();
            return null;
        }

        return await read;
    }

    public async Task<double> WithProgressAsync(CancellationToken cancellationToken)
    {
        var read = sensor.ReadAsync(cancellationToken);
        while (await Task.WhenAny(read, Task.Delay(TimeSpan.FromSeconds(1), cancellationToken)) != read)
            logger.LogInformation("Still reading");
        return await read;
    }

    public async Task<double> SlowIsOnlyLoggedAsync(CancellationToken cancellationToken)
    {
        var read = sensor.ReadAsync(cancellationToken);
        if (await Task.WhenAny(read, Task.Delay(TimeSpan.FromSeconds(1), cancellationToken)) != read)
            logger.LogWarning("The sensor is slow");
        return await read;
    }

    public async Task<bool> SignalAsync(TaskCompletionSource ready)
    {
        var signal = ready.Task;
        return await Task.WhenAny(signal, Task.Delay(TimeSpan.FromSeconds(5))) == signal;
    }
}

public sealed class SensorService(ISensor sensor, ILogger<SensorService> logger) : BackgroundService
{
    private Task? running;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (running is { } work)
            await Task.WhenAny(work, Task.Delay(Timeout.Infinite, cancellationToken));
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                running = sensor.ReadAsync(stoppingToken);
                await running;
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                logger.LogError(exception, "The sensor was not read");
            }
        }
    }
}

public sealed class Calibration(HttpClient http, ILogger<Calibration> logger)
{
    public async Task<string?> TimeOutIdiomAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await http.GetStringAsync("calibration", cancellationToken);
        }
        catch (TaskCanceledException exception) when (exception.InnerException is TimeoutException)
        {
            throw new TimeoutException("The calibration service did not answer.", exception);
        }
    }

    public async Task<int> RunToolAsync(CancellationToken cancellationToken)
    {
        using var process = Process.Start("calibrate", "--all");
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            throw;
        }

        logger.LogInformation("Calibration ended with {Code}", process.ExitCode);
        return process.ExitCode;
    }

    public void RunOnItsOwnThread(ManualResetEventSlim done)
    {
        var thread = new Thread(() =>
        {
            Thread.Sleep(1000);
            done.Set();
        });
        thread.Start();
        done.Wait();
    }
}

public sealed class SensorSchedule(ISensor sensor, ILogger<SensorSchedule> logger) : IDisposable
{
    private readonly System.Timers.Timer timer = new(1000);
    private readonly CancellationTokenSource stopping = new();

    public void Start()
    {
        timer.Elapsed += async (_, _) =>
        {
            try
            {
                await sensor.ReadAsync(stopping.Token);
            }
            catch (Exception exception)
            {
                logger.LogError(exception, "The scheduled reading failed");
            }
        };
    }

    public void Dispose()
    {
        stopping.Cancel();
        timer.Dispose();
        stopping.Dispose();
    }
}
