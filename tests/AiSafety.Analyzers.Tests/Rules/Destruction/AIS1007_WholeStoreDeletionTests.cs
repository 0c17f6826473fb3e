using AiSafety.Analyzers.Rules.Destruction;

namespace AiSafety.Analyzers.Tests.Rules.Destruction;

public sealed class AIS1007_WholeStoreDeletionTests : RuleTests<WholeStoreDeletionRule>
{
    private static readonly Setup WithServices = new() { References = References.WithServices };

    [Fact]
    public Task Probe_ensure_deleted() => ReportsWith(
        "'EnsureDeletedAsync' deletes the database with everything in it, and no test on the way to it asks whether that is meant; one wrong setting or argument destroys what nobody can bring "
        + "back; let the call depend on an environment check, a confirmation or a typed-in name",
        "await [|db.Database.EnsureDeletedAsync(token)|];");

    [Fact]
    public Task Row_ensure_deleted() => Reports("""
        [|db.Database.EnsureDeleted()|];
        db.Database.EnsureCreated();
        """);

    [Fact]
    public Task Reports_the_creator_behind_the_facade() => Reports("""
        void Reset(Microsoft.EntityFrameworkCore.Storage.IRelationalDatabaseCreator creator) => [|creator.Delete()|];
        """);

    [Fact]
    public Task Probe_redis_flush_all_databases() => Reports("""
        void Flush(StackExchange.Redis.IServer server) => [|server.FlushAllDatabases()|];
        """);

    [Fact]
    public Task Row_redis_flush() => Reports("""
        async Task Flush(StackExchange.Redis.IConnectionMultiplexer redis)
        {
            var server = redis.GetServer("cache:6379");
            await [|server.FlushDatabaseAsync(2)|];
            [|server.Execute("FLUSHALL")|];
            [|redis.GetDatabase().Execute("flushdb", "ASYNC")|];
            redis.GetDatabase().Execute("DBSIZE");
        }
        """);

    [Fact]
    public Task Row_mongo_drops() => Reports("""
        async Task DropTenant(MongoDB.Driver.IMongoClient client, MongoDB.Driver.IMongoDatabase shop, string name)
        {
            await [|client.DropDatabaseAsync(name)|];
            [|shop.DropCollection("orders")|];
        }
        """);

    [Fact]
    public Task Row_blob_bucket_table_queue_cosmos() => Reports("""
        async Task Clean(
            Azure.Storage.Blobs.BlobContainerClient invoices, Azure.Storage.Blobs.BlobServiceClient blobs, Azure.Data.Tables.TableClient audit, Azure.Storage.Queues.QueueClient jobs,
            Microsoft.Azure.Cosmos.Database shop, Microsoft.Azure.Cosmos.Container carts, Amazon.S3.IAmazonS3 s3, Amazon.SQS.IAmazonSQS sqs, string name)
        {
            await [|invoices.DeleteIfExistsAsync()|];
            await [|blobs.DeleteBlobContainerAsync(name)|];
            [|audit.Delete()|];
            await [|jobs.ClearMessagesAsync()|];
            await [|shop.DeleteAsync()|];
            await [|carts.DeleteContainerAsync()|];
            await [|s3.DeleteBucketAsync(name)|];
            await [|Amazon.S3.Util.AmazonS3Util.DeleteS3BucketWithObjectsAsync(s3, name)|];
            await [|sqs.PurgeQueueAsync(name)|];
        }
        """, WithServices);

    [Fact]
    public Task Reports_topics_queues_and_streams() => Reports("""
        async Task Clean(Confluent.Kafka.IAdminClient kafka, RabbitMQ.Client.IChannel rabbit, NATS.Client.JetStream.INatsJSContext nats,
            Azure.Messaging.ServiceBus.Administration.ServiceBusAdministrationClient bus, string name)
        {
            await [|kafka.DeleteTopicsAsync(new[] { "orders", name })|];
            await [|rabbit.QueueDeleteAsync("orders", ifUnused: false, ifEmpty: false)|];
            await [|rabbit.QueuePurgeAsync("orders")|];
            await [|nats.PurgeStreamAsync("orders", new())|];
            await [|bus.DeleteSubscriptionAsync("orders", name)|];
        }
        """, WithServices);

    [Fact]
    public Task Reports_the_older_rabbit_client() => Reports("""
        void Clean(RabbitMQ.Client.IModel rabbit)
        {
            [|rabbit.QueueDelete("orders", false, false)|];
            rabbit.QueueDelete("orders", ifUnused: true, ifEmpty: false);
        }
        """, new() { References = References.RabbitMq6 });

