using System;
using System.Threading;
using System.Threading.Tasks;
using Azure.Storage.Blobs;
using Elastic.Clients.Elasticsearch;
using k8s;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MongoDB.Driver;
using StackExchange.Redis;

namespace Clean.StoreLifecycles;

public class LifecycleDb(DbContextOptions<LifecycleDb> options) : DbContext(options);

public class StoreOptions
{
    public bool RecreateOnStart { get; set; }
}

public class Preparation(LifecycleDb db, IHostEnvironment environment, IOptions<StoreOptions> options)
{
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (environment.IsDevelopment() && options.Value.RecreateOnStart)
            await db.Database.EnsureDeletedAsync(cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }

    public async Task ResetAsync(string typedName, string databaseName, CancellationToken cancellationToken)
    {
        if (!string.Equals(typedName, databaseName, StringComparison.Ordinal))
            throw new ArgumentException("Type the name of the database to confirm.", nameof(typedName));
        await db.Database.EnsureDeletedAsync(cancellationToken);
    }
}

public class ImportRun(BlobServiceClient blobs, IMongoDatabase database)
{
    public async Task RunAsync(string name, CancellationToken cancellationToken)
    {
        var container = await blobs.CreateBlobContainerAsync(name, cancellationToken: cancellationToken);
        try
        {
            await database.CreateCollectionAsync(name, cancellationToken: cancellationToken);
        }
        finally
        {
            await container.Value.DeleteIfExistsAsync(cancellationToken: CancellationToken.None);
            await database.DropCollectionAsync(name, CancellationToken.None);
        }
    }
}

public class Tools(IKubernetes kubernetes, IConnectionMultiplexer redis)
{
    public async Task CheckRemovalAsync(string tenant, CancellationToken cancellationToken)
    {
        await kubernetes.CoreV1.DeleteNamespaceAsync(tenant, dryRun: "All", cancellationToken: cancellationToken);
        await kubernetes.CoreV1.DeleteCollectionNamespacedPodAsync(tenant, labelSelector: "job=" + tenant, cancellationToken: cancellationToken);
    }

    public long Count() => (long)redis.GetDatabase().Execute("DBSIZE");

    public async Task FlushAsync(bool force)
    {
        if (!force)
            return;
        foreach (var server in redis.GetServers())
            await server.FlushAllDatabasesAsync();
    }
}
