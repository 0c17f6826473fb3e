using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;

namespace Corpus.Careless.TelemetryPipeline;

public sealed record Measurement(string Sensor, double Value);

public sealed record ExportCommand(string Target, CancellationToken CancellationToken);

public interface ISink
{
    Task WriteAsync(Measurement measurement, CancellationToken cancellationToken = default);
}

public sealed class TelemetryPipeline : IDisposable
{
    private readonly Channel<Measurement> _channel = Channel.CreateBounded<Measurement>(1000);
    private readonly SemaphoreSlim _gate = new(4, 4);
    private readonly ISink _sink;
    private readonly ILogger<TelemetryPipeline> _logger;
    private readonly CancellationToken _shutdown;

    public TelemetryPipeline(ISink sink, ILogger<TelemetryPipeline> logger, CancellationToken shutdown)
    {
        _sink = sink;
        _logger = logger;
        _shutdown = shutdown;
        _ = Task.Run(() => PumpAsync(shutdown));
    }

    public async Task AddAsync(Measurement measurement, CancellationToken cancellationToken)
    {
        await _channel.Writer.WriteAsync(measurement);
    }

    public async Task PumpAsync(CancellationToken cancellationToken)
    {
        await foreach (var measurement in _channel.Reader.ReadAllAsync())
        {
            await _sink.WriteAsync(measurement, cancellationToken);
        }
    }

    public async Task WriteAllAsync(IEnumerable<Measurement> measurements, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync();
        try
        {
            foreach (var measurement in measurements)
            {
                await _sink.WriteAsync(measurement);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task WriteParallelAsync(IEnumerable<Measurement> measurements, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(measurements, cancellationToken, async (measurement, token) =>
        {
            await _sink.WriteAsync(measurement);
        });
    }

    public async Task WriteBatchAsync(IReadOnlyList<Measurement> measurements, CancellationToken cancellationToken)
    {
        var writes = measurements.Select(m => _sink.WriteAsync(m, cancellationToken));
        await Task.WhenAll(writes).WaitAsync(TimeSpan.FromSeconds(30));
    }

    public async Task BackOffAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(10));
    }

    public async Task ExportAsync(ExportCommand command)
    {
        await File.WriteAllTextAsync(command.Target, "measurements");
    }

    public async Task<bool> FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (_channel.Reader.TryRead(out var measurement))
            {
                await _sink.WriteAsync(measurement, cancellationToken);
            }

            return true;
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Flush failed");
            return false;
        }
    }

    public async Task ConvertAsync(string file, CancellationToken cancellationToken)
    {
        async Task RunAsync(string program, CancellationToken token)
        {
            using var process = Process.Start(program, file);
            await process.WaitForExitAsync();
        }

        await RunAsync("convert", cancellationToken);
    }

    public async Task DownloadAsync(HttpClient http, string target, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync("calibration", HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var source = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var file = File.Create(target);
        await source.CopyToAsync(file, cancellationToken);
    }

    public void Dispose()
    {
        try
        {
            _channel.Writer.Complete();
            File.Delete("telemetry.lock");
        }
        catch
        {
        }

        _gate.Dispose();
    }
}
