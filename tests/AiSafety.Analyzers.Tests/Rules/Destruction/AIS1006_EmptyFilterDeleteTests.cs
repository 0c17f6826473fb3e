using AiSafety.Analyzers.Rules.Destruction;

namespace AiSafety.Analyzers.Tests.Rules.Destruction;

public sealed class AIS1006_EmptyFilterDeleteTests : RuleTests<EmptyFilterDeleteRule>
{
    [Fact]
    public Task Says_what_is_reached_and_what_to_do() => ReportsWith(
        "'DeleteManyAsync' is given an empty filter, so every document is deleted; give the filter that selects what is meant",
        Mongo("await orders.DeleteManyAsync([|Builders<Order>.Filter.Empty|], token);"));

    [Fact]
    public Task Says_that_one_path_adds_no_condition() => ReportsWith(
        "'DeleteMany' is given an empty filter where no condition is added, so every document is deleted; give the filter that selects what is meant",
        Mongo("var filter = Builders<Order>.Filter.Empty; if (id > 0) filter &= Builders<Order>.Filter.Eq(o => o.Id, id); [|orders.DeleteMany(filter)|];"));

    [Theory]
    [InlineData("ReplaceOne", "orders.ReplaceOne([|Builders<Order>.Filter.Empty|], new Order());", "an arbitrary document is replaced")]
    [InlineData("DeleteOne", "orders.DeleteOne([|Builders<Order>.Filter.Empty|]);", "an arbitrary document is deleted")]
    [InlineData("UpdateMany", "orders.UpdateMany([|Builders<Order>.Filter.Empty|], Builders<Order>.Update.Set(o => o.Paid, true));", "every document is changed")]
    public Task Says_what_happens_to_which(string name, string body, string effect) => ReportsWith(
        $"'{name}' is given an empty filter, so {effect}; give the filter that selects what is meant", Mongo(body));

    [Theory]
    [InlineData("public void Purge(DateTime before) => orders.DeleteMany([|Builders<Order>.Filter.Empty|]);")]
    [InlineData("public async Task RemoveExpiredAsync() => await orders.DeleteManyAsync([|FilterDefinition<Order>.Empty|]);")]
    [InlineData("public void Remove(int customer) => orders.DeleteMany([|new BsonDocument()|]);")]
    [InlineData("public void Remove(int customer) => orders.DeleteMany([|\"{ }\"|]);")]
    public Task Probe_mongo_delete_many_with_an_empty_filter(string member) => Reports(Store(member), AtMinimal);

    [Theory]
    [InlineData("orders.DeleteMany([|Builders<Order>.Filter.Empty|]);")]
    [InlineData("orders.DeleteMany([|FilterDefinition<Order>.Empty|]);")]
    [InlineData("orders.DeleteMany([|new BsonDocument()|]);")]
    [InlineData("orders.DeleteMany([|\"{}\"|]);")]
    [InlineData("orders.DeleteMany([|BsonDocument.Parse(\"{}\")|]);")]
    [InlineData("orders.DeleteMany([|new BsonDocumentFilterDefinition<Order>(new BsonDocument())|]);")]
    [InlineData("orders.DeleteMany(session, [|Builders<Order>.Filter.Empty|]);")]
    [InlineData("orders?.DeleteMany(([|Builders<Order>.Filter.Empty|]));")]
    [InlineData("orders.DeleteMany([|Builders<Order>.Filter.Empty & FilterDefinition<Order>.Empty|]);")]
    [InlineData("orders.DeleteMany([|Builders<Order>.Filter.And(Builders<Order>.Filter.Empty, new BsonDocument())|]);")]
    [InlineData("var f = Builders<Order>.Filter; var all = f.Empty; [|orders.DeleteMany(all)|];")]
    [InlineData("orders.DeleteMany([|id > 0 ? Builders<Order>.Filter.Eq(o => o.Id, id) : Builders<Order>.Filter.Empty|]);")]
    [InlineData("var f = Builders<Order>.Filter.Empty; if (id > 0) f = f & Builders<Order>.Filter.Eq(o => o.Id, id); [|orders.DeleteMany(f)|];")]
    [InlineData("var f = Builders<Order>.Filter.Empty; if (id > 0) f = Builders<Order>.Filter.Eq(o => o.Id, id); [|orders.UpdateMany(f, Builders<Order>.Update.Set(o => o.Paid, true))|];")]
    [InlineData("orders.FindOneAndDelete([|Builders<Order>.Filter.Empty|]);")]
    [InlineData("await orders.FindOneAndDeleteAsync([|Builders<Order>.Filter.Empty|], new FindOneAndDeleteOptions<Order> { MaxTime = TimeSpan.FromSeconds(1) });")]
    [InlineData("orders.ReplaceOne([|new BsonDocument()|], new Order());")]
    public Task Row_mongo_empty_filter(string body) => Reports(Mongo(body));

