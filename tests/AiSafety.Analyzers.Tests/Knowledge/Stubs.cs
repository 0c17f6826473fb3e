namespace AiSafety.Analyzers.Tests.Knowledge;

/// <summary>
/// STUBS. The shapes of a few members of libraries that cannot be referenced here (not on the package feed, or only on
/// Windows), written from their public documentation. Everything else in the tests is compiled against real packages.
/// </summary>
internal static class Stubs
{
    public const string AmazonRds = """
        namespace Amazon.RDS
        {
            public interface IAmazonRDS
            {
                System.Threading.Tasks.Task<Model.DeleteDBInstanceResponse> DeleteDBInstanceAsync(Model.DeleteDBInstanceRequest request, System.Threading.CancellationToken cancellationToken = default);
                System.Threading.Tasks.Task<Model.DeleteDBClusterResponse> DeleteDBClusterAsync(Model.DeleteDBClusterRequest request, System.Threading.CancellationToken cancellationToken = default);
            }
        }

        namespace Amazon.RDS.Model
        {
            public class DeleteDBInstanceResponse { }
            public class DeleteDBClusterResponse { }
            public class DeleteDBInstanceRequest { public string? DBInstanceIdentifier { get; set; } public bool? SkipFinalSnapshot { get; set; } public string? FinalDBSnapshotIdentifier { get; set; } }
            public class DeleteDBClusterRequest { public string? DBClusterIdentifier { get; set; } public bool? SkipFinalSnapshot { get; set; } public string? FinalDBSnapshotIdentifier { get; set; } }
        }

        """;

    public const string Pulumi = """
        namespace Pulumi
        {
            public class Input<T> { public static implicit operator Input<T>(T? value) => null!; }
            public class ResourceArgs { }
            public abstract class ResourceOptions { public bool? Protect { get; set; } }
            public sealed class CustomResourceOptions : ResourceOptions { }
            public class CustomResource { public CustomResource(string name, ResourceArgs? args, CustomResourceOptions? options) { } }
        }

        namespace Pulumi.Aws.S3
        {
            public sealed class BucketArgs : ResourceArgs { public Input<bool>? ForceDestroy { get; set; } }
            public sealed class BucketV2Args : ResourceArgs { public Input<bool>? ForceDestroy { get; set; } }
            public class Bucket : CustomResource { public Bucket(string name, BucketArgs? args = null, CustomResourceOptions? options = null) : base(name, args, options) { } }
        }

        namespace Pulumi.Aws.Rds
        {
            public sealed class InstanceArgs : ResourceArgs
            {
                public Input<bool>? SkipFinalSnapshot { get; set; }
                public Input<bool>? DeletionProtection { get; set; }
                public Input<int>? BackupRetentionPeriod { get; set; }
            }
            public sealed class ClusterArgs : ResourceArgs
            {
                public Input<bool>? SkipFinalSnapshot { get; set; }
                public Input<bool>? DeletionProtection { get; set; }
                public Input<int>? BackupRetentionPeriod { get; set; }
            }
            public class Instance : CustomResource { public Instance(string name, InstanceArgs args, CustomResourceOptions? options = null) : base(name, args, options) { } }
        }

        namespace Pulumi.Aws.DynamoDB
        {
            public sealed class TableArgs : ResourceArgs { public Input<bool>? DeletionProtectionEnabled { get; set; } }
        }

        namespace Pulumi.Aws.DynamoDB.Inputs
        {
            public sealed class TablePointInTimeRecoveryArgs : ResourceArgs { public Input<bool> Enabled { get; set; } = null!; }
        }

        namespace Pulumi.Gcp.Storage
        {
            public sealed class BucketArgs : ResourceArgs { public Input<bool>? ForceDestroy { get; set; } }
        }

        namespace Pulumi.Gcp.Sql
        {
            public sealed class DatabaseInstanceArgs : ResourceArgs { public Input<bool>? DeletionProtection { get; set; } }
        }

        """;

