using CarefulShop.Data;
using CarefulShop.Domain;
using CarefulShop.Payments;
using Microsoft.EntityFrameworkCore;

namespace CarefulShop.Orders;

public record PlaceOrder(string CustomerEmail, List<PlaceOrderLine> Lines);

public record PlaceOrderLine(string Sku, int Quantity);

public class OrderRefusedException(string message) : Exception(message);

public class OrderService(
    ShopDbContext db,
    StockRepository stock,
    IPaymentClient payments,
    TimeProvider clock,
    ILogger<OrderService> logger)
{
    public async Task<Order> PlaceAsync(PlaceOrder request, CancellationToken cancellationToken)
    {
        var order = await BuildAsync(request, cancellationToken);
        await ReserveAsync(order, cancellationToken);

        db.Orders.Add(order);
        await db.SaveChangesAsync(cancellationToken);

        try
        {
            var payment = await payments.ChargeAsync(order.Number, order.Total, cancellationToken);
            order.Status = payment.Accepted ? OrderStatus.Paid : OrderStatus.Rejected;
            order.PaymentId = payment.PaymentId;
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Charging order {Number} failed", order.Number);
            order.Status = OrderStatus.Failed;
            await db.SaveChangesAsync(CancellationToken.None);
            await stock.ReleaseAsync(order, CancellationToken.None);
            throw;
        }

        db.OutboxMessages.Add(new OutboxMessage
        {
            Recipient = order.CustomerEmail,
            Subject = $"Your order {order.Number}",
            Body = $"Status: {order.Status}, total {order.Total:0.00}",
            CreatedAt = clock.GetUtcNow().UtcDateTime,
        });

        // The customer may have been charged: from here on, a closed browser must not stop the bookkeeping.
        await db.SaveChangesAsync(CancellationToken.None);
        if (order.Status == OrderStatus.Rejected)
        {
            await stock.ReleaseAsync(order, CancellationToken.None);
        }

        return order;
    }

    public async Task<List<Order>> GetHistoryAsync(string customerEmail, CancellationToken cancellationToken)
    {
        try
        {
            return await db.Orders
                .AsNoTracking()
                .Include(o => o.Lines)
                .Where(o => o.CustomerEmail == customerEmail)
                .OrderByDescending(o => o.CreatedAt)
                .Take(100)
                .ToListAsync(cancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            throw new InvalidOperationException("The order history could not be loaded.", ex);
        }
    }

    public async Task<bool> CancelAsync(string number, CancellationToken cancellationToken)
    {
        var order = await db.Orders.Include(o => o.Lines).FirstOrDefaultAsync(o => o.Number == number, cancellationToken);
        if (order is null || order.Status == OrderStatus.Cancelled)
        {
            return false;
        }

        order.Status = OrderStatus.Cancelling;
        await db.SaveChangesAsync(cancellationToken);

        if (order.PaymentId is not null)
        {
            await payments.RefundAsync(order.PaymentId, order.Total, cancellationToken);
        }

        order.Status = OrderStatus.Cancelled;
        await db.SaveChangesAsync(CancellationToken.None);
        await stock.ReleaseAsync(order, CancellationToken.None);
        return true;
    }

    private async Task<Order> BuildAsync(PlaceOrder request, CancellationToken cancellationToken)
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
                throw new OrderRefusedException($"Unknown product {line.Sku}.");
            }

            order.Lines.Add(new OrderLine { Sku = line.Sku, Quantity = line.Quantity, UnitPrice = product.Price });
        }

        order.Total = order.Lines.Sum(l => l.UnitPrice * l.Quantity);
        return order;
    }

    private async Task ReserveAsync(Order order, CancellationToken cancellationToken)
    {
        var reserved = new Order { Number = order.Number, CustomerEmail = order.CustomerEmail };
        try
        {
            foreach (var line in order.Lines)
            {
                if (!await stock.ReserveAsync(line.Sku, line.Quantity, cancellationToken))
                {
                    throw new OrderRefusedException($"Not enough stock of {line.Sku}.");
                }

                reserved.Lines.Add(line);
            }
        }
        catch
        {
            await stock.ReleaseAsync(reserved, CancellationToken.None);
            throw;
        }
    }
}
