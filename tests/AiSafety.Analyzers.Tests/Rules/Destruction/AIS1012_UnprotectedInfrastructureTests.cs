using AiSafety.Analyzers.Rules.Destruction;

namespace AiSafety.Analyzers.Tests.Rules.Destruction;

public sealed class AIS1012_UnprotectedInfrastructureTests : RuleTests<UnprotectedInfrastructureRule>
{
    private static readonly Setup Cdk = new() { References = References.WithInfrastructureAsCode };

    private static string Stack(string body, string name = "ShopStack", string parameters = "") => $$"""
        using Amazon.CDK;
        using Amazon.CDK.AWS.DynamoDB;
        using Amazon.CDK.AWS.RDS;
        using Amazon.CDK.AWS.S3;
        using Constructs;
        public class {{name}} : Stack
        {
            public {{name}}(Construct scope, string id{{parameters}}) : base(scope, id)
            {
                {{body}}
            }
        }
        """;

    [Fact]
    public Task Row_cdk_removal_policy() => ReportsWith(
        "With 'RemovalPolicy = RemovalPolicy.DESTROY' the table is deleted with all data when its stack goes, or when a renamed id replaces it; use RETAIN or SNAPSHOT, or let the value depend on the environment",
        Stack("_ = new Table(this, \"Orders\", new TableProps { [|RemovalPolicy = RemovalPolicy.DESTROY|] });"), Cdk);

    [Fact]
    public Task Reports_a_bucket_that_empties_itself() => Reports(
        Stack("_ = new Bucket(this, \"Invoices\", new BucketProps { [|RemovalPolicy = RemovalPolicy.DESTROY|], [|AutoDeleteObjects = true|], Versioned = true });"), Cdk);

    [Fact]
    public Task Reports_databases_without_protection_and_backups() => Reports(Stack("""
        _ = new DatabaseInstance(this, "Shop", new DatabaseInstanceProps { [|DeletionProtection = false|], [|BackupRetention = Duration.Days(0)|] });
        _ = new DatabaseCluster(this, "Ledger", new DatabaseClusterProps { Backup = new BackupProps { [|Retention = Duration.Days(0)|] } });
        _ = new CfnDBInstance(this, "Old", new CfnDBInstanceProps { [|DeletionProtection = false|], [|BackupRetentionPeriod = 0|] });
        """), Cdk);

    [Fact]
    public Task Reports_tables_without_earlier_states() => Reports(Stack("""
        var props = new TableProps();
        [|props.PointInTimeRecovery = false|];
        _ = new TableV2(this, "Orders", new TablePropsV2
        {
            PointInTimeRecoverySpecification = new PointInTimeRecoverySpecification { [|PointInTimeRecoveryEnabled = false|] },
        });
        """), Cdk);

    [Fact]
    public Task Reports_a_policy_that_is_applied_afterwards() => Reports(Stack("""
        var orders = new Table(this, "Orders", new TableProps());
        [|orders.ApplyRemovalPolicy(RemovalPolicy.DESTROY)|];
        IBucket bucket = new Bucket(this, "Invoices");
        [|bucket.ApplyRemovalPolicy(RemovalPolicy.DESTROY)|];
        [|RemovalPolicies.Of(this).Destroy()|];
        """), Cdk);

    [Fact]
    public Task Reports_a_policy_in_a_local_that_is_always_the_same() => Reports(Stack("""
        var policy = RemovalPolicy.DESTROY;
        _ = new Table(this, "Orders", new TableProps { [|RemovalPolicy = policy|] });
        """), Cdk);

    [Fact]
    public Task Reports_the_log_of_an_audit() => Reports(Stack("""
        _ = new Amazon.CDK.AWS.Logs.LogGroup(this, "AuditTrail", new Amazon.CDK.AWS.Logs.LogGroupProps { [|RemovalPolicy = RemovalPolicy.DESTROY|] });
        _ = new Amazon.CDK.AWS.Logs.LogGroup(this, "Requests", new Amazon.CDK.AWS.Logs.LogGroupProps { RemovalPolicy = RemovalPolicy.DESTROY });
        """), Cdk);