    [Fact]
    public Task Reports_what_runs() => Reports("""
        using k8s;
        class Cleaner
        {
            async Task Clean(IKubernetes kubernetes, Amazon.EC2.IAmazonEC2 ec2, Azure.ResourceManager.Resources.ResourceGroupResource group, string tenant)
            {
                await [|kubernetes.CoreV1.DeleteNamespaceAsync(tenant)|];
                await [|kubernetes.CoreV1.DeleteCollectionNamespacedPodAsync(tenant)|];
                await [|ec2.TerminateInstancesAsync(new Amazon.EC2.Model.TerminateInstancesRequest { InstanceIds = new List<string> { tenant } })|];
                await [|group.DeleteAsync(Azure.WaitUntil.Completed)|];
            }
        }
        """, WithServices);

    [Fact]
    public Task Reports_a_resource_of_another_azure_package() => Reports("""
        namespace Contoso.Vaults
        {
            public class VaultResource : Azure.ResourceManager.ArmResource
            {
                public virtual Task DeleteAsync(Azure.WaitUntil waitUntil, CancellationToken cancellationToken = default) => Task.CompletedTask;
            }
            public class Cleaner
            {
                public Task Clean(VaultResource vault) => [|vault.DeleteAsync(Azure.WaitUntil.Started)|];
            }
        }
        """, WithServices);

    [Fact]
    public Task Says_that_the_last_copy_goes_too() => ReportsWith(
        "'DeleteDBInstanceAsync' deletes the database server and keeps no final snapshot, and no test on the way to it asks whether that is meant; one wrong setting or argument destroys what nobody "
        + "can bring back; let the call depend on an environment check, a confirmation or a typed-in name",
        Knowledge.Stubs.AmazonRds + """
        class Cleaner
        {
            public System.Threading.Tasks.Task Clean(Amazon.RDS.IAmazonRDS rds, string id) =>
                [|rds.DeleteDBInstanceAsync(new Amazon.RDS.Model.DeleteDBInstanceRequest { DBInstanceIdentifier = id, SkipFinalSnapshot = true })|];
        }
        """);

    [Fact]
    public Task Reports_behind_a_question_that_nobody_reads() => Reports("""
        var isDevelopment = name == "Development";
        log.LogInformation("development: {IsDevelopment}", isDevelopment);
        await [|db.Database.EnsureDeletedAsync(token)|];
        """);

    [Fact]
    public Task Reports_on_the_wrong_branch() => Reports("""
        async Task Start(Microsoft.Extensions.Hosting.IHostEnvironment environment)
        {
            if (Microsoft.Extensions.Hosting.HostEnvironmentEnvExtensions.IsDevelopment(environment))
                log.LogInformation("keeping the data");
            else
                await [|db.Database.EnsureDeletedAsync()|];
        }
        """);

    [Fact]
    public Task Reports_before_the_question() => Reports("""
        async Task Start(bool confirm)
        {
            await [|db.Database.EnsureDeletedAsync()|];
            if (!confirm)
                return;
            await db.Database.EnsureCreatedAsync();
        }
        """);

    [Fact]
    public Task Stays_silent_behind_guards() => Silent("""
        async Task Start(Microsoft.Extensions.Hosting.IHostEnvironment environment, Microsoft.Extensions.Configuration.IConfiguration configuration, bool confirm, string typed, string name)
        {
            if (Microsoft.Extensions.Hosting.HostEnvironmentEnvExtensions.IsDevelopment(environment))
                await db.Database.EnsureDeletedAsync();
            if (configuration["ResetDatabase"] == "true")
                db.Database.EnsureDeleted();
            if (typed == name)
                db.Database.EnsureDeleted();
            if (!confirm)
                return;
            await db.Database.EnsureDeletedAsync();
        }
        """);

    [Fact]
    public Task Stays_silent_in_debug_builds() => Silent("""
        void Start()
        {
        #if DEBUG
            db.Database.EnsureDeleted();
        #endif
        }
        """);

    [Fact]
    public Task Stays_silent_for_what_the_same_method_made() => Silent("""
        async Task Run(Azure.Storage.Blobs.BlobServiceClient blobs, Amazon.SQS.IAmazonSQS sqs, Azure.Storage.Blobs.BlobContainerClient scratch, ShopDb shop)
        {
            var container = await blobs.CreateBlobContainerAsync("import");
            var queue = await sqs.CreateQueueAsync("import");
            await scratch.CreateIfNotExistsAsync();
            await shop.Database.MigrateAsync();
            await container.Value.DeleteAsync();
            await sqs.DeleteQueueAsync("import");
            await scratch.DeleteAsync();
            await shop.Database.EnsureDeletedAsync();
        }
        """, WithServices);

