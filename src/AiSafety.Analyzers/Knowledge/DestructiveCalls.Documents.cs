using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>Writes of document stores and search engines.</summary>
internal static partial class DestructiveCalls
{
    private static readonly DestructiveCall DeleteFirst = new(Loss.Documents, Bounded.ByFilter) { What = "an arbitrary document" };
    private static readonly DestructiveCall ReplaceFirst = new(Loss.Documents, Bounded.ByFilter) { What = "an arbitrary document", Deletes = false };
    private static readonly DestructiveCall DeleteEverything = new(Loss.Documents, Bounded.ByNothing);
    private static readonly DestructiveCall DeleteMatches = new(Loss.Documents, Bounded.ByFilter);
    private static readonly DestructiveCall DeleteItem = new(Loss.Documents, Bounded.ByEntities);

    /// <summary>Reach the first document that a filter finds.</summary>
    public static readonly FactTable<DestructiveCall> OfFirstDocuments = new("writes of the first document that a filter finds")
    {
        { "MongoDB.Driver.IMongoCollection`1", "DeleteOne?", DeleteFirst },
        { "MongoDB.Driver.IMongoCollection`1", "FindOneAndDelete?", DeleteFirst },
        { "MongoDB.Driver.IMongoCollection`1", "ReplaceOne?", ReplaceFirst },
        { "MongoDB.Driver.IMongoCollectionExtensions", "FindOneAndDelete?", DeleteFirst },
    };

    /// <summary>Take everything that a collection holds.</summary>
    public static readonly FactTable<DestructiveCall> OfAllDocuments = new("deletes of all documents")
    {
        { "LiteDB.ILiteCollection`1", "DeleteAll", DeleteEverything },
        { "LiteDB.LiteCollection`1", "DeleteAll", DeleteEverything },
    };

    /// <summary>Take what a query of a search engine finds.</summary>
    public static readonly FactTable<DestructiveCall> ByQuery = new("deletes by query of a search engine")
    {
        { "Elastic.Clients.Elasticsearch.ElasticsearchClient", "DeleteByQuery?", DeleteMatches },
        { "Nest.IElasticClient", "DeleteByQuery?", DeleteMatches },
        { "Nest.ElasticClient", "DeleteByQuery?", DeleteMatches },
        { "OpenSearch.Client.IOpenSearchClient", "DeleteByQuery?", DeleteMatches },
        { "OpenSearch.Client.OpenSearchClient", "DeleteByQuery?", DeleteMatches },
    };

    /// <summary>Take one item by its key.</summary>
    public static readonly FactTable<DestructiveCall> OfItems = new("deletes of items by key")
    {
        { "Microsoft.Azure.Cosmos.Container", "DeleteItemAsync", DeleteItem },
        { "Microsoft.Azure.Cosmos.Container", "DeleteItemStreamAsync", DeleteItem },
        { "Amazon.DynamoDBv2.IAmazonDynamoDB", "DeleteItemAsync", DeleteItem },
        { "Amazon.DynamoDBv2.AmazonDynamoDBClient", "DeleteItemAsync", DeleteItem },
    };
}
