using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Corpus.Clean.LoopsAndStreams;

public class Reading
{
    public int Id { get; set; }
    public string Sensor { get; set; } = "";
    public double Value { get; set; }
}

public class ReadingContext(DbContextOptions<ReadingContext> options) : DbContext(options)
{
    public DbSet<Reading> Readings => Set<Reading>();
}

public interface ISensors
{
    IAsyncEnumerable<Reading> Live { get; }

    IAsyncEnumerable<Reading> History(string sensor, CancellationToken cancellationToken = default);

    Task<Reading?> NextAsync();

    Task StoreAsync(Reading reading);
}

public sealed class SensorWorker(ISensors sensors, ILogger<SensorWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(RelayAsync(stoppingToken), ReportAsync(stoppingToken), ReconnectAsync(stoppingToken));
    }

    private async Task RelayAsync(CancellationToken stoppingToken)
    {
        await foreach (var reading in sensors.Live.WithCancellation(stoppingToken).ConfigureAwait(false))
        {
            await sensors.StoreAsync(reading);
        }
    }

    private async Task ReportAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            stoppingToken.ThrowIfCancellationRequested();
            logger.LogDebug("Relay is alive");
            await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken);
        }
    }

    private async Task ReconnectAsync(CancellationToken stoppingToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await PumpAsync(stoppingToken);
                return;
            }
            catch (IOException ex) when (attempt < 5)
            {
                logger.LogWarning(ex, "Attempt {Attempt} failed", attempt);
            }
        }
    }

    private async Task PumpAsync(CancellationToken stoppingToken)
    {
        async Task StepAsync()
        {
            stoppingToken.ThrowIfCancellationRequested();
            if (await sensors.NextAsync() is { } reading)
            {
                await sensors.StoreAsync(reading);
            }
        }

        while (true)
        {
            await StepAsync();
        }
    }
}

public sealed class SensorLog(ISensors sensors, ReadingContext db)
{
    private readonly Channel<Reading> _channel = Channel.CreateUnbounded<Reading>();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task ReadyAsync(CancellationToken cancellationToken) => _ready.Task.WaitAsync(cancellationToken);

    public async IAsyncEnumerable<Reading> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var reading in _channel.Reader.ReadAllAsync(cancellationToken))
        {
            yield return reading;
        }
    }

    public async Task<int> CopyAsync(string sensor, CancellationToken cancellationToken)
    {
        var count = 0;
        var history = sensors.History(sensor, cancellationToken);
        await foreach (var reading in history)
        {
            db.Readings.Add(reading);
            count++;
        }

        await foreach (var reading in db.Readings.AsAsyncEnumerable().Where(r => r.Sensor == sensor).WithCancellation(cancellationToken))
        {
            count += reading.Value > 0 ? 1 : 0;
        }

        return count;
    }

    public async Task ImportAsync(IReadOnlyList<Reading> readings, CancellationToken cancellationToken)
    {
        foreach (var reading in readings)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                break;
            }

            await sensors.StoreAsync(reading);
        }
    }

    /// <summary>One call, which takes no token: there is nothing to be done with it.</summary>
    public Task StoreAsync(Reading reading, CancellationToken cancellationToken) => sensors.StoreAsync(reading);

    /// <summary>Once begun, the batch is stored to its end.</summary>
    public async Task StoreBatchAsync(IReadOnlyList<Reading> readings, CancellationToken _)
    {
        foreach (var reading in readings)
        {
            await sensors.StoreAsync(reading);
        }
    }

    public static string ReadWord(string text, int at, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = at;
        while (true)
        {
            if (at == text.Length || text[at] == ' ')
            {
                return text[start..at];
            }

            at++;
        }
    }
}

[ApiController]
[Route("readings")]
public class ReadingsController(ReadingContext db, ISensors sensors) : ControllerBase
{
    [HttpGet]
    public async Task<IReadOnlyList<Reading>> List(string sensor, CancellationToken cancellationToken) =>
        await db.Readings.AsNoTracking().Where(r => r.Sensor == sensor).OrderBy(r => r.Id).Take(100).ToListAsync(cancellationToken);

    [HttpGet("next")]
    public async Task<ActionResult<Reading>> Next()
    {
        var reading = await sensors.NextAsync();
        return reading is null ? NotFound() : reading;
    }

    [HttpGet("count")]
    public Task<int> Count() => db.Readings.CountAsync(HttpContext.RequestAborted);
}

public class ReadingHub(ReadingContext db) : Hub
{
    public async Task<int> Count(string sensor) => await db.Readings.CountAsync(r => r.Sensor == sensor, Context.ConnectionAborted);

    public override Task OnConnectedAsync() => base.OnConnectedAsync();
}

public static class ReadingEndpoints
{
    public static void MapReadings(this IEndpointRouteBuilder app)
    {
        app.MapGet("/readings/{sensor}/count", async (string sensor, ReadingContext db, CancellationToken cancellationToken) =>
            await db.Readings.CountAsync(r => r.Sensor == sensor, cancellationToken));

        app.MapGet("/readings/weather", GetWeather);

        app.MapGet("/readings/raw", async (HttpContext context, ReadingContext db) =>
            await context.Response.WriteAsJsonAsync(await db.Readings.Take(10).ToListAsync(context.RequestAborted), context.RequestAborted));
    }

    private static async Task<IResult> GetWeather(HttpClient http, CancellationToken cancellationToken) =>
        Results.Text(await http.GetStringAsync("weather", cancellationToken));
}
