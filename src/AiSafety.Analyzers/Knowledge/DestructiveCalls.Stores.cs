using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>Deletion of whole stores: databases, containers, queues, topics, caches, namespaces, machines.</summary>
internal static partial class DestructiveCalls
{
    // Arguments that pick some of what a Kubernetes collection holds.
    private static readonly string[] KubernetesSelectors = ["labelSelector", "fieldSelector"];
    private static readonly string[] OnlyWhenUnused = ["ifUnused", "ifEmpty"];

    private static readonly DestructiveCall Database = Store("the database with everything in it");
    private static readonly DestructiveCall Collection = OneStore("the collection with all of its documents");
    private static readonly DestructiveCall DroppedTable = OneStore("the table with all of its rows");
    private static readonly DestructiveCall Bucket = OneStore("the bucket");
    private static readonly DestructiveCall Container = OneStore("the container with everything in it");
    private static readonly DestructiveCall Share = OneStore("the file share with everything in it");
    private static readonly DestructiveCall Queue = new(Loss.Messages, Bounded.ByName) { IsOneOfMany = true, What = "the queue with all messages that wait in it" };
    private static readonly DestructiveCall QueueContent = new(Loss.Messages, Bounded.ByName) { IsOneOfMany = true, What = "all messages that wait in the queue" };
    private static readonly DestructiveCall Topic = new(Loss.Messages, Bounded.ByName) { IsOneOfMany = true, What = "the topic with all of its messages" };
    private static readonly DestructiveCall Records = new(Loss.Messages, Bounded.ByName) { What = "the records of the topic up to the given offsets" };
    private static readonly DestructiveCall Stream = new(Loss.Messages, Bounded.ByName) { IsOneOfMany = true, What = "the stream with all of its messages" };
    private static readonly DestructiveCall Cache = new(Loss.Documents, Bounded.ByNothing) { What = "every key of the database" };
    private static readonly DestructiveCall AllCaches = new(Loss.Documents, Bounded.ByNothing) { What = "every key of every database of the server" };
    private static readonly DestructiveCall FlushCommand = AllCaches with { What = "every key", Commands = ["FLUSHALL", "FLUSHDB"] };
    private static readonly DestructiveCall AllDocuments = new(Loss.Documents, Bounded.ByNothing) { What = "all documents of the store" };
    private static readonly DestructiveCall Index = Store("the index") with { IsDerived = true };
    private static readonly DestructiveCall Namespace = Infrastructure("the namespace with everything that runs in it") with { Rehearsal = "dryRun" };
    private static readonly DestructiveCall Resources = Infrastructure("every object of the collection") with { Rehearsal = "dryRun", Selectors = KubernetesSelectors };
    private static readonly DestructiveCall Volume = Infrastructure("the volume and its data") with { Rehearsal = "dryRun" };
    private static readonly DestructiveCall Machines = Infrastructure("the machines and their local disks") with { Rehearsal = "DryRun" };
    private static readonly DestructiveCall Disk = Infrastructure("the disk and its data") with { Rehearsal = "DryRun" };
    private static readonly DestructiveCall Instance = Infrastructure("the database server") with { Warning = "SkipFinalSnapshot" };
    private static readonly DestructiveCall Stack = Infrastructure("the stack with all of its resources");
    private static readonly DestructiveCall ResourceGroup = Infrastructure("the resource group with every resource in it");
    private static readonly DestructiveCall Resource = Infrastructure("the resource");

