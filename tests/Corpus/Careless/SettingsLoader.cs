using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;

namespace Corpus.Careless.SettingsLoader;

public sealed class Settings
{
    public string Theme { get; set; } = "light";
    public int PageSize { get; set; } = 20;
    public List<string> Plugins { get; set; } = [];
}

public sealed class SettingsLoader(string path, ILogger<SettingsLoader> logger)
{
    private Settings _settings = new();

    public Settings Load()
    {
        try
        {
            return JsonSerializer.Deserialize<Settings>(File.ReadAllText(path))!;
        }
        catch (Exception)
        {
            return new Settings();
        }
    }

    public Settings? LoadOrNull()
    {
        try
        {
            return JsonSerializer.Deserialize<Settings>(File.ReadAllText(path));
        }
        catch (Exception)
        {
            return null;
        }
    }

    public void Reload()
    {
        try
        {
            _settings = JsonSerializer.Deserialize<Settings>(File.ReadAllText(path))!;
        }
        catch (Exception ex)
        {
            _ = ex;
        }
    }

    public void Save()
    {
        try
        {
            File.WriteAllText(path, JsonSerializer.Serialize(_settings));
        }
        catch (SystemException)
        {
            // TODO: handle
        }
    }

    public void SaveBackup()
    {
        try
        {
            File.Copy(path, path + ".bak", overwrite: true);
        }
        catch (Exception)
        {
            return;
        }
    }

    public bool Export(string target)
    {
        try
        {
            File.Copy(path, target, overwrite: true);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void RemoveBackup()
    {
        try
        {
            File.Delete(path + ".bak");
        }
        catch (UnauthorizedAccessException)
        {
        }
    }

    public int PageSizeFrom(string text)
    {
        try
        {
            return int.Parse(text, CultureInfo.InvariantCulture);
        }
        catch
        {
            return 0;
        }
    }

    public Guid ProfileFrom(string text)
    {
        try
        {
            return Guid.Parse(text);
        }
        catch (Exception)
        {
            return Guid.Empty;
        }
    }

    public TimeSpan TimeoutFrom(string text)
    {
        try
        {
            return TimeSpan.Parse(text, CultureInfo.InvariantCulture);
        }
        catch (Exception ex)
        {
            logger.LogWarning(ex, "Timeout {Text} is not valid", text);
            return TimeSpan.Zero;
        }
    }

    public (int Width, int Height) SizeFrom(string text)
    {
        try
        {
            var parts = text.Split('x');
            return (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
        }
        catch (Exception)
        {
            return (0, 0);
        }
    }

    public string ThemeName()
    {
        try
        {
            return File.ReadLines(path).First();
        }
        catch (Exception)
        {
            return string.Empty;
        }
    }

    public List<string> PluginNames(string folder)
    {
        var names = new List<string>();
        try
        {
            names.AddRange(Directory.GetFiles(folder, "*.dll").Select(Path.GetFileName)!);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Plugins in {Folder} cannot be listed", folder);
        }

        return names;
    }

    public List<Settings> LoadProfiles(string folder)
    {
        var profiles = new List<Settings>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
        {
            try
            {
                profiles.Add(JsonSerializer.Deserialize<Settings>(File.ReadAllText(file))!);
            }
            catch (Exception)
            {
            }
        }

        return profiles;
    }

    public async Task<string> LoadTextAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return "";
        }

        return await File.ReadAllTextAsync(path);
    }

    public async Task<Settings> LoadStreamAsync(CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        return (await JsonSerializer.DeserializeAsync<Settings>(stream))!;
    }

    public async Task CopyToAsync(Stream target, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        await stream.CopyToAsync(target);
    }

    public async Task<string?> FirstLineAsync(CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(path);
        return await reader.ReadLineAsync();
    }
}