    [Theory]
    [InlineData("orders.DeleteMany(Builders<Order>.Filter.Eq(o => o.Id, id));")]
    [InlineData("orders.DeleteMany(new BsonDocument(\"owner\", id));")]
    [InlineData("orders.DeleteMany(new BsonDocument { { \"owner\", id } });")]
    [InlineData("orders.DeleteMany(\"{ owner: 1 }\");")]
    [InlineData("orders.DeleteMany(o => o.Paid);")]
    [InlineData("orders.DeleteMany(_ => true);")]
    [InlineData("orders.DeleteMany(Builders<Order>.Filter.Where(_ => true));")]
    [InlineData("orders.DeleteMany(given);")]
    [InlineData("var f = Builders<Order>.Filter.Empty; f &= Builders<Order>.Filter.Eq(o => o.Id, id); orders.DeleteMany(f);")]
    [InlineData("var f = Builders<Order>.Filter.Eq(o => o.Id, id); if (id > 3) f &= Builders<Order>.Filter.Eq(o => o.Paid, true); orders.DeleteMany(f);")]
    [InlineData("orders.DeleteMany(Builders<Order>.Filter.And(Builders<Order>.Filter.Empty, Builders<Order>.Filter.Eq(o => o.Id, id)));")]
    [InlineData("var d = new BsonDocument(); d.Add(\"owner\", id); orders.DeleteMany(d);")]
    [InlineData("var d = new BsonDocument(); d[\"owner\"] = id; orders.DeleteMany(d);")]
    [InlineData("if (id <= 0) throw new ArgumentOutOfRangeException(); var f = Builders<Order>.Filter.Empty; if (id > 0) f &= Builders<Order>.Filter.Eq(o => o.Id, id); orders.DeleteMany(f);")]
    [InlineData("orders.FindOneAndDelete(Builders<Order>.Filter.Empty, new FindOneAndDeleteOptions<Order> { Sort = Builders<Order>.Sort.Ascending(o => o.Id) });")]
    [InlineData("orders.Find(Builders<Order>.Filter.Empty).ToList(); orders.CountDocuments(new BsonDocument());")]
    [InlineData("if (force) orders.DeleteMany(Builders<Order>.Filter.Empty);")]
    [InlineData("if (!force) return; orders.DeleteMany(\"{}\");")]
    public Task Stays_silent_for_mongo_otherwise(string body) => Silent(Mongo(body), AtStrict);

    [Fact]
    public async Task Is_less_sure_where_nothing_says_what_is_meant()
    {
        await Reports(Store("public void Run() => orders.DeleteMany([|Builders<Order>.Filter.Empty|]);"));
        await Silent(Store("public void Run() => orders.DeleteMany(Builders<Order>.Filter.Empty);"), AtMinimal);
        await Silent(Store("public void Purge(DateTime before) => orders.DeleteOne(Builders<Order>.Filter.Empty);"), AtMinimal);
    }

