using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.RDS;
using Amazon.CDK.AWS.S3;
using Amazon.CDK.AWS.SQS;
using Constructs;

namespace Clean.Infrastructure;

public class ProtectedStack : Stack
{
    public ProtectedStack(Construct scope, string id, IVpc vpc, bool isProduction) : base(scope, id)
    {
        var policy = isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
        _ = new Bucket(this, "Invoices", new BucketProps { RemovalPolicy = policy, AutoDeleteObjects = !isProduction });
        _ = new Table(this, "Orders", new TableProps
        {
            PartitionKey = new Attribute { Name = "id", Type = AttributeType.STRING },
            PointInTimeRecovery = true,
            DeletionProtection = isProduction,
        });
        _ = new DatabaseInstance(this, "Ledger", new DatabaseInstanceProps
        {
            Vpc = vpc,
            DeletionProtection = true,
            BackupRetention = Duration.Days(14),
            RemovalPolicy = RemovalPolicy.SNAPSHOT,
        });
        _ = new Queue(this, "Jobs", new QueueProps { RemovalPolicy = RemovalPolicy.DESTROY });
    }
}
