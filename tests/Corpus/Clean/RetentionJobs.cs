using System;
using System.ComponentModel.DataAnnotations;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Corpus.Clean.RetentionJobs;

public sealed class HistoryOptions
{
    public string Folder { get; set; } = "history";

    [Range(1, 3650)]
    public int HistoryDays { get; set; } = 90;

    public TimeSpan DraftAge { get; set; } = TimeSpan.FromDays(30);

    public int ReportHours { get; set; } = 24;
}

/// <summary>Refuses a start with settings that would delete everything.</summary>
public sealed class HistoryOptionsValidator : IValidateOptions<HistoryOptions>
{
    public ValidateOptionsResult Validate(string? name, HistoryOptions options) =>
        options.DraftAge <= TimeSpan.Zero ? ValidateOptionsResult.Fail("DraftAge must be positive.") : ValidateOptionsResult.Success;
}

public sealed class HistoryEntry
{
    public int Id { get; set; }
    public DateTime At { get; set; }
}

public sealed class HistoryDb(DbContextOptions<HistoryDb> options) : DbContext(options)
{
    public DbSet<HistoryEntry> Entries => Set<HistoryEntry>();
}

public sealed class HistoryJob(HistoryDb db, IOptions<HistoryOptions> options)
{
    public Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var cutoff = DateTime.UtcNow.AddDays(-options.Value.HistoryDays);
        return db.Entries.Where(entry => entry.At < cutoff).ExecuteDeleteAsync(cancellationToken);
    }

    public void RemoveDrafts()
    {
        var cutoff = DateTime.UtcNow - options.Value.DraftAge;
        foreach (var file in Directory.EnumerateFiles(options.Value.Folder, "*.draft"))
        {
            if (File.GetLastWriteTimeUtc(file) < cutoff)
                File.Delete(file);
        }
    }

    public Task<int> CountRecentAsync(CancellationToken cancellationToken)
    {
        var since = DateTime.UtcNow.AddHours(-options.Value.ReportHours);
        return db.Entries.CountAsync(entry => entry.At >= since, cancellationToken);
    }
}
