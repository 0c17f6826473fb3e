using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>Set-based deletes and updates.</summary>
internal static partial class DestructiveCalls
{
    private static readonly DestructiveCall Delete = new(Loss.Rows, Bounded.ByReceiver);
    private static readonly DestructiveCall Update = new(Loss.Rows, Bounded.ByReceiver) { Deletes = false };
    private static readonly DestructiveCall DeleteDocuments = new(Loss.Documents, Bounded.ByFilter);
    private static readonly DestructiveCall UpdateDocuments = new(Loss.Documents, Bounded.ByFilter) { Deletes = false };

    /// <summary>Called on a query; the query says which rows.</summary>
    public static readonly FactTable<DestructiveCall> OnQueries = new("bulk writes of queries")
    {
        // In EF Core 9 these moved from the relational class to the core one.
        { "Microsoft.EntityFrameworkCore.RelationalQueryableExtensions", "ExecuteDelete?", Delete },
        { "Microsoft.EntityFrameworkCore.RelationalQueryableExtensions", "ExecuteUpdate?", Update },
        { "Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions", "ExecuteDelete?", Delete },
        { "Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions", "ExecuteUpdate?", Update },

        { "LinqToDB.LinqExtensions", "Delete?", Delete },
        { "LinqToDB.LinqExtensions", "DeleteWithOutput?", Delete },
        { "LinqToDB.LinqExtensions", "DeleteWithOutputInto?", Delete },
        { "LinqToDB.LinqExtensions", "Update?", Update },

        { "Z.EntityFramework.Plus.BatchDeleteExtensions", "Delete?", Delete },
        { "Z.EntityFramework.Plus.BatchUpdateExtensions", "Update?", Update },
        { "EFCore.BulkExtensions.IQueryableBatchExtensions", "BatchDelete?", Delete },
        { "EFCore.BulkExtensions.IQueryableBatchExtensions", "BatchUpdate?", Update },

        { "NHibernate.Linq.DmlExtensionMethods", "Delete?", Delete },
        { "NHibernate.Linq.DmlExtensionMethods", "Update?", Update },
        { "NHibernate.Linq.DmlExtensionMethods", "UpdateVersioned?", Update },
        { "NHibernate.Linq.UpdateBuilder`1", "Update?", Update },
        { "NHibernate.Linq.UpdateBuilder`1", "UpdateVersioned?", Update },
    };

    /// <summary>Called on a store; an argument says which documents.</summary>
    public static readonly FactTable<DestructiveCall> ByPredicate = new("bulk writes by predicate")
    {
        { "MongoDB.Driver.IMongoCollection`1", "DeleteMany?", DeleteDocuments },
        { "MongoDB.Driver.IMongoCollection`1", "UpdateMany?", UpdateDocuments },
        { "MongoDB.Driver.IMongoCollectionExtensions", "DeleteMany?", DeleteDocuments },
        { "MongoDB.Driver.IMongoCollectionExtensions", "UpdateMany?", UpdateDocuments },
        { "LiteDB.ILiteCollection`1", "DeleteMany", DeleteDocuments },
        { "LiteDB.LiteCollection`1", "DeleteMany", DeleteDocuments },
        { "LiteDB.ILiteRepository", "DeleteMany", DeleteDocuments },
        { "LiteDB.LiteRepository", "DeleteMany", DeleteDocuments },
        { "Marten.IDocumentOperations", "DeleteWhere", DeleteDocuments },
        { "Marten.IDocumentOperations", "HardDeleteWhere", DeleteDocuments },
    };
}
