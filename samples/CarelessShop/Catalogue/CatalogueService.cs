using CarelessShop.Data;
using CarelessShop.Domain;
using Microsoft.EntityFrameworkCore;

namespace CarelessShop.Catalogue;

public class CatalogueService(ShopDbContext db, TimeProvider clock)
{
    public async Task<Product?> FindAsync(string sku, CancellationToken cancellationToken)
    {
        return await db.Products.AsNoTracking().FirstOrDefaultAsync(p => p.Sku == sku && p.IsActive, cancellationToken);
    }

    /// <summary>Returns up to 50 active products whose name contains the text.</summary>
    public async Task<List<Product>> SearchAsync(string? text, CancellationToken cancellationToken)
    {
        try
        {
            var query = db.Products.AsNoTracking().Where(p => p.IsActive);
            if (!string.IsNullOrWhiteSpace(text))
            {
                query = query.Where(p => EF.Functions.Like(p.Name, $"%{text}%"));
            }

            return await query.OrderBy(p => p.Name).Take(50).ToListAsync(cancellationToken);
        }
        catch
        {
            return [];
        }
    }

    /// <summary>Counts a page view without making the visitor wait.</summary>
    public void RecordView(string sku)
    {
        _ = Task.Run(async () =>
        {
            var product = await db.Products.FirstOrDefaultAsync(p => p.Sku == sku);
            if (product is not null)
            {
                product.Views++;
                await db.SaveChangesAsync();
            }
        });
    }

    public async Task<bool> RenameAsync(string sku, string name, CancellationToken cancellationToken)
    {
        var product = await db.Products.FirstOrDefaultAsync(p => p.Sku == sku, cancellationToken);
        if (product is null)
        {
            return false;
        }

        product.Name = name;
        product.UpdatedAt = clock.GetUtcNow().UtcDateTime;
        await db.SaveChangesAsync();
        return true;
    }
}
