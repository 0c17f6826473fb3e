using System;
using System.Collections.Generic;
using System.Data.Common;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Corpus.Clean.TokenForms;

public class Shipment
{
    public int Id { get; set; }
    public string Status { get; set; } = "";
}

public class ShippingContext(DbContextOptions<ShippingContext> options) : DbContext(options)
{
    public DbSet<Shipment> Shipments => Set<Shipment>();
}

public interface ICarrier
{
    Task<string> BookAsync(int shipmentId, CancellationToken cancellationToken = default);

    Task CancelAsync(string booking, CancellationToken cancellationToken = default);

    Task PairAsync(string a, CancellationToken first, CancellationToken second);
}

public sealed class ShipmentService(ShippingContext db, ICarrier carrier, ILogger<ShipmentService> logger) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly MemoryStream _log = new();

    public async Task<string> ShipAsync(int id, CancellationToken cancellationToken)
    {
        var shipment = await db.Shipments.FindAsync([id], cancellationToken)
            ?? throw new InvalidOperationException($"No shipment {id}.");

        shipment.Status = "booking";
        await db.SaveChangesAsync(cancellationToken);

        var booking = await carrier.BookAsync(id, cancellationToken);
        shipment.Status = "booked";

        // The parcel is booked: the record must follow even when the caller is gone.
        await db.SaveChangesAsync(CancellationToken.None);
        return booking;
    }

    public async Task ShipInTransactionAsync(IReadOnlyList<int> ids, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        try
        {
            await db.Shipments
                .Where(s => ids.Contains(s.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.Status, "sent"), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch
        {
            await transaction.RollbackAsync();
            throw;
        }

        await _log.WriteAsync(new byte[] { 1 });
    }

    public async Task ShipOrUndoAsync(int id, CancellationToken cancellationToken)
    {
        var booking = await carrier.BookAsync(id, cancellationToken);
        try
        {
            await db.Shipments
                .Where(s => s.Id == id)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.Status, booking), cancellationToken);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Shipment {Id} could not be recorded; its booking is withdrawn", id);
            await carrier.CancelAsync(booking);
            throw;
        }
    }

    public async Task<bool> RefreshOnceAsync(CancellationToken cancellationToken)
    {
        if (!await _gate.WaitAsync(0))
        {
            return false;
        }

        try
        {
            await db.Shipments.LoadAsync(cancellationToken);
            return true;
        }
        finally
        {
            _gate.Release();
            await _log.FlushAsync();
        }
    }

    public async IAsyncEnumerable<Shipment> StreamAsync(string status, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var shipments = db.Shipments.AsNoTracking().Where(s => s.Status == status).AsAsyncEnumerable();
        await foreach (var shipment in shipments.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return shipment;
        }
    }

    public async Task<int> CountAsync(string status, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var shipment in StreamAsync(status).WithCancellation(cancellationToken))
        {
            count += shipment.Id > 0 ? 1 : 0;
        }

        return count;
    }

    public async Task<int> CountStreamAsync(string status, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var shipment in StreamAsync(status, cancellationToken))
        {
            count += shipment.Id > 0 ? 1 : 0;
        }

        return count;
    }

    public Task PairAsync(string booking, CancellationToken first, CancellationToken second) => carrier.PairAsync(booking, second, first);

    public async Task<int> OnPoolAsync(IReadOnlyList<int> ids, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await Task.Run(() => ids.Sum());
    }

    public async Task ParallelAsync(IReadOnlyList<int> ids, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(ids, options, async (id, token) => await carrier.BookAsync(id, token));
    }

    public async ValueTask DisposeAsync()
    {
        await _log.FlushAsync();
        await _log.DisposeAsync();
        _gate.Dispose();
    }
}

public sealed class StartupNote(IHostApplicationLifetime lifetime, ILogger<StartupNote> logger)
{
    public async Task NoteAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(10), lifetime.ApplicationStopping);
        logger.LogInformation("Started: {Started}", lifetime.ApplicationStarted.IsCancellationRequested);
    }
}

public abstract class RowSource
{
    public abstract Task<string?> NextAsync();
}

/// <summary>The base class fixes the signature: there is no token to pass on.</summary>
public sealed class FileRows(string path) : RowSource
{
    private StreamReader? _reader;

    public override async Task<string?> NextAsync()
    {
        _reader ??= new StreamReader(path);
        return await _reader.ReadLineAsync();
    }
}

public static class Readers
{
    public static async Task<List<int>> ReadIdsAsync(DbCommand command, CancellationToken cancellationToken)
    {
        var ids = new List<int>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(await reader.IsDBNullAsync(0, cancellationToken) ? 0 : reader.GetInt32(0));
        }

        return ids;
    }

    public static async Task<string> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var reader = new StreamReader(path);
        var first = await reader.ReadLineAsync(cancellationToken);
        return first + await reader.ReadToEndAsync(cancellationToken);
    }
}