    private const string Pulumi = Knowledge.Stubs.Pulumi + """
        public class Infrastructure
        {
            public Infrastructure(bool isProduction)
            {
                new Pulumi.Aws.S3.Bucket("invoices", new Pulumi.Aws.S3.BucketArgs { [|ForceDestroy = true|] });
                new Pulumi.Aws.Rds.Instance("shop", new Pulumi.Aws.Rds.InstanceArgs { [|SkipFinalSnapshot = true|], [|DeletionProtection = false|], [|BackupRetentionPeriod = 0|] },
                    new Pulumi.CustomResourceOptions { [|Protect = false|] });
                new Pulumi.Aws.Rds.Instance("ledger", new Pulumi.Aws.Rds.InstanceArgs { SkipFinalSnapshot = !isProduction, DeletionProtection = true, BackupRetentionPeriod = 7 },
                    new Pulumi.CustomResourceOptions { Protect = isProduction });
            }
        }
        """;

    [Fact]
    public Task Row_pulumi_protection() => Reports(Pulumi);

    [Fact]
    public Task Stays_silent_for_values_that_depend_on_the_environment() => Silent(Stack("""
        var policy = isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
        _ = new Table(this, "Orders", new TableProps { RemovalPolicy = policy });
        _ = new Table(this, "Carts", new TableProps { RemovalPolicy = isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY, DeletionProtection = isProduction });
        var chosen = RemovalPolicy.DESTROY;
        if (isProduction)
            chosen = RemovalPolicy.SNAPSHOT;
        _ = new DatabaseInstance(this, "Shop", new DatabaseInstanceProps { RemovalPolicy = chosen });
        """, parameters: ", bool isProduction"), Cdk);

    [Fact]
    public Task Stays_silent_behind_a_guard() => Silent(Stack("""
        if (id == "shop-" + System.Environment.UserName && environmentName == "dev" && allowDestroy)
            _ = new Table(this, "Orders", new TableProps { RemovalPolicy = RemovalPolicy.DESTROY });
        """, parameters: ", string environmentName, bool allowDestroy"), Cdk);

    [Fact]
    public Task Stays_silent_for_protected_resources() => Silent(Stack("""
        _ = new Table(this, "Orders", new TableProps { RemovalPolicy = RemovalPolicy.RETAIN, DeletionProtection = true, PointInTimeRecovery = true });
        _ = new DatabaseInstance(this, "Shop", new DatabaseInstanceProps { RemovalPolicy = RemovalPolicy.SNAPSHOT, BackupRetention = Duration.Days(14) });
        _ = new Bucket(this, "Invoices", new BucketProps { AutoDeleteObjects = false });
        """), Cdk);

    [Fact]
    public Task Stays_silent_for_resources_without_data() => Silent(Stack("""
        _ = new Amazon.CDK.AWS.SQS.Queue(this, "Jobs", new Amazon.CDK.AWS.SQS.QueueProps { RemovalPolicy = RemovalPolicy.DESTROY });
        var function = new Amazon.CDK.AWS.IAM.Role(this, "Role", new Amazon.CDK.AWS.IAM.RoleProps { AssumedBy = new Amazon.CDK.AWS.IAM.AccountRootPrincipal() });
        function.ApplyRemovalPolicy(RemovalPolicy.DESTROY);
        """), Cdk);

    private const string Spared = "_ = new Bucket(this, \"WebsiteAssets\", new BucketProps { [|RemovalPolicy = RemovalPolicy.DESTROY|], [|AutoDeleteObjects = true|] });";

    [Fact]
    public Task Reports_what_can_be_built_again_at_strict() => Reports(Stack(Spared), Cdk with { Level = Catalog.Preset.Strict });

    [Fact]
    public Task Stays_silent_for_what_can_be_built_again() =>
        Silent(Stack(Spared).Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal), Cdk);

    [Fact]
    public Task Stays_silent_in_a_stack_for_previews() =>
        Silent(Stack("_ = new Table(this, \"Orders\", new TableProps { RemovalPolicy = RemovalPolicy.DESTROY });", name: "PreviewStack"), Cdk);

    [Fact]
    public Task Stays_silent_for_look_alikes() => Silent("""
        public enum RemovalPolicy { DESTROY, RETAIN }
        public class TableProps { public RemovalPolicy RemovalPolicy { get; set; } public bool DeletionProtection { get; set; } }
        public class Own
        {
            public TableProps Props() => new() { RemovalPolicy = RemovalPolicy.DESTROY, DeletionProtection = false };
        }
        """);

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent(
        "// <auto-generated/>\n" + Stack("_ = new Table(this, \"Orders\", new TableProps { RemovalPolicy = RemovalPolicy.DESTROY });"), Cdk);

    [Fact]
    public Task Survives_half_typed_code() => Silent(
        Stack("_ = new Table(this, \"Orders\", new TableProps { RemovalPolicy = RemovalPolicy., DeletionProtection = });"), Cdk with { AllowsErrors = true });
}
