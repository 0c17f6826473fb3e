using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>What a setting of a resource gives up.</summary>
internal enum GivenUp
{
    /// <summary>The data, when the stack is deleted or the resource is replaced.</summary>
    Data,

    /// <summary>The refusal to delete it.</summary>
    Protection,

    /// <summary>Earlier states to go back to.</summary>
    Backups,
}

/// <summary>The value at which a setting gives something up.</summary>
internal enum Hazard
{
    True,
    False,

    /// <summary>A number, or a duration made of one.</summary>
    Zero,

    /// <summary>The constant <c>DESTROY</c>.</summary>
    Destroy,
}

/// <summary>A setting of a resource that holds data.</summary>
/// <param name="What">The resource, for messages, with its article.</param>
internal sealed record InfrastructureSetting(GivenUp GivenUp, Hazard Hazard, string What)
{
    /// <summary>Whether only a resource that is named for an audit counts: any other can be spared.</summary>
    public bool OnlyForAudits { get; init; }
}

/// <summary>Settings of infrastructure that is written in C#: AWS CDK and Pulumi. Properties are listed by their setter.</summary>
internal static class InfrastructureSettings
{
    /// <summary>A type of each library: without any of them there is nothing to look for.</summary>
    public static readonly string[] Roots = ["Amazon.CDK.Resource", "Pulumi.ResourceOptions"];

    /// <summary>Settings that are assigned.</summary>
    public static readonly FactTable<InfrastructureSetting> Table = Build();

    /// <summary>Calls that set the removal policy in their first argument; the fact speaks of what they are called on.</summary>
    public static readonly FactTable<InfrastructureSetting> PolicyCalls = new("removal policies")
    {
        { "Amazon.CDK.IResource", "ApplyRemovalPolicy", Destroyed("the resource") },
        { "Amazon.CDK.CfnResource", "ApplyRemovalPolicy", Destroyed("the resource") },
    };

    /// <summary>Calls that let everything in a scope be destroyed.</summary>
    public static readonly FactTable<InfrastructureSetting> ScopeCalls = new("removal policies of scopes")
    {
        { "Amazon.CDK.RemovalPolicies", "Destroy", Destroyed("every resource in the scope") },
    };

    /// <summary>Constructs that hold data, as metadata names of their types or interfaces: those that <see cref="PolicyCalls"/> matter for.</summary>
    public static readonly string[] Stateful =
    [
        "Amazon.CDK.AWS.S3.IBucket", "Amazon.CDK.AWS.DynamoDB.ITable", "Amazon.CDK.AWS.RDS.IDatabaseInstance", "Amazon.CDK.AWS.RDS.IDatabaseCluster", "Amazon.CDK.AWS.RDS.IServerlessCluster",
        "Amazon.CDK.AWS.DocDB.IDatabaseCluster", "Amazon.CDK.AWS.EFS.IFileSystem", "Amazon.CDK.AWS.EC2.IVolume", "Amazon.CDK.AWS.KMS.IKey", "Amazon.CDK.AWS.OpenSearchService.IDomain",
        "Amazon.CDK.AWS.Cognito.IUserPool", "Amazon.CDK.AWS.Backup.IBackupVault", "Amazon.CDK.AWS.RDS.CfnDBInstance", "Amazon.CDK.AWS.RDS.CfnDBCluster", "Amazon.CDK.AWS.DynamoDB.CfnTable", "Amazon.CDK.AWS.S3.CfnBucket",
    ];

