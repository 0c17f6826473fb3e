using CarefulShop.Data;
using CarefulShop.Domain;
using Microsoft.EntityFrameworkCore;

namespace CarefulShop.Catalogue;

/// <summary>Keeps the best-seller list in memory and renews it beside the requests.</summary>
public class CatalogueCache(
    IServiceScopeFactory scopes,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<CatalogueCache> logger)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _renewal = new(1, 1);
    private volatile Snapshot? _snapshot;

    public async ValueTask<IReadOnlyList<Product>> GetBestSellersAsync(CancellationToken cancellationToken)
    {
        if (_snapshot is not { } snapshot)
        {
            return (await LoadAsync(cancellationToken)).Products;
        }

        if (clock.GetUtcNow() - snapshot.LoadedAt > MaxAge)
        {
            _ = RenewAsync();
        }

        return snapshot.Products;
    }

    private async Task RenewAsync()
    {
        try
        {
            if (!await _renewal.WaitAsync(0))
            {
                return;
            }

            try
            {
                await LoadAsync(lifetime.ApplicationStopping);
            }
            finally
            {
                _renewal.Release();
            }
        }
        catch (OperationCanceledException)
        {
            logger.LogDebug("The shop stops; the best-seller list stays as it is");
        }
        catch (Exception ex)
        {
            logger.LogWarning(ex, "The best-seller list could not be renewed");
        }
    }

    private async Task<Snapshot> LoadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ShopDbContext>();
        var products = await db.Products
            .AsNoTracking()
            .Where(p => p.IsActive)
            .OrderByDescending(p => p.Views)
            .Take(20)
            .ToListAsync(cancellationToken);

        return _snapshot = new Snapshot(products, clock.GetUtcNow());
    }

    private sealed record Snapshot(IReadOnlyList<Product> Products, DateTimeOffset LoadedAt);
}
