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

namespace Corpus.Careless.SearchIndex;

public sealed class Product
{
    public string Id { get; set; } = "";
    public string Tenant { get; set; } = "";
    public DateTime ExpiresAt { get; set; }
}

public sealed class ProductStore(IMongoCollection<Product> products, ElasticsearchClient search, Container container, IAmazonDynamoDB dynamo, ILiteCollection<Product> local)
{
    public async Task RemoveTenantAsync(string tenant, CancellationToken cancellationToken)
    {
        await products.DeleteManyAsync(Builders<Product>.Filter.Empty, cancellationToken);
        await search.DeleteByQueryAsync<Product>(d => d.Indices("products").Query(q => q.MatchAll()), cancellationToken);
        local.DeleteAll();
    }

    public async Task<long> PurgeAsync(string? tenant, DateTime? before, CancellationToken cancellationToken)
    {
        var filter = Builders<Product>.Filter.Empty;
        if (tenant is not null)
        {
            filter &= Builders<Product>.Filter.Eq(p => p.Tenant, tenant);
        }

        if (before is not null)
        {
            filter &= Builders<Product>.Filter.Lt(p => p.ExpiresAt, before.Value);
        }

        return (await products.DeleteManyAsync(filter, cancellationToken)).DeletedCount;
    }

    public async Task RemoveExpiredAsync(CancellationToken cancellationToken)
    {
        using var iterator = container.GetItemQueryIterator<Product>("SELECT * FROM c");
        while (iterator.HasMoreResults)
        {
            foreach (var product in await iterator.ReadNextAsync(cancellationToken))
            {
                await container.DeleteItemAsync<Product>(product.Id, new PartitionKey(product.Tenant), cancellationToken: cancellationToken);
            }
        }
    }

    public async Task TidyUpAsync(CancellationToken cancellationToken)
    {
        var scanned = await dynamo.ScanAsync(new ScanRequest { TableName = "products" }, cancellationToken);
        foreach (var item in scanned.Items)
        {
            await dynamo.DeleteItemAsync("products", new Dictionary<string, AttributeValue> { ["id"] = item["id"] }, cancellationToken);
        }
    }

    public Task ReplaceAsync(Product product, CancellationToken cancellationToken) =>
        products.ReplaceOneAsync(Builders<Product>.Filter.Empty, product, cancellationToken: cancellationToken);
}
