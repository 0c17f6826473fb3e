using System;
using System.IO;
using System.Linq;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Corpus.Clean.FolderTasks;

public sealed class MediaOptions
{
    public string Folder { get; set; } = "media";
}

/// <summary>Recursive deletes that cannot reach more than is meant.</summary>
public sealed class MediaStore(IOptions<MediaOptions> options, IHostEnvironment environment)
{
    public void RemoveAlbum(string name)
    {
        var root = Path.GetFullPath(options.Value.Folder) + Path.DirectorySeparatorChar;
        var folder = Path.GetFullPath(Path.Combine(root, name));
        if (!folder.StartsWith(root, StringComparison.Ordinal) || folder.Length == root.Length)
            throw new ArgumentException($"'{name}' is no album.", nameof(name));
        Directory.Delete(folder, recursive: true);
    }

    public void RemoveUser(Guid user) => Directory.Delete(Path.Combine(options.Value.Folder, user.ToString("N")), recursive: true);

    public void RemoveThumbnails() => Directory.Delete(Path.Combine(environment.ContentRootPath, "thumbnails"), recursive: true);

    /// <summary>Unpacks, works, and leaves nothing behind.</summary>
    public int CountPages(string archive)
    {
        var work = Directory.CreateTempSubdirectory("pages");
        try
        {
            System.IO.Compression.ZipFile.ExtractToDirectory(archive, work.FullName);
            return work.GetFiles("*.png", SearchOption.AllDirectories).Length;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    public void RemoveOld(string folder, DateTime before)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (File.GetLastWriteTimeUtc(file) < before)
                File.Delete(file);
        }
    }

    public static void CleanBuild(string project)
    {
        foreach (var name in new[] { "bin", "obj" })
        {
            var folder = Path.Combine(project, name);
            if (Directory.Exists(folder) && IsBelow(project, folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    public static void Wipe(string folder, string typedName)
    {
        if (!string.Equals(Path.GetFileName(folder), typedName, StringComparison.Ordinal))
            return;
        Directory.Delete(folder, recursive: true);
    }

    private static bool IsBelow(string root, string path) => !Path.GetRelativePath(root, path).StartsWith("..", StringComparison.Ordinal);
}
