using System;
using System.Diagnostics;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Corpus.Careless.DeviceGateway;

public interface IDeviceClient
{
    Task<string> ReadStatusAsync(string device, CancellationToken cancellationToken = default);

    Task SendAsync(string device, string command, CancellationToken cancellationToken = default);
}

public sealed class DeviceGateway(IDeviceClient devices, ILogger<DeviceGateway> logger)
{
    private readonly CancellationTokenSource shutdown = new();

    public void Shutdown()
    {
        logger.LogInformation("Shutting down");
        shutdown.Cancel();
    }

    public async Task<string> ReadWithTimeoutAsync(string device, CancellationToken cancellationToken)
    {
        var read = devices.ReadStatusAsync(device, cancellationToken);
        var completed = await Task.WhenAny(read, Task.Delay(TimeSpan.FromSeconds(5), cancellationToken));
        if (completed != read)
        {
            logger.LogWarning("Device {Device} did not answer", device);
            throw new TimeoutException($"Device {device} did not answer.");
        }

        return await read;
    }

    public async Task<bool> TryRestartAsync(string device)
    {
        var restart = Task.Run(() => devices.SendAsync(device, "restart"));
        if (await Task.WhenAny(restart, Task.Delay(3000)) == restart)
        {
            await restart;
            return true;
        }

        return false;
    }

    public async Task SendLimitedAsync(string device, string command, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        await devices.SendAsync(device, command, cancellationToken);
    }

    public async Task SendAsync(string device, string command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        logger.LogDebug("Sending {Command} to {Device}", command, device);
        await devices.SendAsync(device, command, cancellationToken);
    }

    public async Task FlashAsync(string image, CancellationToken cancellationToken)
    {
        using var process = Process.Start("flash-tool", image);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"Flashing ended with {process.ExitCode}.");
        await devices.SendAsync(image, "verify", cancellationToken);
    }
}

public sealed class DevicePoller(IDeviceClient devices, ILogger<DevicePoller> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await devices.ReadStatusAsync("gate", stoppingToken);
                await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken);
            }
            catch (TaskCanceledException)
            {
                break;
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "Polling failed");
                Thread.Sleep(TimeSpan.FromMinutes(1));
            }
        }
    }
}

public sealed class DeviceReports(HttpClient http, IDeviceClient devices, ILogger<DeviceReports> logger)
{
    public async Task ReportAsync(string device, CancellationToken cancellationToken)
    {
        try
        {
            var status = await devices.ReadStatusAsync(device, cancellationToken);
            using var answer = await http.PostAsync("reports", new StringContent(status), cancellationToken);
            answer.EnsureSuccessStatusCode();
        }
        catch (TaskCanceledException)
        {
            logger.LogInformation("Report of {Device} was cancelled", device);
        }
    }

    public async Task<string> FetchAsync(string device, CancellationToken cancellationToken)
    {
        try
        {
            return await http.GetStringAsync($"devices/{device}", cancellationToken);
        }
        catch (TaskCanceledException ex) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Device {device} did not answer.", ex);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Device {Device} could not be read", device);
            return "";
        }
    }
}
