using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Corpus.Careless.SessionWorker;

public interface ISessionStore
{
    Task<IReadOnlyList<int>> GetTenantsAsync(CancellationToken cancellationToken);

    Task<int> PurgeAsync(int tenantId, CancellationToken cancellationToken);

    Task FlushAsync();
}

public sealed class SessionWorker(ISessionStore store, ILogger<SessionWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        logger.LogInformation("Session worker started");
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await PurgeAllAsync(stoppingToken);
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "Error while purging sessions");
            }

            await Task.Delay(TimeSpan.FromMinutes(5));
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.FlushAsync();
        }
        catch (Exception)
        {
        }

        await base.StopAsync(cancellationToken);
    }

    private async Task PurgeAllAsync(CancellationToken cancellationToken)
    {
        var tenants = await store.GetTenantsAsync(cancellationToken);
        foreach (var tenant in tenants)
        {
            try
            {
                await store.PurgeAsync(tenant, cancellationToken);
            }
            catch (Exception ex)
            {
                logger.LogWarning(ex, "Failed to purge tenant {Tenant}", tenant);
            }

            await Task.Delay(100);
        }
    }

    public async Task<int> PurgeWithRetryAsync(int tenant, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt < 4; attempt++)
        {
            try
            {
                return await store.PurgeAsync(tenant, cancellationToken);
            }
            catch (Exception ex)
            {
                logger.LogWarning(ex, "Attempt {Attempt} failed", attempt);
            }
        }

        throw new InvalidOperationException($"Tenant {tenant} could not be purged.");
    }

    public async Task<int> PurgeWithFilterAsync(int tenant, CancellationToken cancellationToken)
    {
        var attempt = 0;
        while (true)
        {
            try
            {
                return await store.PurgeAsync(tenant, cancellationToken);
            }
            catch (Exception ex) when (attempt++ < 3)
            {
                logger.LogWarning(ex, "Attempt {Attempt} failed", attempt);
            }
        }
    }

    public async Task<int> PurgeOrThrowAsync(int tenant, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await store.PurgeAsync(tenant, cancellationToken);
            }
            catch (Exception ex)
            {
                if (attempt == 3)
                {
                    throw;
                }

                logger.LogWarning(ex, "Attempt {Attempt} failed", attempt);
            }
        }
    }

    public async Task<int> PurgeQuietlyAsync(int tenant, CancellationToken cancellationToken)
    {
        var removed = 0;
        try
        {
            removed = await store.PurgeAsync(tenant, cancellationToken);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Purging tenant {Tenant} failed", tenant);
        }

        return removed;
    }

    public async Task<int> PurgeOnceAsync(int tenant, CancellationToken cancellationToken)
    {
        try
        {
            return await store.PurgeAsync(tenant, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw;
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Purging tenant {Tenant} failed", tenant);
            return 0;
        }
    }
}
