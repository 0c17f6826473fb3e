using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Corpus.Clean.OrdersController;

public class Order
{
    public int Id { get; set; }
    public string Customer { get; set; } = "";
    public bool Cancelled { get; set; }
}

public class OrderContext(DbContextOptions<OrderContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();
}

public interface IOrderEvents
{
    Task PublishAsync(int orderId, CancellationToken cancellationToken);
}

[ApiController]
[Authorize]
[Route("orders")]
public sealed class OrdersController(OrderContext db, IOrderEvents events, ILogger<OrdersController> logger) : ControllerBase
{
    [HttpGet]
    public async Task<IReadOnlyList<Order>> List(string customer, CancellationToken cancellationToken) =>
        await db.Orders.AsNoTracking().Where(o => o.Customer == customer).OrderBy(o => o.Id).Take(100).ToListAsync(cancellationToken);

    [HttpGet("{id:int}")]
    public async Task<ActionResult<Order>> Get(int id)
    {
        var order = await db.Orders.FindAsync([id], HttpContext.RequestAborted);
        return order is null ? NotFound() : order;
    }

    [HttpDelete("{id:int}")]
    public async Task<IActionResult> Cancel(int id, CancellationToken cancellationToken)
    {
        var changed = await db.Orders
            .Where(o => o.Id == id && !o.Cancelled)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.Cancelled, true), cancellationToken);
        if (changed == 0)
        {
            return NotFound();
        }

        await events.PublishAsync(id, CancellationToken.None);
        return NoContent();
    }

    [HttpPost("{id:int}/reopen")]
    public async Task<IActionResult> Reopen(int id, CancellationToken cancellationToken)
    {
        try
        {
            var order = await db.Orders.SingleAsync(o => o.Id == id, cancellationToken);
            order.Cancelled = false;
            await db.SaveChangesAsync(cancellationToken);
            return NoContent();
        }
        catch (DbUpdateConcurrencyException ex)
        {
            logger.LogInformation(ex, "Order {Id} was changed by someone else", id);
            return Conflict();
        }
    }
}

public sealed class OrderHub(OrderContext db) : Hub
{
    public async Task<int> CountOpen() => await db.Orders.CountAsync(o => !o.Cancelled, Context.ConnectionAborted);

    public async Task Watch(int id)
    {
        await Groups.AddToGroupAsync(Context.ConnectionId, $"order-{id}", Context.ConnectionAborted);
        await Clients.Caller.SendAsync("watching", id, Context.ConnectionAborted);
    }
}

public static class OrderApi
{
    public static async Task<IResult> ExportAsync(HttpContext context, OrderContext db)
    {
        var orders = await db.Orders.AsNoTracking().OrderBy(o => o.Id).Take(1000).ToListAsync(context.RequestAborted);
        return Results.Ok(orders);
    }
}
