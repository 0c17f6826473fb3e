using System;
using System.Collections.Generic;
using System.Linq.Expressions;
using System.Threading;
using System.Threading.Tasks;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Corpus.Clean.MongoStore;

public sealed class Session
{
    public ObjectId Id { get; set; }
    public string UserId { get; set; } = "";
    public DateTime ExpiresAt { get; set; }
    public bool Revoked { get; set; }
}

public sealed class SessionStore(IMongoCollection<Session> sessions)
{
    public async Task<long> RemoveExpiredAsync(DateTime now, CancellationToken cancellationToken)
    {
        var result = await sessions.DeleteManyAsync(s => s.ExpiresAt < now, cancellationToken);
        return result.DeletedCount;
    }

    public async Task<long> RevokeAsync(string userId, CancellationToken cancellationToken)
    {
        var filter = Builders<Session>.Filter.Eq(s => s.UserId, userId);
        var update = Builders<Session>.Update.Set(s => s.Revoked, true);
        var result = await sessions.UpdateManyAsync(filter, update, cancellationToken: cancellationToken);
        return result.ModifiedCount;
    }

    public async Task<long> RemoveAsync(string userId, bool onlyRevoked, CancellationToken cancellationToken)
    {
        var filter = Builders<Session>.Filter.Eq(s => s.UserId, userId);
        if (onlyRevoked)
        {
            filter &= Builders<Session>.Filter.Eq(s => s.Revoked, true);
        }

        return (await sessions.DeleteManyAsync(filter, cancellationToken)).DeletedCount;
    }

    public Task<Session> TakeOldestAsync(CancellationToken cancellationToken) =>
        sessions.FindOneAndDeleteAsync(
            Builders<Session>.Filter.Empty,
            new FindOneAndDeleteOptions<Session> { Sort = Builders<Session>.Sort.Ascending(s => s.ExpiresAt) },
            cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken) =>
        sessions.CountDocumentsAsync(Builders<Session>.Filter.Empty, cancellationToken: cancellationToken);

    public Task<List<Session>> AllAsync(CancellationToken cancellationToken) =>
        sessions.Find(_ => true).Limit(500).ToListAsync(cancellationToken);

    public async Task<long> RemoveMatchingAsync(Expression<Func<Session, bool>> criteria, CancellationToken cancellationToken) =>
        (await sessions.DeleteManyAsync(criteria, cancellationToken)).DeletedCount;
}
