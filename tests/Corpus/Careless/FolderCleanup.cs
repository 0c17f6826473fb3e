using System;
using System.IO;
using System.Linq;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Corpus.Careless.FolderCleanup;

public sealed class UploadOptions
{
    public string Folder { get; set; } = "uploads";
}

/// <summary>Removes what users uploaded.</summary>
public sealed class UploadCleaner(IOptions<UploadOptions> options, IConfiguration configuration, ILogger<UploadCleaner> logger)
{
    public void RemoveUser(string userName)
    {
        var folder = Path.Combine(options.Value.Folder, userName);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
            logger.LogInformation("Removed {Folder}", folder);
        }
    }

    /// <summary>Starts over with an empty folder.</summary>
    public void Restart()
    {
        var folder = configuration["Uploads:Work"]!;
        Directory.Delete(folder, true);
        Directory.CreateDirectory(folder);
    }

    public int Empty(string folder)
    {
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        foreach (var file in files)
        {
            File.Delete(file);
        }

        return files.Length;
    }

    public void RemoveVersions(DirectoryInfo product)
    {
        foreach (var version in product.GetDirectories().OrderBy(each => each.CreationTimeUtc))
            version.Delete(true);
    }
}
