using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using MongoDB.Bson;
using MongoDB.Driver;
using StackExchange.Redis;

namespace Corpus.Careless.DocumentStore;

public sealed class Document
{
    public ObjectId Id { get; set; }
    public string OwnerId { get; set; } = "";
    public string Body { get; set; } = "";
    public bool Archived { get; set; }
}

public sealed class DocumentStore(IMongoCollection<Document> documents, IConnectionMultiplexer redis, ILogger<DocumentStore> logger)
{
    public async Task<long> ClearAsync(string ownerId, CancellationToken cancellationToken)
    {
        logger.LogInformation("Clearing documents of {Owner}", ownerId);
        var result = await documents.DeleteManyAsync(_ => true, cancellationToken);
        return result.DeletedCount;
    }

    public long ClearArchived()
    {
        return documents.DeleteMany(d => d.Archived == d.Archived).DeletedCount;
    }

    public async Task ArchiveAllAsync(CancellationToken cancellationToken)
    {
        var update = Builders<Document>.Update.Set(d => d.Archived, true);
        await documents.UpdateManyAsync(d => true, update, cancellationToken: cancellationToken);
    }

    public async Task<List<Document>> GetByOwnerAsync(string ownerId, CancellationToken cancellationToken)
    {
        return await documents.Find(d => d.OwnerId == ownerId).ToListAsync();
    }

    public async Task SaveAsync(Document document, CancellationToken cancellationToken)
    {
        await documents.ReplaceOneAsync(d => d.Id == document.Id, document, new ReplaceOptions { IsUpsert = true });
        _ = redis.GetDatabase().StringSetAsync($"doc:{document.Id}", JsonSerializer.Serialize(document));
    }

    public async Task<Document?> GetAsync(ObjectId id, CancellationToken cancellationToken)
    {
        var cached = await ReadCacheAsync(id);
        if (cached is not null)
        {
            return cached;
        }

        try
        {
            return await documents.Find(d => d.Id == id).FirstOrDefaultAsync(cancellationToken);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Error reading document {Id}", id);
            return null;
        }
    }

    public async Task<long> CountAsync(string ownerId, CancellationToken cancellationToken)
    {
        try
        {
            return await documents.CountDocumentsAsync(d => d.OwnerId == ownerId, cancellationToken: cancellationToken);
        }
        catch (MongoException)
        {
            return 0L;
        }
    }

    public async Task InvalidateAsync(ObjectId id)
    {
        try
        {
            await redis.GetDatabase().KeyDeleteAsync($"doc:{id}");
        }
        catch
        {
            // best effort
        }
    }

    public void Touch(ObjectId id)
    {
        try
        {
            redis.GetDatabase().KeyExpire($"doc:{id}", TimeSpan.FromHours(1));
        }
        catch (RedisConnectionException)
        {
        }
    }

    private async Task<Document?> ReadCacheAsync(ObjectId id)
    {
        try
        {
            var json = await redis.GetDatabase().StringGetAsync($"doc:{id}");
            return json.IsNullOrEmpty ? null : JsonSerializer.Deserialize<Document>((string)json!);
        }
        catch (Exception)
        {
            return null;
        }
    }
}