    [Theory]
    [InlineData("public void DeleteAll() => orders.DeleteMany([|Builders<Order>.Filter.Empty|]);")]
    [InlineData("public void ClearCache() => orders.DeleteMany([|\"{}\"|]);")]
    [InlineData("public void Replace(List<Order> fresh) { orders.DeleteMany([|Builders<Order>.Filter.Empty|]); orders.InsertMany(fresh); }")]
    [InlineData("public void Save(Order settings) => orders.ReplaceOne([|Builders<Order>.Filter.Empty|], settings, new ReplaceOptions { IsUpsert = true });")]
    [InlineData("public void MigrateToV2() => orders.UpdateMany([|Builders<Order>.Filter.Empty|], Builders<Order>.Update.Set(o => o.Paid, true));")]
    public async Task Shows_what_is_announced_filled_again_or_the_only_one_at_strict_only(string member)
    {
        await Reports(Store(member), AtStrict);
        await Silent(Store(member.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)));
    }

    private static string Mongo(string body) => $$"""
        using MongoDB.Bson;
        using MongoDB.Driver;
        public class Sample
        {
            public async Task Run(IMongoCollection<Order> orders, IClientSessionHandle session, FilterDefinition<Order> given, int id, bool force, CancellationToken token) { {{body}} await Task.Yield(); }
        }
        """;

    private static string Store(string member) => $$"""
        using MongoDB.Bson;
        using MongoDB.Driver;
        public class Store(IMongoCollection<Order> orders)
        {
            public long Count => orders.EstimatedDocumentCount();
            {{member}}
        }
        """;

    [Theory]
    [InlineData("[|orders.DeleteAll()|];")]
    [InlineData("orders.DeleteMany([|\"1=1\"|]);")]
    [InlineData("orders.DeleteMany([|\" true \"|]);")]
    [InlineData("orders.DeleteMany([|\"$._id = $._id\"|]);")]
    [InlineData("orders.DeleteMany([|LiteDB.BsonExpression.Create(\"1 = 1\")|]);")]
    public Task Reports_litedb(string body) => Reports(Lite(body));

    [Theory]
    [InlineData("orders.DeleteMany(\"$.Paid = true\");")]
    [InlineData("orders.DeleteMany(\"$.a = $.b\");")]
    [InlineData("orders.DeleteMany(\"$._id >= $._id\");")]
    [InlineData("orders.DeleteMany(\"$._id = @0\", id);")]
    [InlineData("orders.DeleteMany(o => o.Paid);")]
    [InlineData("orders.DeleteMany(o => true);")]
    [InlineData("orders.Delete(id);")]
    [InlineData("if (force) orders.DeleteAll();")]
    public Task Stays_silent_for_litedb_otherwise(string body) => Silent(Lite(body), AtStrict);

    private static string Lite(string body) => $$"""
        public class Sample
        {
            public void Run(LiteDB.ILiteCollection<Order> orders, int id, bool force) { {{body}} }
        }
        """;

    [Theory]
    [InlineData("await client.DeleteByQueryAsync<Order>(d => d.Indices(\"orders\").Query([|q => q.MatchAll()|]));")]
    [InlineData("client.DeleteByQuery<Order>(\"orders\", d => d.Query([|q => q.MatchAll(m => { })|]).Refresh(true));")]
    [InlineData("await client.DeleteByQueryAsync(new DeleteByQueryRequest(\"orders\") { Query = [|new MatchAllQuery()|] });")]
    [InlineData("await client.DeleteByQueryAsync(new DeleteByQueryRequest(\"orders\") { Query = [|new Query { MatchAll = new MatchAllQuery() }|] });")]
    [InlineData("var request = new DeleteByQueryRequest(\"orders\") { Query = new MatchAllQuery() }; await [|client.DeleteByQueryAsync(request)|];")]
    [InlineData("nest.DeleteByQuery<Order>([|d => d.MatchAll()|]);", true)]
    [InlineData("await nest.DeleteByQueryAsync<Order>(d => d.Index(\"orders\").Query([|q => q.MatchAll()|]));")]
    [InlineData("nest.DeleteByQuery(new Nest.DeleteByQueryRequest(\"orders\") { Query = [|new Nest.MatchAllQuery()|] });")]
    public Task Row_elasticsearch_delete_by_query_match_all(string body, bool marksCall = false) => Reports(
        Search(marksCall ? body.Replace("[|d => d.MatchAll()|]", "d => [|d.MatchAll()|]", StringComparison.Ordinal) : body), new Setup { References = References.WithServices });

    [Theory]
    [InlineData("await client.DeleteByQueryAsync<Order>(d => d.Indices(\"orders\").Query(q => q.Term(t => t.Field(o => o.Name).Value(\"a\"))));")]
    [InlineData("await client.DeleteByQueryAsync<Order>(d => d.Indices(\"orders\").Query(q => q.MatchAll()).MaxDocs(10));")]
    [InlineData("await client.DeleteByQueryAsync<Order>(d => d.Query(q => q.Bool(b => b.Must(m => m.MatchAll()).Filter(f => f.Exists(e => e.Field(o => o.Name))))));")]
    [InlineData("await client.DeleteByQueryAsync<Order>(d => d.Indices(\"orders\"));")]
    [InlineData("await client.DeleteByQueryAsync(new DeleteByQueryRequest(\"orders\") { Query = new MatchAllQuery(), MaxDocs = 5 });")]
    [InlineData("var request = new DeleteByQueryRequest(\"orders\") { Query = new MatchAllQuery() }; request.Query = new TermQuery(\"a\", \"b\"); await client.DeleteByQueryAsync(request);")]
    [InlineData("await client.DeleteByQueryAsync(given);")]
    [InlineData("await client.SearchAsync<Order>(s => s.Query(q => q.MatchAll()));")]
    [InlineData("if (force) await client.DeleteByQueryAsync<Order>(d => d.Query(q => q.MatchAll()));")]
    [InlineData("nest.DeleteByQuery<Order>(d => d.Query(q => q.Term(o => o.Name, \"a\")));")]
    [InlineData("nest.DeleteByQuery<Order>(d => d.MatchAll().MaximumDocuments(10));")]
    public Task Stays_silent_for_search_engines_otherwise(string body) => Silent(Search(body), new Setup { References = References.WithServices, Level = AtStrict.Level });

    private static string Search(string body) => $$"""
        using Elastic.Clients.Elasticsearch;
        using Elastic.Clients.Elasticsearch.QueryDsl;
        public class Sample
        {
            public async Task Run(ElasticsearchClient client, Nest.IElasticClient nest, DeleteByQueryRequest given, bool force) { {{body}} await Task.Yield(); }
        }
        """;

    [Fact]
    public Task Reports_opensearch() => Reports(Knowledge.Stubs.Text + """
        public class Sample
        {
            public async Task Run(OpenSearch.Client.IOpenSearchClient client)
            {
                await client.DeleteByQueryAsync<Order>(d => d.Index("orders").Query([|q => q.MatchAll()|]));
                await client.DeleteByQueryAsync<Order>(d => d.Index("orders").Query(q => q.Term("a", 1)));
            }
        }
        """);

    [Theory]
    [InlineData("container.GetItemQueryIterator<Order>(\"SELECT * FROM c\")", true)]
    [InlineData("container.GetItemQueryIterator<Order>(new QueryDefinition(\"SELECT c.id, c.name FROM c\"))", true)]
    [InlineData("container.GetItemQueryIterator<Order>()", true)]
    [InlineData("container.GetItemQueryIterator<Order>(\"SELECT * FROM c WHERE c.paid = true\")", false)]
    [InlineData("container.GetItemQueryIterator<Order>(\"SELECT TOP 10 * FROM c\")", false)]
    [InlineData("container.GetItemQueryIterator<Order>(\"SELECT * FROM c\", requestOptions: new QueryRequestOptions { PartitionKey = new PartitionKey(name) })", false)]
    [InlineData("container.GetItemQueryIterator<Order>(name)", false)]
    public Task Looks_for_the_filter_of_a_cosmos_query(string query, bool isFinding)
    {
        var delete = "container.DeleteItemAsync<Order>(item.Name, new PartitionKey(item.Name))";
        var code = $$"""
            using Microsoft.Azure.Cosmos;
            public class Sample
            {
                public async Task Run(Container container, string name)
                {
                    using var iterator = {{query}};
                    while (iterator.HasMoreResults)
                    {
                        foreach (var item in await iterator.ReadNextAsync())
                            await {{(isFinding ? "[|" + delete + "|]" : delete)}};
                    }
                }
            }
            """;
        var setup = new Setup { References = References.WithServices, Level = AtStrict.Level };
        return isFinding ? Reports(code, setup) : Silent(code, setup);
    }

    [Theory]
    [InlineData("TableName = \"orders\"", "", true)]
    [InlineData("TableName = \"orders\", ProjectionExpression = \"id\"", "", true)]
    [InlineData("TableName = \"orders\", FilterExpression = \"paid = :p\"", "", false)]
    [InlineData("TableName = \"orders\"", "if (item.ContainsKey(\"keep\")) continue;", false)]
    [InlineData("TableName = \"orders\"", "if (!confirm) return;", false)]
    public Task Looks_for_the_filter_of_a_dynamodb_scan(string request, string first, bool isFinding)
    {
        var delete = "client.DeleteItemAsync(\"orders\", key)";
        var code = $$"""
            using Amazon.DynamoDBv2;
            using Amazon.DynamoDBv2.Model;
            public class Sample
            {
                public async Task Run(IAmazonDynamoDB client, bool confirm)
                {
                    var request = new ScanRequest { {{request}} };
                    do
                    {
                        var response = await client.ScanAsync(request).ConfigureAwait(false);
                        foreach (var item in response.Items)
                        {
                            {{first}}
                            var key = new Dictionary<string, AttributeValue> { ["id"] = item["id"] };
                            await {{(isFinding ? "[|" + delete + "|]" : delete)}};
                        }
                        request.ExclusiveStartKey = response.LastEvaluatedKey;
                    }
                    while (request.ExclusiveStartKey?.Count > 0);
                }
            }
            """;
        var setup = new Setup { References = References.WithServices, Level = AtStrict.Level };
        return isFinding ? Reports(code, setup) : Silent(code, setup);
    }

    [Fact]
    public Task Stays_silent_while_seeding() => Silent(Store("public void SeedOrders() => orders.DeleteMany(Builders<Order>.Filter.Empty);"), AtStrict);

    [Fact]
    public Task Stays_silent_for_look_alikes() => Silent("""
        public class FilterDefinition<T> { public static FilterDefinition<T> Empty => new(); }
        public class Store<T> { public void DeleteMany(FilterDefinition<T> filter) { } public void DeleteAll() { } public void DeleteByQuery<TItem>(Func<Store<TItem>, object> build) { } public object MatchAll() => this; }
        public class Sample { public void Run(Store<Order> store) { store.DeleteMany(FilterDefinition<Order>.Empty); store.DeleteAll(); store.DeleteByQuery<Order>(d => d.MatchAll()); } }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent("// <auto-generated/>\n" + Mongo("orders.DeleteMany(Builders<Order>.Filter.Empty);"));

    [Fact]
    public Task Stays_silent_in_test_projects() => Silent(Mongo("orders.DeleteMany(Builders<Order>.Filter.Empty);"), new Setup { References = References.WithTestFramework });

    [Fact]
    public Task Stays_silent_without_the_libraries() => Silent("order.Lines.Clear();", new Setup { References = References.Framework });

    [Fact]
    public Task Survives_half_typed_code() => Silent(
        Mongo("orders.DeleteMany(; orders.DeleteMany(Builders<Order>.Filter.); var f = Builders<Order>.Filter.Empty; f &= ; orders.DeleteMany(f"), new Setup { AllowsErrors = true });
}
