using System.Diagnostics;
using System.Globalization;
using CarefulShop.Data;
using CarefulShop.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CarefulShop.Accounting;

public class AccountingOptions
{
    public string Folder { get; set; } = "accounting";
    public string Uploader { get; set; } = "upload-bookings";
}

/// <summary>Writes the paid orders of a day as booking files and uploads them.</summary>
public class AccountingExport(ShopDbContext db, IOptions<AccountingOptions> options, ILogger<AccountingExport> logger)
{
    /// <summary>Hands over the bookings of the day.</summary>
    /// <exception cref="InvalidOperationException">The uploader failed; nothing counts as handed over.</exception>
    public async Task ExportAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var from = day.ToDateTime(TimeOnly.MinValue);
        var orders = await db.Orders.AsNoTracking()
            .Where(o => o.Status == OrderStatus.Paid && o.CreatedAt >= from && o.CreatedAt < from.AddDays(1))
            .ToListAsync(cancellationToken);

        var folder = Path.Combine(options.Value.Folder, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        foreach (var order in orders)
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder, order.Number + ".csv"),
                string.Create(CultureInfo.InvariantCulture, $"{order.Number};{order.Total}"),
                cancellationToken);
        }

        await UploadAsync(folder, cancellationToken);
        logger.LogInformation("Exported {Count} bookings of {Day}", orders.Count, day);
    }

    private async Task UploadAsync(string folder, CancellationToken cancellationToken)
    {
        using var process = Process.Start(options.Value.Uploader, [folder]);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{options.Value.Uploader} ended with {process.ExitCode}");
        }
    }
}
