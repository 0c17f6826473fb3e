using System;
using System.IO;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace Corpus.Clean.FileSaves;

public sealed record Profile(string Name, int Age);

/// <summary>Writes that never leave half a file, and streams that are cut or moved on purpose.</summary>
public sealed class ProfileStore(string folder)
{
    private readonly string path = Path.Combine(folder, "profile.json");
    private readonly string journal = Path.Combine(folder, "journal.log");
    private readonly string lockPath = Path.Combine(folder, ".lock");

    public async Task<Profile?> LoadAsync(CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return await JsonSerializer.DeserializeAsync<Profile>(stream, cancellationToken: cancellationToken);
    }

    public async Task SaveAsync(Profile profile, CancellationToken cancellationToken)
    {
        var next = $"{path}.{Guid.NewGuid():N}.tmp";
        await using (var stream = new FileStream(next, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            await JsonSerializer.SerializeAsync(stream, profile, cancellationToken: cancellationToken);
        }

        File.Move(next, path, overwrite: true);
    }

    public void Append(byte[] record)
    {
        using var stream = new FileStream(journal, FileMode.OpenOrCreate, FileAccess.Write);
        stream.Seek(0, SeekOrigin.End);
        stream.Write(record);
    }

    public void Replace(byte[] content)
    {
        using var stream = new FileStream(journal, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        stream.Write(content);
        stream.SetLength(content.Length);
    }

    public FileStream Acquire() => new(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    public void WriteReport(string target, string text) => File.WriteAllText(target, text);
}
