using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Corpus.Careless.TenantCleanup;

public class AuditEntry
{
    public int Id { get; set; }
    public int TenantId { get; set; }
    public string Category { get; set; } = "";
    public DateTime At { get; set; }
}

public class AppUser
{
    public int Id { get; set; }
    public int TenantId { get; set; }
    public bool MustChangePassword { get; set; }
    public bool IsLocked { get; set; }
}

public class ApiToken
{
    public int Id { get; set; }
    public DateTime ExpiresAt { get; set; }
}

public class AdminContext(DbContextOptions<AdminContext> options) : DbContext(options)
{
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<AppUser> Users => Set<AppUser>();
}

/// <summary>Removes the data of a tenant that has left.</summary>
public sealed class TenantCleanupService(AdminContext db, ILogger<TenantCleanupService> logger)
{
    private IQueryable<AuditEntry> VisibleEntries() => db.AuditEntries.AsNoTracking().OrderBy(a => a.At);

    public async Task RemoveTenantAsync(int tenantId, CancellationToken cancellationToken)
    {
        logger.LogInformation("Removing tenant {Tenant}", tenantId);
        await db.Users.Where(u => u.TenantId == tenantId).ExecuteDeleteAsync(cancellationToken);
        await db.AuditEntries.IgnoreQueryFilters().OrderBy(a => a.Id).ExecuteDeleteAsync(cancellationToken);
    }

    public int RemoveTokens()
    {
        return db.Set<ApiToken>().AsNoTracking().ExecuteDelete();
    }

    public Task<int> ForcePasswordChangeAsync(int tenantId, CancellationToken cancellationToken)
    {
        logger.LogInformation("Password change for tenant {Tenant}", tenantId);
        return db.Users.ExecuteUpdateAsync(set => set.SetProperty(u => u.MustChangePassword, true), cancellationToken);
    }

    public async Task<int> TrimAuditAsync(DateTime? before, CancellationToken cancellationToken)
    {
        IQueryable<AuditEntry> entries = db.AuditEntries;
        if (before.HasValue)
        {
            entries = entries.Where(a => a.At < before.Value);
        }

        return await entries.ExecuteDeleteAsync(cancellationToken);
    }

    public Task<int> TrimCategoryAsync(string? category, CancellationToken cancellationToken) =>
        (category is null ? db.AuditEntries : db.AuditEntries.Where(a => a.Category == category)).ExecuteDeleteAsync(cancellationToken);

    public async Task<int> TrimByPolicyAsync(string policy, DateTime cutoff, CancellationToken cancellationToken)
    {
        var entries = policy switch
        {
            "old" => db.AuditEntries.Where(a => a.At < cutoff),
            "login" => db.AuditEntries.Where(a => a.Category == "login"),
            _ => db.AuditEntries,
        };
        return await entries.ExecuteDeleteAsync(cancellationToken);
    }

    public async Task<int> RemoveSortedAsync(CancellationToken cancellationToken)
    {
        var entries = from a in db.AuditEntries
                      orderby a.At descending
                      select a;
        return await entries.ExecuteDeleteAsync(cancellationToken);
    }

    public Task<int> RemoveVisibleAsync(CancellationToken cancellationToken)
    {
        return VisibleEntries().ExecuteDeleteAsync(cancellationToken);
    }

    public Task<int> RemoveLegacyAsync(CancellationToken cancellationToken)
    {
        return db.AuditEntries.Where(a => true).ExecuteDeleteAsync(cancellationToken);
    }

    public Task<int> RemoveOrphansAsync(CancellationToken cancellationToken)
    {
        return db.AuditEntries.Where(a => a.TenantId == a.TenantId).ExecuteDeleteAsync(cancellationToken);
    }

    public Task<int> UnlockAsync(CancellationToken cancellationToken)
    {
        return db.Users.Where(_ => true).ExecuteUpdateAsync(set => set.SetProperty(u => u.IsLocked, false), cancellationToken);
    }

    public async Task<int> RemoveExpiredTokensAsync(DateTime now)
    {
        return await db.Set<ApiToken>().Where(t => t.ExpiresAt < now).ExecuteDeleteAsync();
    }
}