    public const string Text = AmazonRds + Pulumi + """
        namespace Amazon.CloudFormation
        {
            public interface IAmazonCloudFormation
            {
                System.Threading.Tasks.Task<Model.DeleteStackResponse> DeleteStackAsync(Model.DeleteStackRequest request, System.Threading.CancellationToken cancellationToken = default);
            }
        }

        namespace Amazon.CloudFormation.Model
        {
            public class DeleteStackRequest { public string? StackName { get; set; } }
            public class DeleteStackResponse { }
        }

        namespace Amazon.SimpleNotificationService
        {
            public interface IAmazonSimpleNotificationService
            {
                System.Threading.Tasks.Task<Model.DeleteTopicResponse> DeleteTopicAsync(string topicArn, System.Threading.CancellationToken cancellationToken = default);
            }
        }

        namespace Amazon.SimpleNotificationService.Model
        {
            public class DeleteTopicResponse { }
        }

        namespace System.Windows
        {
            public enum MessageBoxResult { None = 0, OK = 1, Cancel = 2, Yes = 6, No = 7 }
            public enum MessageBoxButton { OK = 0, OKCancel = 1, YesNoCancel = 3, YesNo = 4 }
            public sealed class MessageBox
            {
                public static MessageBoxResult Show(string messageBoxText) => default;
                public static MessageBoxResult Show(string messageBoxText, string caption, MessageBoxButton button) => default;
            }
        }

        namespace System.Windows.Forms
        {
            public enum DialogResult { None = 0, OK = 1, Cancel = 2, Abort = 3, Retry = 4, Ignore = 5, Yes = 6, No = 7 }
            public enum MessageBoxButtons { OK = 0, OKCancel = 1, AbortRetryIgnore = 2, YesNoCancel = 3, YesNo = 4, RetryCancel = 5 }
            public class MessageBox
            {
                public static DialogResult Show(string text) => default;
                public static DialogResult Show(string text, string caption, MessageBoxButtons buttons) => default;
            }
        }

        namespace Cassandra
        {
            using System.Threading.Tasks;
            public class RowSet { }
            public class PreparedStatement { }
            public interface IStatement { }
            public class SimpleStatement : IStatement { public SimpleStatement(string query) { } public SimpleStatement(string query, params object[] values) { } }
            public interface ISession
            {
                RowSet Execute(string cqlQuery);
                RowSet Execute(IStatement statement);
                Task<RowSet> ExecuteAsync(IStatement statement);
                PreparedStatement Prepare(string cqlQuery);
                Task<PreparedStatement> PrepareAsync(string cqlQuery);
            }
        }

        namespace NHibernate
        {
            using System.Linq;
            public interface ISQLQuery { int ExecuteUpdate(); }
            public interface ITransaction : System.IDisposable { void Commit(); void Rollback(); }
            public interface ISession : System.IDisposable
            {
                IQueryable<T> Query<T>();
                ISQLQuery CreateSQLQuery(string queryString);
                ITransaction BeginTransaction();
                object Save(object obj);
                void Update(object obj);
                void SaveOrUpdate(object obj);
                void Delete(object obj);
                void Persist(object obj);
            }
            public interface IStatelessSession : System.IDisposable
            {
                IQueryable<T> Query<T>();
                ISQLQuery CreateSQLQuery(string queryString);
                ITransaction BeginTransaction();
                object Insert(object entity);
                void Update(object entity);
                void Delete(object entity);
            }
        }

        namespace NHibernate.Linq
        {
            using System;
            using System.Linq;
            using System.Linq.Expressions;
            using System.Threading;
            using System.Threading.Tasks;
            public static class LinqExtensionMethods { public static IQueryable<T> Query<T>(this ISession session) => null!; }
            public static class DmlExtensionMethods
            {
                public static int Delete<TSource>(this IQueryable<TSource> source) => 0;
                public static Task<int> DeleteAsync<TSource>(this IQueryable<TSource> source, CancellationToken cancellationToken = default) => null!;
                public static int Update<TSource>(this IQueryable<TSource> source, Expression<Func<TSource, TSource>> expression) => 0;
                public static int Update<TSource>(this IQueryable<TSource> source, Expression<Func<TSource, object>> expression) => 0;
                public static int UpdateVersioned<TSource>(this IQueryable<TSource> source, Expression<Func<TSource, TSource>> expression) => 0;
                public static UpdateBuilder<TSource> UpdateBuilder<TSource>(this IQueryable<TSource> source) => null!;
            }
            public class UpdateBuilder<TSource>
            {
                public UpdateBuilder<TSource> Set<TProp>(Expression<Func<TSource, TProp>> property, TProp value) => this;
                public int Update() => 0;
                public int UpdateVersioned() => 0;
            }
        }

        namespace Z.EntityFramework.Plus
        {
            using System;
            using System.Linq;
            using System.Linq.Expressions;
            using System.Threading.Tasks;
            public static class BatchDeleteExtensions
            {
                public static int Delete<T>(this IQueryable<T> query) where T : class => 0;
                public static Task<int> DeleteAsync<T>(this IQueryable<T> query) where T : class => null!;
            }
            public static class BatchUpdateExtensions
            {
                public static int Update<T>(this IQueryable<T> query, Expression<Func<T, T>> updateFactory) where T : class => 0;
                public static Task<int> UpdateAsync<T>(this IQueryable<T> query, Expression<Func<T, T>> updateFactory) where T : class => null!;
            }
        }

        namespace EFCore.BulkExtensions
        {
            using System;
            using System.Collections.Generic;
            using System.Linq;
            using System.Linq.Expressions;
            using System.Threading.Tasks;
            public static class DbContextBulkExtensions
            {
                public static void BulkDelete<T>(this object context, IEnumerable<T> entities) where T : class { }
                public static Task BulkDeleteAsync<T>(this object context, IEnumerable<T> entities) where T : class => null!;
            }
            public static class IQueryableBatchExtensions
            {
                public static int BatchDelete(this IQueryable query) => 0;
                public static Task<int> BatchDeleteAsync(this IQueryable query) => null!;
                public static int BatchUpdate<T>(this IQueryable<T> query, Expression<Func<T, T>> updateExpression, Type? type = null) where T : class => 0;
                public static Task<int> BatchUpdateAsync<T>(this IQueryable<T> query, Expression<Func<T, T>> updateExpression, Type? type = null) where T : class => null!;
            }
        }

        namespace OpenSearch.Client
        {
            using System;
            using System.Threading;
            using System.Threading.Tasks;
            public class DeleteByQueryResponse { }
            public interface IDeleteByQueryRequest { }
            public interface IMatchAllQuery { }
            public class QueryContainer { }
            public class MatchAllQueryDescriptor { }
            public class QueryContainerDescriptor<T> where T : class
            {
                public QueryContainer MatchAll(Func<MatchAllQueryDescriptor, IMatchAllQuery>? selector = null) => null!;
                public QueryContainer Term(string field, object value) => null!;
            }
            public class DeleteByQueryDescriptor<TDocument> : IDeleteByQueryRequest where TDocument : class
            {
                public DeleteByQueryDescriptor<TDocument> MatchAll() => this;
                public DeleteByQueryDescriptor<TDocument> Index(string index) => this;
                public DeleteByQueryDescriptor<TDocument> Query(Func<QueryContainerDescriptor<TDocument>, QueryContainer> querySelector) => this;
            }
            public interface IOpenSearchClient
            {
                DeleteByQueryResponse DeleteByQuery<TDocument>(Func<DeleteByQueryDescriptor<TDocument>, IDeleteByQueryRequest> selector) where TDocument : class;
                Task<DeleteByQueryResponse> DeleteByQueryAsync<TDocument>(Func<DeleteByQueryDescriptor<TDocument>, IDeleteByQueryRequest> selector, CancellationToken ct = default) where TDocument : class;
            }
            public class OpenSearchClient : IOpenSearchClient
            {
                public DeleteByQueryResponse DeleteByQuery<TDocument>(Func<DeleteByQueryDescriptor<TDocument>, IDeleteByQueryRequest> selector) where TDocument : class => null!;
                public Task<DeleteByQueryResponse> DeleteByQueryAsync<TDocument>(Func<DeleteByQueryDescriptor<TDocument>, IDeleteByQueryRequest> selector, CancellationToken ct = default) where TDocument : class => null!;
            }
        }

        namespace NServiceBus
        {
            using System.Threading.Tasks;
            public interface IMessageHandlerContext { }
            public interface IHandleMessages<T> { Task Handle(T message, IMessageHandlerContext context); }
        }

        namespace Azure.Messaging.ServiceBus { public class ServiceBusReceivedMessage { } }

        namespace Microsoft.Azure.Functions.Worker
        {
            using System;
            using System.Collections.Generic;
            using System.Threading;
            using System.Threading.Tasks;
            using global::Azure.Messaging.ServiceBus;
            [AttributeUsage(AttributeTargets.Parameter)]
            public sealed class ServiceBusTriggerAttribute : Attribute
            {
                public ServiceBusTriggerAttribute(string queueName) { }
                public ServiceBusTriggerAttribute(string topicName, string subscriptionName) { }
                public bool AutoCompleteMessages { get; set; }
            }
            [AttributeUsage(AttributeTargets.Parameter)]
            public sealed class RabbitMQTriggerAttribute : Attribute { public RabbitMQTriggerAttribute(string queueName) { } }
            public class ServiceBusMessageActions
            {
                public virtual Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) => null!;
                public virtual Task AbandonMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = null, CancellationToken cancellationToken = default) => null!;
                public virtual Task DeferMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = null, CancellationToken cancellationToken = default) => null!;
                public virtual Task DeadLetterMessageAsync(ServiceBusReceivedMessage message, Dictionary<string, object>? propertiesToModify = null, string? deadLetterReason = null, string? deadLetterErrorDescription = null, CancellationToken cancellationToken = default) => null!;
            }
        }

        namespace Microsoft.Azure.WebJobs
        {
            using System;
            [AttributeUsage(AttributeTargets.Parameter)]
            public sealed class QueueTriggerAttribute : Attribute { public QueueTriggerAttribute(string queueName) { } }
            [AttributeUsage(AttributeTargets.Parameter)]
            public sealed class ServiceBusTriggerAttribute : Attribute { public ServiceBusTriggerAttribute(string queueName) { } public bool AutoCompleteMessages { get; set; } }
            [AttributeUsage(AttributeTargets.Parameter)]
            public sealed class RabbitMQTriggerAttribute : Attribute { public RabbitMQTriggerAttribute(string queueName) { } }
        }

        """;
}