    [Fact]
    public Task Reports_another_thing_than_the_one_made() => Reports("""
        async Task Run(Amazon.SQS.IAmazonSQS sqs, string mine, string theirs)
        {
            await sqs.CreateQueueAsync(mine);
            await sqs.DeleteQueueAsync(mine);
            await [|sqs.DeleteQueueAsync(theirs)|];
        }
        """, WithServices);

    [Fact]
    public Task Stays_silent_for_rehearsals_and_selections() => Silent("""
        using k8s;
        class Cleaner
        {
            async Task Clean(IKubernetes kubernetes, Amazon.EC2.IAmazonEC2 ec2, RabbitMQ.Client.IChannel rabbit, string tenant)
            {
                await kubernetes.CoreV1.DeleteNamespaceAsync(tenant, dryRun: "All");
                await kubernetes.CoreV1.DeleteCollectionNamespacedPodAsync(tenant, labelSelector: "run=" + tenant);
                await ec2.TerminateInstancesAsync(new Amazon.EC2.Model.TerminateInstancesRequest { DryRun = true });
                var request = new Amazon.EC2.Model.TerminateInstancesRequest();
                request.DryRun = true;
                await ec2.TerminateInstancesAsync(request);
                await rabbit.QueueDeleteAsync("orders", ifUnused: true, ifEmpty: true);
            }
        }
        """, WithServices);

    [Fact]
    public Task Reports_a_rehearsal_that_is_switched_off() => Reports("""
        using k8s;
        class Cleaner
        {
            async Task Clean(IKubernetes kubernetes, string tenant)
            {
                await [|kubernetes.CoreV1.DeleteNamespaceAsync(tenant, dryRun: null)|];
            }
        }
        """, WithServices);

    private const string ShortLived = """
        async Task Clean(Azure.Storage.Blobs.BlobServiceClient blobs, MongoDB.Driver.IMongoClient mongo, Amazon.SQS.IAmazonSQS sqs, int number)
        {
            await [|blobs.DeleteBlobContainerAsync($"preview-{number}")|];
            await [|mongo.DropDatabaseAsync("shop_test")|];
            var container = blobs.GetBlobContainerClient("tmp-" + number);
            await [|container.DeleteAsync()|];
        }
        """;

    [Fact]
    public Task Reports_short_lived_targets_at_strict() => Reports(ShortLived, WithServices with { Level = Catalog.Preset.Strict });

