using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Corpus.Careless.CatalogSync;

public class Article
{
    public int Id { get; set; }
    public int SupplierId { get; set; }
    public bool Discontinued { get; set; }
}

public class Reservation
{
    public int Id { get; set; }
    public DateTime ExpiresAt { get; set; }
}

public class CatalogContext(DbContextOptions<CatalogContext> options) : DbContext(options)
{
    public DbSet<Article> Articles => Set<Article>();
    public DbSet<Reservation> Reservations => Set<Reservation>();
}

public sealed class CatalogService(CatalogContext db, ILogger<CatalogService> logger)
{
    public async Task RemoveSupplierAsync(int supplierId, CancellationToken cancellationToken)
    {
        logger.LogInformation("Supplier {Supplier} is gone", supplierId);
        db.Articles.RemoveRange(db.Articles);
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task RemoveExpiredReservationsAsync(CancellationToken cancellationToken)
    {
        var reservations = await db.Reservations.AsNoTracking().ToListAsync(cancellationToken);
        db.RemoveRange(reservations);
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task TidyUpAsync(CancellationToken cancellationToken)
    {
        foreach (var article in db.Set<Article>())
        {
            logger.LogInformation("Removing {Article}", article.Id);
            db.Remove(article);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    public void DropDiscontinued(List<int> ids)
    {
        IQueryable<Article> gone = db.Articles;
        if (ids.Count > 0)
        {
            gone = gone.Where(a => ids.Contains(a.Id));
        }

        db.Articles.RemoveRange(gone.ToList());
        db.SaveChanges();
    }
}
