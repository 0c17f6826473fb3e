using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace Corpus.Clean.EntityRemovals;

public class Cart
{
    public int Id { get; set; }
    public DateTime TouchedAt { get; set; }
    public bool Locked { get; set; }
    public List<CartLine> Lines { get; } = [];
}

public class CartLine
{
    public int Id { get; set; }
}

public class CartContext(DbContextOptions<CartContext> options) : DbContext(options)
{
    public DbSet<Cart> Carts => Set<Cart>();
}

public sealed class CartService(CartContext db, IHostEnvironment environment)
{
    public async Task RemoveStaleAsync(DateTime before, CancellationToken cancellationToken)
    {
        var stale = await db.Carts.Where(c => c.TouchedAt < before).ToListAsync(cancellationToken);
        db.Carts.RemoveRange(stale);
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task RemoveUnlockedAsync(CancellationToken cancellationToken)
    {
        foreach (var cart in await db.Carts.ToListAsync(cancellationToken))
        {
            if (cart.Locked)
            {
                continue;
            }

            db.RemoveRange(cart.Lines);
            db.Remove(cart);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task KeepOnlyAsync(IReadOnlyCollection<int> ids, CancellationToken cancellationToken)
    {
        var carts = await db.Carts.ToListAsync(cancellationToken);
        carts.RemoveAll(c => ids.Contains(c.Id));
        db.RemoveRange(carts);
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task StartOverAsync(CancellationToken cancellationToken)
    {
        if (!environment.IsDevelopment())
        {
            throw new InvalidOperationException("Only for development.");
        }

        db.RemoveRange(db.Carts);
        await db.SaveChangesAsync(cancellationToken);
    }

    public void Forget(Cart cart)
    {
        db.Carts.Remove(cart);
        db.SaveChanges();
    }
}
