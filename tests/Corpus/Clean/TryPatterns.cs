using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO;
using System.Net.Http;
using System.Net.NetworkInformation;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Corpus.Clean.TryPatterns;

public sealed record Tariff(string Zone, decimal Rate);

public sealed class TariffFile(string path, ILogger<TariffFile> logger)
{
    public static bool TryParse(string text, [NotNullWhen(true)] out Tariff? tariff)
    {
        try
        {
            tariff = JsonSerializer.Deserialize<Tariff>(text);
            return tariff is not null;
        }
        catch (JsonException)
        {
            tariff = null;
            return false;
        }
    }

    public static Tariff? TryParseOrNull(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Tariff>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public bool TryLoad([NotNullWhen(true)] out IReadOnlyList<Tariff>? tariffs)
    {
        try
        {
            tariffs = JsonSerializer.Deserialize<List<Tariff>>(File.ReadAllText(path)) ?? [];
            return true;
        }
        catch (Exception ex)
        {
            logger.LogWarning(ex, "The tariffs in {Path} cannot be read", path);
            tariffs = null;
            return false;
        }
    }

    public static (bool Found, decimal Rate) TryFind(IReadOnlyDictionary<string, Tariff> tariffs, string zone)
    {
        try
        {
            return (true, tariffs[zone].Rate);
        }
        catch (KeyNotFoundException)
        {
            return (false, 0m);
        }
    }

    public static decimal ParseRate(string text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var rate) ? rate : 0m;

    public static DateOnly? ParseDay(string text)
    {
        try
        {
            return DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

public sealed class TariffHealth(HttpClient http) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var response = await http.GetAsync("status", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded($"Status {(int)response.StatusCode}");
        }
        catch (Exception ex)
        {
            return HealthCheckResult.Unhealthy("The tariff service does not answer.", ex);
        }
    }

    public bool PingHost(string host)
    {
        try
        {
            using var ping = new Ping();
            return ping.Send(host, 1000).Status == IPStatus.Success;
        }
        catch (PingException)
        {
            return false;
        }
    }
}

public interface IPolicyStore
{
    IReadOnlySet<string> RolesOf(string user);
}

public sealed class Permissions(IPolicyStore store)
{
    public bool CanEdit(string user)
    {
        try
        {
            return store.RolesOf(user).Contains("editor");
        }
        catch (Exception)
        {
            return false;
        }
    }

    public bool IsExportAllowed(string user)
    {
        try
        {
            return store.RolesOf(user).Contains("export");
        }
        catch
        {
            return false;
        }
    }
}

/// <summary>An honest outcome flag: the caller learns that it failed, the log learns why.</summary>
public sealed class Thumbnails(ILogger<Thumbnails> logger)
{
    public bool Render(string source, string target)
    {
        try
        {
            File.Copy(source, target, overwrite: true);
            return true;
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "No thumbnail for {Source}", source);
            return false;
        }
    }
}
