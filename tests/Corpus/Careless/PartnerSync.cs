using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Net.Http;
using System.Net.Http.Json;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using ErrorOr;
using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;

namespace Corpus.Careless.PartnerSync;

public record Partner(int Id, string Name, string Url);

public record StockLevel(string Article, int Count);

public interface IPartnerStore
{
    Task<IReadOnlyList<Partner>> ListAsync();

    Task SaveAsync(Partner partner, StockLevel[] levels);

    Task<ErrorOr<Deleted>> RemoveAsync(int id);
}

// Starts and drives the synchronisation.
public sealed class PartnerSyncScheduler(IPartnerStore store, PartnerClient client, ILogger<PartnerSyncScheduler> logger) : IDisposable
{
    private readonly System.Timers.Timer _nightly = new(TimeSpan.FromHours(24));
    private Timer? _timer;

    public void Start()
    {
        _timer = new Timer(async _ => await SyncAllAsync(), null, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        _nightly.Elapsed += OnNightly;
        _nightly.Start();
    }

    public void SyncNow(List<Partner> partners)
    {
        partners.ForEach(async partner =>
        {
            var levels = await client.GetStockAsync(partner);
            await store.SaveAsync(partner, levels);
        });
        logger.LogInformation("All {Count} partners were synchronised", partners.Count);
    }

    public void SyncInParallel(IReadOnlyList<Partner> partners)
    {
        Parallel.ForEach(partners, async partner => await store.SaveAsync(partner, []));
    }

    public void Later(Partner partner)
    {
        ThreadPool.QueueUserWorkItem(async _ => await client.NotifyAsync(partner, "later"));
        WithRetry(async () => await client.NotifyAsync(partner, "again"));
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _nightly.Dispose();
    }

    private static void WithRetry(Action action)
    {
        try
        {
            action();
        }
        catch (HttpRequestException)
        {
            action();
        }
    }

    private async void OnNightly(object? sender, System.Timers.ElapsedEventArgs e)
    {
        logger.LogInformation("Nightly synchronisation");
        await SyncAllAsync();
    }

    private async Task SyncAllAsync()
    {
        foreach (var partner in await store.ListAsync())
        {
            await store.SaveAsync(partner, await client.GetStockAsync(partner));
        }
    }
}

// Talks to the partners.
public sealed class PartnerClient(HttpClient http, ILogger<PartnerClient> logger)
{
    private readonly Channel<string> _events = Channel.CreateBounded<string>(1000);

    public async Task<StockLevel[]> GetStockAsync(Partner partner)
    {
        var response = await http.GetAsync(partner.Url + "/stock");
        return await response.Content.ReadFromJsonAsync<StockLevel[]>() ?? [];
    }

    public async Task<string> GetTermsAsync(Partner partner)
    {
        using var response = await http.GetAsync(partner.Url + "/terms");
        logger.LogDebug("Terms of {Partner}: {Status}", partner.Name, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    public async Task NotifyAsync(Partner partner, string text)
    {
        // Tell the partner what has changed
        await http.PostAsJsonAsync(partner.Url + "/events", text);
        _events.Writer.TryWrite(text);
    }

    public async Task CancelAsync(Partner partner, string order)
    {
        _ = await http.DeleteAsync(partner.Url + "/orders/" + order);
    }
}

// Manages the accounts of partners.
public sealed class PartnerAccounts(UserManager<IdentityUser> users, IValidator<Partner> validator, IPartnerStore store)
{
    public async Task RegisterAsync(Partner partner, string password)
    {
        await validator.ValidateAsync(partner);
        var user = new IdentityUser(partner.Name);
        await users.CreateAsync(user, password);
        var result = await users.AddToRoleAsync(user, "partner");
    }

    public async Task RemoveAsync(Partner partner)
    {
        await store.RemoveAsync(partner.Id);
    }

    public void Export(string database, string limit)
    {
        int.TryParse(limit, out var rows);
        var process = Process.Start("pg_dump", ["--rows-per-insert", rows.ToString(), database]);
        process.WaitForExit();
    }
}
