using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Corpus.Clean.Boundaries;

public interface IRefresher
{
    Task RefreshAsync(CancellationToken cancellationToken);
}

public sealed class ReadingEventArgs(double value) : EventArgs
{
    public double Value { get; } = value;
}

public sealed class Sensor
{
    public event EventHandler<ReadingEventArgs>? Read;

    public void Publish(double value) => Read?.Invoke(this, new ReadingEventArgs(value));
}

/// <summary>Outer edges: nobody above them could take the exception.</summary>
public sealed class SensorListener : IDisposable
{
    private readonly Sensor _sensor;
    private readonly IRefresher _refresher;
    private readonly ILogger<SensorListener> _logger;
    private readonly Timer _timer;

    public SensorListener(Sensor sensor, IRefresher refresher, ILogger<SensorListener> logger)
    {
        _sensor = sensor;
        _refresher = refresher;
        _logger = logger;
        _sensor.Read += OnRead;
        _timer = new Timer(OnTick, null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
    }

    private async void OnRead(object? sender, ReadingEventArgs e)
    {
        try
        {
            await Task.Yield();
            _logger.LogInformation("Reading {Value}", e.Value);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "A reading was not handled");
        }
    }

    private void OnTick(object? state)
    {
        try
        {
            _refresher.RefreshAsync(CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "The refresh failed");
        }
    }

    public void Dispose()
    {
        _sensor.Read -= OnRead;
        _timer.Dispose();
    }
}

public sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = 499;
        }
        catch (Exception ex) when (!context.Response.HasStarted)
        {
            logger.LogError(ex, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await context.Response.WriteAsync("The request failed.", context.RequestAborted);
        }
    }
}

public sealed class ConflictHandler(ILogger<ConflictHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not InvalidOperationException)
        {
            return false;
        }

        logger.LogWarning(exception, "Refused {Path}", httpContext.Request.Path);
        httpContext.Response.StatusCode = StatusCodes.Status409Conflict;
        await httpContext.Response.WriteAsync("Refused.", cancellationToken);
        return true;
    }
}

public sealed class Announcer(IRefresher refresher, ILogger<Announcer> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await refresher.RefreshAsync(cancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            logger.LogWarning(ex, "The first refresh failed; the next one follows in a minute");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

public static class ImportTool
{
    public static async Task<int> RunAsync(IRefresher refresher)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };

        try
        {
            await refresher.RefreshAsync(stop.Token);
            return 0;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
        catch (Exception ex)
        {
            Console.Error.WriteLine(ex);
            return 1;
        }
    }
}
