using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Corpus.Careless.RetentionJob;

public sealed class ArchiveOptions
{
    public string Folder { get; set; } = "archive";

    public int EventDays { get; set; }

    public TimeSpan FileAge { get; set; }
}

public sealed class StoredEvent
{
    public int Id { get; set; }
    public DateTime At { get; set; }
}

public sealed class EventDb(DbContextOptions<EventDb> options) : DbContext(options)
{
    public DbSet<StoredEvent> Events => Set<StoredEvent>();
}

/// <summary>Runs every night.</summary>
public sealed class ArchiveJob(EventDb db, IOptions<ArchiveOptions> options)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var cutoff = DateTime.UtcNow.AddDays(-settings.EventDays);
        foreach (var file in Directory.EnumerateFiles(settings.Folder))
        {
            if (File.GetLastWriteTimeUtc(file) < DateTime.UtcNow - settings.FileAge)
                File.Delete(file);
        }

        return await db.Events.Where(stored => stored.At < cutoff).ExecuteDeleteAsync(cancellationToken);
    }
}
