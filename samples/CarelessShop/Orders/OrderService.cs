using CarelessShop.Data;
using CarelessShop.Domain;
using CarelessShop.Notifications;
using CarelessShop.Payments;
using Microsoft.EntityFrameworkCore;

namespace CarelessShop.Orders;

public record PlaceOrder(string CustomerEmail, List<PlaceOrderLine> Lines);

public record PlaceOrderLine(string Sku, int Quantity);

public class OrderService(
    ShopDbContext db,
    StockRepository stock,
    IPaymentClient payments,
    IEmailSender email,
    TimeProvider clock,
    ILogger<OrderService> logger)
{
    public async Task<Order> PlaceAsync(PlaceOrder request, CancellationToken cancellationToken)
    {
        var skus = request.Lines.Select(l => l.Sku).ToList();
        var products = await db.Products
            .Where(p => skus.Contains(p.Sku) && p.IsActive)
            .ToDictionaryAsync(p => p.Sku, cancellationToken);

        var order = new Order
        {
            Number = $"{clock.GetUtcNow():yyyyMMdd}-{Guid.NewGuid():N}"[..20],
            CustomerEmail = request.CustomerEmail,
            CreatedAt = clock.GetUtcNow().UtcDateTime,
        };

        foreach (var line in request.Lines)
        {
            if (!products.TryGetValue(line.Sku, out var product))
            {
                throw new InvalidOperationException($"Unknown product {line.Sku}");
            }

            if (!await stock.ReserveAsync(line.Sku, line.Quantity, cancellationToken))
            {
                throw new InvalidOperationException($"Not enough stock of {line.Sku}");
            }

            order.Lines.Add(new OrderLine { Sku = line.Sku, Quantity = line.Quantity, UnitPrice = product.Price });
        }

        order.Total = order.Lines.Sum(l => l.UnitPrice * l.Quantity);
        db.Orders.Add(order);
        await db.SaveChangesAsync(cancellationToken);

        var payment = await payments.ChargeAsync(order.Number, order.Total, cancellationToken);
        order.Status = payment.Accepted ? OrderStatus.Paid : OrderStatus.Rejected;
        order.PaymentId = payment.PaymentId;
        await db.SaveChangesAsync(CancellationToken.None);

        _ = email.SendAsync(order.CustomerEmail, $"Your order {order.Number}", $"Status: {order.Status}, total {order.Total:0.00}");
        return order;
    }

    public async Task<List<Order>> GetHistoryAsync(string customerEmail, CancellationToken cancellationToken)
    {
        List<Order> history;
        try
        {
            history = await db.Orders
                .AsNoTracking()
                .Include(o => o.Lines)
                .Where(o => o.CustomerEmail == customerEmail)
                .OrderByDescending(o => o.CreatedAt)
                .Take(100)
                .ToListAsync(cancellationToken);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Could not load the order history of {Customer}", customerEmail);
            history = new List<Order>();
        }

        return history;
    }

    public async Task<bool> CancelAsync(string number, CancellationToken cancellationToken)
    {
        var order = await db.Orders.Include(o => o.Lines).FirstOrDefaultAsync(o => o.Number == number, cancellationToken);
        if (order is null || order.Status == OrderStatus.Cancelled)
        {
            return false;
        }

        if (order.PaymentId is not null)
        {
            await payments.RefundAsync(order.PaymentId, order.Total, cancellationToken);
        }

        order.Status = OrderStatus.Cancelled;
        await db.SaveChangesAsync(cancellationToken);
        await stock.ReleaseAsync(order, CancellationToken.None);
        return true;
    }
}
