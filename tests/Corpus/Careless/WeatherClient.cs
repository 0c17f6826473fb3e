using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;

namespace Corpus.Careless.WeatherClient;

public sealed record Forecast(string City, double Temperature, DateTime At);

public sealed class WeatherClient(HttpClient http, IMemoryCache cache, ILogger<WeatherClient> logger)
{
    public async Task<Forecast?> GetForecastAsync(string city, CancellationToken cancellationToken = default)
    {
        try
        {
            var response = await http.GetAsync($"forecast/{city}", cancellationToken);
            response.EnsureSuccessStatusCode();
            var json = await response.Content.ReadAsStringAsync();
            return JsonSerializer.Deserialize<Forecast>(json);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Failed to get the forecast for {City}", city);
            return null;
        }
    }

    public async Task<List<Forecast>> GetWeekAsync(string city, CancellationToken cancellationToken = default)
    {
        try
        {
            return await http.GetFromJsonAsync<List<Forecast>>($"week/{city}", cancellationToken) ?? [];
        }
        catch (HttpRequestException ex)
        {
            logger.LogWarning(ex, "The weather service is unavailable");
            throw;
        }
        catch (Exception)
        {
            return [];
        }
    }

    public async Task<double> GetTemperatureAsync(string city, CancellationToken cancellationToken)
    {
        double temperature;
        try
        {
            var forecast = await http.GetFromJsonAsync<Forecast>($"forecast/{city}", cancellationToken);
            temperature = forecast!.Temperature;
        }
        catch (Exception)
        {
            temperature = 0;
        }

        return temperature;
    }

    public async Task<IReadOnlyList<string>> GetAlertsAsync(string city, CancellationToken cancellationToken)
    {
        try
        {
            return await http.GetFromJsonAsync<List<string>>($"alerts/{city}", cancellationToken) ?? [];
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            return Array.Empty<string>();
        }
    }

    public async Task<IReadOnlyList<string>> GetStationsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await http.GetFromJsonAsync<List<string>>("stations", cancellationToken) ?? [];
        }
        catch (HttpRequestException)
        {
            return [];
        }
    }

    public async Task PreloadAsync(IEnumerable<string> cities, CancellationToken cancellationToken)
    {
        foreach (var city in cities)
        {
            try
            {
                cache.Set(city, await http.GetFromJsonAsync<Forecast>($"forecast/{city}"));
            }
            catch (Exception)
            {
                // ignore errors
            }
        }
    }

    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            await http.GetStringAsync("stations", cancellationToken);
        }
        catch
        {
        }
    }

    public async Task ReportAsync(Forecast forecast, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync("reports", forecast);
        response.EnsureSuccessStatusCode();
    }

    public async Task<string?> DownloadMapAsync(string region, CancellationToken cancellationToken)
    {
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(TimeSpan.FromSeconds(10));
            return await http.GetStringAsync($"maps/{region}", timeout.Token);
        }
        catch (Exception ex)
        {
            logger.LogWarning(ex, "No map of {Region}", region);
            return null;
        }
    }

    public async Task<Forecast> GetOrThrowAsync(string city, CancellationToken cancellationToken)
    {
        try
        {
            return await http.GetFromJsonAsync<Forecast>($"forecast/{city}", cancellationToken)
                ?? throw new InvalidOperationException("Empty answer.");
        }
        catch (Exception ex)
        {
            throw new InvalidOperationException($"No forecast for {city}.", ex);
        }
    }

    public Task<Forecast?> GetCachedAsync(string city)
    {
        try
        {
            return Task.FromResult(cache.Get<Forecast>(city));
        }
        catch (Exception)
        {
            return Task.FromResult<Forecast?>(null);
        }
    }
}
