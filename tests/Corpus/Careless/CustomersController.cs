using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Corpus.Careless.CustomersController;

public class Customer
{
    public int Id { get; set; }
    public string Name { get; set; } = "";
    public string Email { get; set; } = "";
    public DateTime? LastLogin { get; set; }
}

public class CrmContext(DbContextOptions<CrmContext> options) : DbContext(options)
{
    public DbSet<Customer> Customers => Set<Customer>();
}

public interface ICustomerEvents
{
    Task PublishAsync(string name, int customerId);
}

public interface IBlockList
{
    Task<string?> FindReasonAsync(string email, CancellationToken cancellationToken = default);
}

public sealed record CustomerRequest(string Name, string Email);

[ApiController]
[Route("api/customers")]
public class CustomersController(CrmContext db, ICustomerEvents events, IBlockList blockList, ILogger<CustomersController> logger) : ControllerBase
{
    [HttpGet]
    public async Task<ActionResult<List<Customer>>> GetAll(string? name, CancellationToken cancellationToken)
    {
        var query = db.Customers.AsNoTracking();
        if (name is not null)
        {
            query = query.Where(c => c.Name.StartsWith(name));
        }

        var customers = await query.OrderBy(c => c.Name).Take(100).ToListAsync();
        return Ok(customers);
    }

    [HttpGet("{id:int}")]
    public async Task<ActionResult<Customer>> Get(int id, CancellationToken cancellationToken)
    {
        try
        {
            var customer = await db.Customers.FindAsync(id);
            return customer is null ? NotFound() : Ok(customer);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Error retrieving customer {Id}", id);
            return StatusCode(StatusCodes.Status500InternalServerError, "An error occurred.");
        }
    }

    [HttpPost]
    public async Task<ActionResult<Customer>> Create(CustomerRequest request, CancellationToken cancellationToken)
    {
        if (blockList.FindReasonAsync(request.Email, cancellationToken) != null)
        {
            return Conflict("This address is blocked.");
        }

        var customer = new Customer { Name = request.Name, Email = request.Email };
        db.Customers.Add(customer);
        await db.SaveChangesAsync();

        _ = events.PublishAsync("customer-created", customer.Id);
        return CreatedAtAction(nameof(Get), new { id = customer.Id }, customer);
    }

    [HttpPut("{id:int}")]
    public async Task<IActionResult> Update(int id, CustomerRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var customer = await db.Customers.SingleAsync(c => c.Id == id, cancellationToken);
            customer.Name = request.Name;
            customer.Email = request.Email;
            await db.SaveChangesAsync(cancellationToken);
            return NoContent();
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Error updating customer {Id}", id);
            return StatusCode(StatusCodes.Status500InternalServerError, "An error occurred.");
        }
    }

    [HttpPost("{id:int}/login")]
    public IActionResult RecordLogin(int id)
    {
        _ = Task.Run(async () =>
        {
            var customer = await db.Customers.SingleAsync(c => c.Id == id);
            customer.LastLogin = DateTime.UtcNow;
            await db.SaveChangesAsync();
        });
        return Accepted();
    }

    [HttpPost("{id:int}/welcome")]
    public IActionResult Welcome(int id)
    {
        events.PublishAsync("welcome", id);
        return Accepted();
    }

    [HttpDelete]
    public async Task<IActionResult> DeleteInactive(int months, CancellationToken cancellationToken)
    {
        logger.LogInformation("Removing customers without login for {Months} months", months);
        var removed = await db.Customers.AsNoTracking().ExecuteDeleteAsync(cancellationToken);
        return Ok(new { removed });
    }

    [HttpGet("export")]
    public async Task<IActionResult> Export()
    {
        var count = await db.Customers.CountAsync(HttpContext.RequestAborted);
        if (count > 10_000)
        {
            return StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        var customers = await db.Customers.AsNoTracking().OrderBy(c => c.Id).ToListAsync();
        return Ok(customers);
    }

    [HttpGet("inactive")]
    public async Task<List<Customer>> Inactive(CancellationToken cancellationToken)
    {
        try
        {
            return await db.Customers.AsNoTracking().Where(c => c.LastLogin == null).Take(100).ToListAsync(cancellationToken);
        }
        catch (Exception)
        {
            return new List<Customer>();
        }
    }
}
