using CarelessShop.Domain;
using Microsoft.EntityFrameworkCore;

namespace CarelessShop.Data;

public class ShopDbContext(DbContextOptions<ShopDbContext> options) : DbContext(options)
{
    public DbSet<Product> Products => Set<Product>();
    public DbSet<StockLevel> StockLevels => Set<StockLevel>();
    public DbSet<Order> Orders => Set<Order>();
    public DbSet<Cart> Carts => Set<Cart>();
    public DbSet<OutboxMessage> OutboxMessages => Set<OutboxMessage>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Product>().ToTable("products").HasIndex(p => p.Sku).IsUnique();
        modelBuilder.Entity<StockLevel>(stock =>
        {
            stock.ToTable("stock").HasKey(s => s.Sku);
            stock.Property(s => s.Sku).HasColumnName("sku");
            stock.Property(s => s.OnHand).HasColumnName("on_hand");
            stock.Property(s => s.Reserved).HasColumnName("reserved");
        });
        modelBuilder.Entity<Order>().ToTable("orders").HasMany(o => o.Lines).WithOne().HasForeignKey(l => l.OrderId);
        modelBuilder.Entity<Cart>(cart =>
        {
            cart.ToTable("carts");
            cart.Property(c => c.CustomerEmail).HasColumnName("customer_email");
            cart.Property(c => c.UpdatedAt).HasColumnName("updated_at");
        });
        modelBuilder.Entity<OutboxMessage>().ToTable("outbox");
    }
}