    [Fact]
    public Task Stays_silent_for_short_lived_targets() => Silent(ShortLived.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal), WithServices);

    [Fact]
    public Task Stays_silent_for_a_database_in_memory() => Silent("""
        void Start()
        {
            var options = new DbContextOptionsBuilder<DbContext>().UseSqlite("DataSource=:memory:").Options;
            using var shop = new DbContext(options);
            shop.Database.EnsureDeleted();
        }
        """);

    private const string Indices = """
        async Task Rebuild(Elastic.Clients.Elasticsearch.ElasticsearchClient elastic, string index)
        {
            await elastic.Indices.DeleteAsync(index);
            await elastic.Indices.CreateAsync(index);
            await [|elastic.Indices.DeleteAsync("logs-*")|];
        }
        """;

    [Fact]
    public Task Row_elasticsearch_index_wildcard() => Reports(Indices, WithServices);

    [Fact]
    public Task Reports_an_index_at_strict() => Reports("""
        async Task Clean(Elastic.Clients.Elasticsearch.ElasticsearchClient elastic, string index)
        {
            await [|elastic.Indices.DeleteAsync(index)|];
        }
        """, WithServices with { Level = Catalog.Preset.Strict });

    [Fact]
    public Task Stays_silent_for_an_adapter_of_the_projects_own_interface() => Silent("""
        public interface IBuckets
        {
            Task DeleteBucketAsync(string name, CancellationToken cancellationToken);
        }
        public class S3Buckets(Amazon.S3.IAmazonS3 s3) : IBuckets
        {
            public Task DeleteBucketAsync(string name, CancellationToken cancellationToken) => s3.DeleteBucketAsync(name, cancellationToken);
        }
        """, WithServices);

    private const string OneOfMany = """
        public class Attachments(Azure.Storage.Blobs.BlobServiceClient blobs)
        {
            public async Task DeleteAttachmentsAsync(Guid note)
            {
                var container = blobs.GetBlobContainerClient(note.ToString());
                if (await container.ExistsAsync())
                    await [|container.DeleteAsync()|];
            }
        }
        """;

    [Fact, Regression("a container per note, deleted with its note")]
    public Task Stays_silent_for_one_of_many_that_the_caller_chose() =>
        Silent(OneOfMany.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal), WithServices);

    [Fact]
    public Task Reports_one_of_many_at_strict() => Reports(OneOfMany, WithServices with { Level = Catalog.Preset.Strict });

    [Fact, Regression("a cache wrapper's Clear flushed every database of a shared server")]
    public Task Reports_a_clear_that_takes_what_others_keep_there() => Reports("""
        public interface ICache { Task ClearAsync(); }
        public class RedisCache(StackExchange.Redis.IConnectionMultiplexer redis) : ICache
        {
            public async Task ClearAsync()
            {
                foreach (var endpoint in redis.GetEndPoints())
                    await [|redis.GetServer(endpoint).FlushAllDatabasesAsync()|];
            }
        }
        """);

    [Fact, Regression("the seeding of a server deleted the database everywhere but in development")]
    public Task Reports_a_test_that_is_the_wrong_way_round() => Reports("""
        async Task Seed(Microsoft.Extensions.Hosting.IHostEnvironment environment)
        {
            var isDevelopment = Microsoft.Extensions.Hosting.HostEnvironmentEnvExtensions.IsDevelopment(environment);
            if (!isDevelopment)
                await [|db.Database.EnsureDeletedAsync()|];
        }
        """);

    [Fact]
    public Task Reports_an_implementation_that_does_not_say_it() => Reports("""
        public interface IStartup { Task InitializeAsync(string name); }
        public class Startup(Amazon.S3.IAmazonS3 s3) : IStartup
        {
            public Task InitializeAsync(string name) => [|s3.DeleteBucketAsync(name)|];
        }
        """, WithServices);

    [Fact, Regression("a client of its own that hands every command of the server on")]
    public Task Stays_silent_in_a_method_of_the_same_name() => Silent("""
        Task FlushAllDatabasesAsync(StackExchange.Redis.IServer server) => server.FlushAllDatabasesAsync();
        """);

    [Fact]
    public Task Stays_silent_for_look_alikes() => Silent("""
        public class DatabaseFacade { public bool EnsureDeleted() => true; }
        public class Server { public void FlushAllDatabases() { } public object Execute(string command) => command; }
        public class Own
        {
            public void Run(DatabaseFacade database, Server server)
            {
                database.EnsureDeleted();
                server.FlushAllDatabases();
                server.Execute("FLUSHALL");
            }
        }
        """);

    [Fact]
    public Task Stays_silent_without_the_libraries() => Silent("var text = order.ToString();", new() { References = References.Framework });

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent("""
        // <auto-generated/>
        public class Generated
        {
            public void Run(ShopDb db) => db.Database.EnsureDeleted();
        }
        """);

    [Fact]
    public Task Stays_silent_in_test_projects() => Silent("db.Database.EnsureDeleted();", new() { References = References.WithTestFramework });

    [Fact]
    public Task Survives_half_typed_code() => Silent("db.Database.EnsureDeleted(; db.Database.", new() { AllowsErrors = true });

    private const string Vault = """
        namespace Contoso.Vault
        {
            public class VaultClient
            {
                public void PurgeAll(string name, bool dryRun = false) { }
                public Task PurgeAllAsync(string name) => Task.CompletedTask;
                public void Purge(string name) { }
            }
            public class Cleaner
            {
                public async Task Clean(VaultClient vault, string name, bool confirm)
                {
                    [|vault.PurgeAll(name)|];
                    await [|vault.PurgeAllAsync(name)|];
                    vault.PurgeAll(name, dryRun: true);
                    vault.Purge(name);
                    if (confirm)
                        vault.PurgeAll(name);
                }
            }
        }
        """;

    [Fact]
    public Task Reports_calls_that_the_project_names() => Reports(Vault, new()
    {
        AdditionalFiles = [("/AiSafety.Facts.txt", "# our own\n\nContoso.Vault.VaultClient  PurgeAll?  documents  unless:dryRun  every document of the vault\n")],
    });

    [Fact]
    public Task Stays_silent_for_lines_that_cannot_be_read() => Silent(
        Vault.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal),
        new() { AdditionalFiles = [("/AiSafety.Facts.txt", "Contoso.Vault.VaultClient PurgeAll everything gone\nContoso.Vault.VaultClient\n* * rows x\n")] });

    [Fact]
    public Task Stays_silent_for_such_lines_in_another_file() => Silent(
        Vault.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal),
        new() { AdditionalFiles = [("/Notes.txt", "Contoso.Vault.VaultClient PurgeAll documents everything")] });
}
