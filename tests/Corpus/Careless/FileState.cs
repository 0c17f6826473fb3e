using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace Corpus.Careless.FileState;

/// <summary>Keeps what the user has seen.</summary>
public sealed class ReadMarks(string folder)
{
    private readonly string path = Path.Combine(folder, "marks.json");

    public Dictionary<string, int> Load()
    {
        if (!File.Exists(path))
            return [];
        return JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(path)) ?? [];
    }

    public void Save(Dictionary<string, int> marks)
    {
        File.WriteAllText(path, JsonSerializer.Serialize(marks));
    }
}

public sealed class WindowLayout(string file)
{
    public async Task SaveAsync(byte[] layout, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write);
        await stream.WriteAsync(layout, cancellationToken);
    }

    public void Export(string target, Stream content)
    {
        using var stream = File.OpenWrite(target);
        content.CopyTo(stream);
    }
}
