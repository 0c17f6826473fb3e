using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Elastic.Clients.Elasticsearch;
using LiteDB;
using Microsoft.Azure.Cosmos;
using MongoDB.Driver;

namespace Corpus.Clean.SearchDeletes;

public sealed class Entry
{
    public string Id { get; set; } = "";
    public string Owner { get; set; } = "";
    public DateTime ExpiresAt { get; set; }
}

public sealed class EntryStore(IMongoCollection<Entry> entries, ElasticsearchClient search, Container container, IAmazonDynamoDB dynamo, ILiteCollection<Entry> local)
{
    public async Task RemoveOwnerAsync(string owner, CancellationToken cancellationToken)
    {
        await entries.DeleteManyAsync(Builders<Entry>.Filter.Eq(e => e.Owner, owner), cancellationToken);
        await search.DeleteByQueryAsync<Entry>(d => d.Indices("entries").Query(q => q.Term(t => t.Field(e => e.Owner).Value(owner))), cancellationToken);
        local.DeleteMany(e => e.Owner == owner);
    }

    public async Task<long> PurgeAsync(string? owner, DateTime? before, CancellationToken cancellationToken)
    {
        if (owner is null && before is null)
        {
            throw new ArgumentException("At least one criterion is needed.", nameof(owner));
        }

        var filter = Builders<Entry>.Filter.Empty;
        if (owner is not null)
        {
            filter &= Builders<Entry>.Filter.Eq(e => e.Owner, owner);
        }

        if (before is not null)
        {
            filter &= Builders<Entry>.Filter.Lt(e => e.ExpiresAt, before.Value);
        }

        return (await entries.DeleteManyAsync(filter, cancellationToken)).DeletedCount;
    }

    public async Task RemoveExpiredAsync(DateTime now, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition("SELECT * FROM c WHERE c.ExpiresAt < @now").WithParameter("@now", now);
        using var iterator = container.GetItemQueryIterator<Entry>(query);
        while (iterator.HasMoreResults)
        {
            foreach (var entry in await iterator.ReadNextAsync(cancellationToken))
            {
                await container.DeleteItemAsync<Entry>(entry.Id, new PartitionKey(entry.Owner), cancellationToken: cancellationToken);
            }
        }
    }

    public async Task RemoveOrphansAsync(CancellationToken cancellationToken)
    {
        var scanned = await dynamo.ScanAsync(new ScanRequest { TableName = "entries" }, cancellationToken);
        foreach (var item in scanned.Items)
        {
            if (item.ContainsKey("owner"))
            {
                continue;
            }

            await dynamo.DeleteItemAsync("entries", new Dictionary<string, AttributeValue> { ["id"] = item["id"] }, cancellationToken);
        }
    }
}
