using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.RDS;
using Amazon.CDK.AWS.S3;
using Constructs;

namespace Careless.Infrastructure;

public class ShopStack : Stack
{
    public ShopStack(Construct scope, string id, IVpc vpc) : base(scope, id)
    {
        var invoices = new Bucket(this, "Invoices", new BucketProps
        {
            Versioned = true,
            RemovalPolicy = RemovalPolicy.DESTROY,
            AutoDeleteObjects = true,
        });

        var orders = new Table(this, "Orders", new TableProps
        {
            PartitionKey = new Attribute { Name = "id", Type = AttributeType.STRING },
            PointInTimeRecovery = false,
        });
        orders.ApplyRemovalPolicy(RemovalPolicy.DESTROY);

        _ = new DatabaseInstance(this, "Ledger", new DatabaseInstanceProps
        {
            Vpc = vpc,
            DeletionProtection = false,
            BackupRetention = Duration.Days(0),
        });

        _ = new Bucket(this, "WebsiteAssets", new BucketProps { RemovalPolicy = RemovalPolicy.DESTROY });
        _ = new CfnOutput(this, "InvoiceBucket", new CfnOutputProps { Value = invoices.BucketName });
    }
}
