using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Amazon.S3;
using Amazon.SQS;
using Azure.Storage.Blobs;
using k8s;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MongoDB.Driver;
using StackExchange.Redis;

namespace Careless.TenantOperations;

public class TenantDb(DbContextOptions<TenantDb> options) : DbContext(options);

public class TenantStartup(TenantDb db, IHostEnvironment environment, ILogger<TenantStartup> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("Preparing the database for {Environment}", environment.EnvironmentName);
        await db.Database.EnsureDeletedAsync(cancellationToken);
        await db.Database.EnsureCreatedAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

public class TenantRemoval(IMongoClient mongo, IAmazonS3 s3, IAmazonSQS sqs, BlobServiceClient blobs, IKubernetes kubernetes, IConnectionMultiplexer redis)
{
    public async Task RemoveAsync(string tenant, CancellationToken cancellationToken)
    {
        await mongo.DropDatabaseAsync("tenant-" + tenant, cancellationToken);
        await s3.DeleteBucketAsync(tenant, cancellationToken);
        await blobs.DeleteBlobContainerAsync(tenant, cancellationToken: cancellationToken);
        await sqs.PurgeQueueAsync("https://sqs/" + tenant, cancellationToken);
        await kubernetes.CoreV1.DeleteNamespaceAsync(tenant, cancellationToken: cancellationToken);
        foreach (var server in redis.GetServers())
            await server.FlushAllDatabasesAsync();
    }

    public async Task RemovePreviewAsync(int number, CancellationToken cancellationToken)
    {
        await blobs.DeleteBlobContainerAsync($"preview-{number}", cancellationToken: cancellationToken);
    }

    public async Task ResetAsync(bool confirm, TenantDb db, CancellationToken cancellationToken)
    {
        if (!confirm)
            Console.WriteLine("not confirmed, but anyway");
        await db.Database.EnsureDeletedAsync(cancellationToken);
    }
}
