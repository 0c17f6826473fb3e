using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Json;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;

namespace Corpus.Careless.ParcelsController;

public class Parcel
{
    public int Id { get; set; }
    public string Street { get; set; } = "";
    public bool Delivered { get; set; }
}

public class ParcelContext(DbContextOptions<ParcelContext> options) : DbContext(options)
{
    public DbSet<Parcel> Parcels => Set<Parcel>();
}

public sealed record ParcelRequest(string Street);

[ApiController]
[Route("api/parcels")]
public class ParcelsController(ParcelContext db, IHttpClientFactory clients) : ControllerBase
{
    [HttpGet]
    public async Task<ActionResult<List<Parcel>>> GetAll(bool delivered)
    {
        var parcels = await db.Parcels.AsNoTracking().Where(p => p.Delivered == delivered).OrderBy(p => p.Id).Take(100).ToListAsync();
        return Ok(parcels);
    }

    [HttpGet("{id:int}")]
    public async Task<ActionResult<Parcel>> Get(int id)
    {
        var parcel = await db.Parcels.FindAsync(id);
        return parcel is null ? NotFound() : parcel;
    }

    [HttpGet("{id:int}/route")]
    public async Task<string> Route(int id)
    {
        using var client = clients.CreateClient("routing");
        return await client.GetStringAsync($"routes/{id}");
    }

    [HttpPost]
    public async Task<ActionResult<Parcel>> Create(ParcelRequest request)
    {
        var parcel = new Parcel { Street = request.Street };
        db.Parcels.Add(parcel);
        await db.SaveChangesAsync();
        return CreatedAtAction(nameof(Get), new { id = parcel.Id }, parcel);
    }
}

public class ParcelHub(ParcelContext db) : Hub
{
    public async Task<List<Parcel>> Open(string street)
    {
        return await db.Parcels.Where(p => p.Street == street && !p.Delivered).ToListAsync();
    }
}

public static class ParcelEndpoints
{
    public static void MapParcels(this IEndpointRouteBuilder app)
    {
        app.MapGet("/parcels/count", async (ParcelContext db) => await db.Parcels.CountAsync());

        app.MapGet("/parcels/{id:int}/weather", GetWeather);
    }

    private static async Task<IResult> GetWeather(int id, HttpClient http)
    {
        var weather = await http.GetFromJsonAsync<Dictionary<string, string>>($"weather/{id}");
        return Results.Ok(weather);
    }
}

public sealed class ParcelReport(ParcelContext db)
{
    public async Task<int> CountAsync()
    {
        return await db.Parcels.CountAsync();
    }
}
