using System;
using System.Collections.Generic;
using System.Linq;
using System.Linq.Expressions;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Corpus.Clean.EfWrites;

public class Tenant
{
    public int Id { get; set; }
    public bool IsClosed { get; set; }
}

public class Message
{
    public int Id { get; set; }
    public int TenantId { get; set; }
    public bool IsRead { get; set; }
    public string Folder { get; set; } = "inbox";
    public DateTime CreatedAt { get; set; }
}

public class MailContext(DbContextOptions<MailContext> options) : DbContext(options)
{
    public DbSet<Message> Messages => Set<Message>();
    public DbSet<Tenant> Tenants => Set<Tenant>();
}

public enum PurgeScope
{
    Read,
    Old,
}

public static class MessageQueries
{
    public static IQueryable<Message> OfTenant(this IQueryable<Message> messages, int tenantId) => messages.Where(m => m.TenantId == tenantId);

    public static IQueryable<Message> Matching(this IQueryable<Message> messages, Expression<Func<Message, bool>> criteria) => messages.Where(criteria);
}

/// <summary>Set-based writes that are all restricted, in the shapes that people write them.</summary>
public sealed class MailboxCleaner(MailContext db, TimeProvider clock)
{
    public Task<int> DeleteOldAsync(int days, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(days);
        var cutoff = clock.GetUtcNow().UtcDateTime.AddDays(-days);
        return db.Messages.Where(m => m.CreatedAt < cutoff).ExecuteDeleteAsync(cancellationToken);
    }

    public Task<int> DeleteThroughLocalAsync(int tenantId, bool onlyRead, CancellationToken cancellationToken)
    {
        var query = db.Messages.AsNoTracking().Where(m => m.TenantId == tenantId);
        if (onlyRead)
        {
            query = query.Where(m => m.IsRead);
        }

        return query.ExecuteDeleteAsync(cancellationToken);
    }

    public Task<int> DeleteOnEachBranchAsync(int? tenantId, CancellationToken cancellationToken)
    {
        IQueryable<Message> query = db.Messages;
        if (tenantId is int id)
        {
            query = query.Where(m => m.TenantId == id);
        }
        else
        {
            query = query.Where(m => m.IsRead);
        }

        return query.ExecuteDeleteAsync(cancellationToken);
    }

    public async Task<int> DeleteOrRefuseAsync(int? tenantId, DateTime? before, CancellationToken cancellationToken)
    {
        IQueryable<Message> query = db.Messages;
        if (tenantId is int id)
        {
            query = query.Where(m => m.TenantId == id);
        }
        else if (before is DateTime limit)
        {
            query = query.Where(m => m.CreatedAt < limit);
        }
        else
        {
            throw new ArgumentException("Name a tenant or a day.");
        }

        return await query.ExecuteDeleteAsync(cancellationToken);
    }

    public Task<int> DeleteByScopeAsync(PurgeScope scope, DateTime cutoff, CancellationToken cancellationToken)
    {
        var query = scope switch
        {
            PurgeScope.Read => db.Messages.Where(m => m.IsRead),
            PurgeScope.Old => db.Messages.Where(m => m.CreatedAt < cutoff),
            _ => throw new ArgumentOutOfRangeException(nameof(scope)),
        };
        return query.ExecuteDeleteAsync(cancellationToken);
    }

    public Task<int> DeleteByTernaryAsync(bool onlyRead, DateTime cutoff, CancellationToken cancellationToken) =>
        (onlyRead ? db.Messages.Where(m => m.IsRead) : db.Messages.Where(m => m.CreatedAt < cutoff)).ExecuteDeleteAsync(cancellationToken);

    public Task<int> DeleteByQuerySyntaxAsync(CancellationToken cancellationToken)
    {
        var query = from m in db.Messages
                    where m.IsRead && m.Folder == "trash"
                    select m;
        return query.ExecuteDeleteAsync(cancellationToken);
    }

    public Task<int> DeleteOfClosedTenantsAsync(CancellationToken cancellationToken) =>
        db.Messages
            .Join(db.Tenants.Where(t => t.IsClosed), m => m.TenantId, t => t.Id, (m, t) => m)
            .ExecuteDeleteAsync(cancellationToken);

    public Task<int> DeleteOldestAsync(int count, CancellationToken cancellationToken) =>
        db.Messages.OrderBy(m => m.CreatedAt).Take(count).ExecuteDeleteAsync(cancellationToken);

    public Task<int> DeleteThroughHelperAsync(int tenantId, CancellationToken cancellationToken) =>
        db.Messages.OfTenant(tenantId).ExecuteDeleteAsync(cancellationToken);

    public Task<int> DeleteMatchingAsync(Expression<Func<Message, bool>> criteria, CancellationToken cancellationToken) =>
        db.Messages.Matching(criteria).ExecuteDeleteAsync(cancellationToken);

    public Task<int> DeleteGivenAsync(IQueryable<Message> messages, CancellationToken cancellationToken) => messages.ExecuteDeleteAsync(cancellationToken);

    public Task<int> MarkReadAsync(int tenantId, IReadOnlyCollection<int> ids, CancellationToken cancellationToken) =>
        db.Messages
            .IgnoreQueryFilters()
            .Where(m => m.TenantId == tenantId && ids.Contains(m.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.IsRead, true), cancellationToken);

    public int MoveToTrash(int id) =>
        EntityFrameworkQueryableExtensions.ExecuteUpdate(db.Messages.Where(m => m.Id == id), set => set.SetProperty(m => m.Folder, "trash"));

    /// <summary>A filter that lets everything through is right for reading.</summary>
    public async Task<List<Message>> ListAsync(Expression<Func<Message, bool>>? criteria, CancellationToken cancellationToken)
    {
        var query = criteria is null ? db.Messages.Where(_ => true) : db.Messages.Where(criteria);
        return await query.OrderBy(m => m.Id).Take(200).ToListAsync(cancellationToken);
    }
}