    /// <summary>Take a whole store, known by a name or by what they are called on.</summary>
    public static readonly FactTable<DestructiveCall> OfStores = new("deletion of stores")
    {
        { "Microsoft.EntityFrameworkCore.Infrastructure.DatabaseFacade", "EnsureDeleted?", Database },
        { "Microsoft.EntityFrameworkCore.Storage.IDatabaseCreator", "EnsureDeleted?", Database },
        { "Microsoft.EntityFrameworkCore.Storage.IRelationalDatabaseCreator", "Delete?", Database },
        { "LinqToDB.DataExtensions", "DropTable?", DroppedTable },

        { "MongoDB.Driver.IMongoClient", "DropDatabase?", Database },
        { "MongoDB.Driver.IMongoDatabase", "DropCollection?", Collection },
        { "LiteDB.ILiteDatabase", "DropCollection", Collection },
        { "Marten.Schema.IDocumentCleaner", "DeleteAllDocumentsAsync", AllDocuments },
        { "Marten.Schema.IDocumentCleaner", "DeleteAllEventDataAsync", AllDocuments with { What = "all events of the store" } },
        { "Marten.Schema.IDocumentCleaner", "CompletelyRemoveAllAsync", AllDocuments with { What = "all documents and tables of the store" } },
        { "Marten.AdvancedOperations", "ResetAllData", AllDocuments },
        { "Marten.HostExtensions", "ResetAllMartenDataAsync", AllDocuments },
        { "Microsoft.Azure.Cosmos.Database", "Delete?", Database },
        { "Microsoft.Azure.Cosmos.Database", "DeleteStreamAsync", Database },
        { "Microsoft.Azure.Cosmos.Container", "DeleteContainer?", Container },
        { "Microsoft.Azure.Cosmos.Container", "DeleteContainerStreamAsync", Container },
        { "Amazon.DynamoDBv2.IAmazonDynamoDB", "DeleteTable?", DroppedTable },
        { "Elastic.Clients.Elasticsearch.IndexManagement.IndicesNamespacedClient", "Delete?", Index },
        { "Nest.Specification.IndicesApi.IndicesNamespace", "Delete?", Index },

        { "StackExchange.Redis.IServer", "FlushDatabase?", Cache },
        { "StackExchange.Redis.IServer", "FlushAllDatabases?", AllCaches },
        { "StackExchange.Redis.IServer", "Execute?", FlushCommand },
        { "StackExchange.Redis.IDatabase", "Execute", FlushCommand },
        { "StackExchange.Redis.IDatabaseAsync", "ExecuteAsync", FlushCommand },

        { "Azure.Storage.Blobs.BlobContainerClient", "Delete?", Container },
        { "Azure.Storage.Blobs.BlobContainerClient", "DeleteIfExists?", Container },
        { "Azure.Storage.Blobs.BlobServiceClient", "DeleteBlobContainer?", Container },
        { "Azure.Storage.Files.Shares.ShareClient", "Delete?", Share },
        { "Azure.Storage.Files.Shares.ShareClient", "DeleteIfExists?", Share },
        { "Azure.Storage.Files.Shares.ShareServiceClient", "DeleteShare?", Share },
        { "Azure.Data.Tables.TableClient", "Delete?", DroppedTable },
        { "Azure.Data.Tables.TableServiceClient", "DeleteTable?", DroppedTable },
        { "Amazon.S3.IAmazonS3", "DeleteBucket?", Bucket },
        { "Amazon.S3.Util.AmazonS3Util", "DeleteS3BucketWithObjects?", OneStore("the bucket with all of its objects") },
        { "Google.Cloud.Storage.V1.StorageClient", "DeleteBucket?", Bucket },
        { "Minio.ApiEndpoints.IBucketOperations", "RemoveBucketAsync", Bucket },

        { "Azure.Storage.Queues.QueueClient", "Delete?", Queue },
        { "Azure.Storage.Queues.QueueClient", "DeleteIfExists?", Queue },
        { "Azure.Storage.Queues.QueueClient", "ClearMessages?", QueueContent },
        { "Azure.Storage.Queues.QueueServiceClient", "DeleteQueue?", Queue },
        { "Azure.Messaging.ServiceBus.Administration.ServiceBusAdministrationClient", "DeleteQueueAsync", Queue },
        { "Azure.Messaging.ServiceBus.Administration.ServiceBusAdministrationClient", "DeleteTopicAsync", Topic },
        { "Azure.Messaging.ServiceBus.Administration.ServiceBusAdministrationClient", "DeleteSubscriptionAsync", Queue with { What = "the subscription with all messages that wait in it" } },
        { "Amazon.SQS.IAmazonSQS", "DeleteQueue?", Queue },
        { "Amazon.SQS.IAmazonSQS", "PurgeQueue?", QueueContent },
        { "Amazon.SimpleNotificationService.IAmazonSimpleNotificationService", "DeleteTopic?", Topic },
        { "Confluent.Kafka.IAdminClient", "DeleteTopicsAsync", Topic with { What = "the topics with all of their messages" } },
        { "Confluent.Kafka.IAdminClient", "DeleteRecordsAsync", Records },
        { "RabbitMQ.Client.IModel", "QueueDelete", Queue with { Selectors = OnlyWhenUnused } },
        { "RabbitMQ.Client.IModel", "QueuePurge", QueueContent },
        { "RabbitMQ.Client.IChannel", "QueueDeleteAsync", Queue with { Selectors = OnlyWhenUnused } },
        { "RabbitMQ.Client.IChannel", "QueuePurgeAsync", QueueContent },
        { "RabbitMQ.Client.IChannelExtensions", "QueueDeleteAsync", Queue with { Selectors = OnlyWhenUnused } },
        { "NATS.Client.JetStream.INatsJSContext", "DeleteStreamAsync", Stream },
        { "NATS.Client.JetStream.INatsJSContext", "PurgeStreamAsync", Stream with { What = "the messages of the stream" } },

        { "k8s.CoreV1OperationsExtensions", "DeleteNamespace?", Namespace },
        { "k8s.ICoreV1Operations", "DeleteNamespaceWithHttpMessagesAsync", Namespace },
        { "k8s.CoreV1OperationsExtensions", "DeleteNamespacedPersistentVolumeClaim?", Volume },
        { "k8s.CoreV1OperationsExtensions", "DeletePersistentVolume?", Volume },
        { "k8s.CoreV1OperationsExtensions", "DeleteCollection*", Resources },
        { "k8s.ICoreV1Operations", "DeleteCollection*", Resources },
        { "k8s.AppsV1OperationsExtensions", "DeleteCollection*", Resources },
        { "k8s.IAppsV1Operations", "DeleteCollection*", Resources },
        { "k8s.BatchV1OperationsExtensions", "DeleteCollection*", Resources },
        { "k8s.IBatchV1Operations", "DeleteCollection*", Resources },
        { "k8s.CustomObjectsOperationsExtensions", "DeleteCollection*", Resources },
        { "k8s.ICustomObjectsOperations", "DeleteCollection*", Resources },

        { "Amazon.EC2.IAmazonEC2", "TerminateInstances?", Machines },
        { "Amazon.EC2.IAmazonEC2", "DeleteVolume?", Disk },
        { "Amazon.RDS.IAmazonRDS", "DeleteDBInstance?", Instance },
        { "Amazon.RDS.IAmazonRDS", "DeleteDBCluster?", Instance with { What = "the database cluster" } },
        { "Amazon.CloudFormation.IAmazonCloudFormation", "DeleteStack?", Stack },
        { "Azure.ResourceManager.Resources.ResourceGroupResource", "Delete?", ResourceGroup },
        { "Azure.ResourceManager.Resources.GenericResource", "Delete?", Resource },
        { "Azure.ResourceManager.ManagementGroups.ManagementGroupResource", "Delete?", Infrastructure("the management group") },
    };

    /// <summary>The base of all Azure resources: deleting one is a method of the derived type, in a package per service.</summary>
    public const string AzureResource = "Azure.ResourceManager.ArmResource";

    /// <summary>What <c>Delete</c> of a resource that is derived from <see cref="AzureResource"/> takes.</summary>
    public static readonly DestructiveCall OfAzureResource = Resource;

    private static DestructiveCall Store(string what) => new(Loss.Store, Bounded.ByName) { What = what };

    private static DestructiveCall OneStore(string what) => Store(what) with { IsOneOfMany = true };

    private static DestructiveCall Infrastructure(string what) => new(Loss.Infrastructure, Bounded.ByName) { What = what };
}
