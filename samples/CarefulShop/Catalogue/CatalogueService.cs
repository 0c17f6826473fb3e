using System.Runtime.CompilerServices;
using CarefulShop.Data;
using CarefulShop.Domain;
using CarefulShop.Workers;
using Microsoft.EntityFrameworkCore;

namespace CarefulShop.Catalogue;

public class CatalogueService(ShopDbContext db, BackgroundQueue queue, TimeProvider clock)
{
    public async Task<Product?> FindAsync(string sku, CancellationToken cancellationToken)
    {
        return await db.Products.AsNoTracking().FirstOrDefaultAsync(p => p.Sku == sku && p.IsActive, cancellationToken);
    }

    /// <summary>Returns up to 50 active products whose name contains the text.</summary>
    public async Task<List<Product>> SearchAsync(string? text, CancellationToken cancellationToken)
    {
        var query = db.Products.AsNoTracking().Where(p => p.IsActive);
        if (!string.IsNullOrWhiteSpace(text))
        {
            query = query.Where(p => EF.Functions.Like(p.Name, $"%{text}%"));
        }

        return await query.OrderBy(p => p.Name).Take(50).ToListAsync(cancellationToken);
    }

    /// <summary>Streams the whole catalogue, for exports.</summary>
    public async IAsyncEnumerable<Product> ExportAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var products = db.Products.AsNoTracking().OrderBy(p => p.Sku).AsAsyncEnumerable();
        await foreach (var product in products.WithCancellation(cancellationToken))
        {
            yield return product;
        }
    }

    /// <summary>Counts a page view without making the visitor wait; a view is dropped when the queue is full.</summary>
    public bool RecordView(string sku) =>
        queue.TryEnqueue(new BackgroundJob("count a page view", async (services, cancellationToken) =>
        {
            var shop = services.GetRequiredService<ShopDbContext>();
            await shop.Products
                .Where(p => p.Sku == sku)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.Views, p => p.Views + 1), cancellationToken);
        }));

    public async Task<bool> RenameAsync(string sku, string name, CancellationToken cancellationToken)
    {
        var product = await db.Products.FirstOrDefaultAsync(p => p.Sku == sku, cancellationToken);
        if (product is null)
        {
            return false;
        }

        product.Name = name;
        product.UpdatedAt = clock.GetUtcNow().UtcDateTime;
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