    private static FactTable<InfrastructureSetting> Build()
    {
        var table = new FactTable<InfrastructureSetting>("settings of resources with data");
        Aws("S3.BucketProps", "the bucket", "RemovalPolicy");
        table.Add("Amazon.CDK.AWS.S3.BucketProps", "set_AutoDeleteObjects", new(GivenUp.Data, Hazard.True, "the bucket"));
        foreach (var props in new[] { "TableProps", "TablePropsV2" })
            Aws("DynamoDB." + props, "the table", "RemovalPolicy", "DeletionProtection", "PointInTimeRecovery");
        table.Add("Amazon.CDK.AWS.DynamoDB.PointInTimeRecoverySpecification", "set_PointInTimeRecoveryEnabled", new(GivenUp.Backups, Hazard.False, "the table"));
        foreach (var props in new[] { "DatabaseInstanceProps", "DatabaseInstanceFromSnapshotProps", "ServerlessClusterProps", "ServerlessClusterFromSnapshotProps" })
            Aws("RDS." + props, "the database", "RemovalPolicy", "DeletionProtection", "BackupRetention");
        foreach (var props in new[] { "RDS.DatabaseClusterProps", "RDS.DatabaseClusterFromSnapshotProps", "DocDB.DatabaseClusterProps" })
            Aws(props, "the database cluster", "RemovalPolicy", "DeletionProtection");
        foreach (var props in new[] { "RDS.BackupProps", "DocDB.BackupProps" })
            Aws(props, "the database cluster", "Retention");
        foreach (var props in new[] { "RDS.CfnDBInstanceProps", "RDS.CfnDBClusterProps", "DocDB.CfnDBClusterProps" })
            Aws(props, "the database", "DeletionProtection", "BackupRetentionPeriod");
        Aws("EFS.FileSystemProps", "the file system", "RemovalPolicy");
        Aws("EC2.VolumeProps", "the volume", "RemovalPolicy");
        Aws("KMS.KeyProps", "the key, and with it whatever it encrypts,", "RemovalPolicy");
        Aws("OpenSearchService.DomainProps", "the search domain", "RemovalPolicy");
        Aws("Cognito.UserPoolProps", "the user pool", "RemovalPolicy", "DeletionProtection");
        Aws("Backup.BackupVaultProps", "the backup vault", "RemovalPolicy");
        table.Add("Amazon.CDK.AWS.Logs.LogGroupProps", "set_RemovalPolicy", Destroyed("the log group") with { OnlyForAudits = true });

        foreach (var type in new[] { "Pulumi.Aws.S3.BucketArgs", "Pulumi.Aws.S3.BucketV2Args", "Pulumi.Gcp.Storage.BucketArgs" })
            table.Add(type, "set_ForceDestroy", new(GivenUp.Data, Hazard.True, "the bucket"));
        foreach (var type in new[] { "Pulumi.Aws.Rds.InstanceArgs", "Pulumi.Aws.Rds.ClusterArgs" })
        {
            table.Add(type, "set_SkipFinalSnapshot", new(GivenUp.Data, Hazard.True, "the database"));
            table.Add(type, "set_DeletionProtection", new(GivenUp.Protection, Hazard.False, "the database"));
            table.Add(type, "set_BackupRetentionPeriod", new(GivenUp.Backups, Hazard.Zero, "the database"));
        }

        table.Add("Pulumi.Gcp.Sql.DatabaseInstanceArgs", "set_DeletionProtection", new(GivenUp.Protection, Hazard.False, "the database"));
        table.Add("Pulumi.Aws.DynamoDB.TableArgs", "set_DeletionProtectionEnabled", new(GivenUp.Protection, Hazard.False, "the table"));
        table.Add("Pulumi.Aws.DynamoDB.Inputs.TablePointInTimeRecoveryArgs", "set_Enabled", new(GivenUp.Backups, Hazard.False, "the table"));
        table.Add("Pulumi.ResourceOptions", "set_Protect", new(GivenUp.Protection, Hazard.False, "the resource"));
        return table;

        void Aws(string props, string what, params string[] settings)
        {
            foreach (var setting in settings)
            {
                table.Add("Amazon.CDK.AWS." + props, "set_" + setting, setting switch
                {
                    "RemovalPolicy" => Destroyed(what),
                    "DeletionProtection" => new(GivenUp.Protection, Hazard.False, what),
                    "PointInTimeRecovery" => new(GivenUp.Backups, Hazard.False, what),
                    _ => new(GivenUp.Backups, Hazard.Zero, what),
                });
            }
        }
    }

    private static InfrastructureSetting Destroyed(string what) => new(GivenUp.Data, Hazard.Destroy, what);
}
