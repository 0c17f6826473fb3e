using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>A call that writes all rows of the query that it is called on (and of its predicate, where it takes one).</summary>
/// <param name="Deletes">Whether the rows are deleted, rather than changed.</param>
internal sealed record BulkWrite(bool Deletes)
{
    /// <summary>Third person, for messages.</summary>
    public string Verb => Deletes ? "deletes" : "changes";

    /// <summary>Past participle, for messages.</summary>
    public string Participle => Deletes ? "deleted" : "changed";
}

/// <summary>Set-based deletes and updates.</summary>
internal static class BulkWrites
{
    private static readonly BulkWrite Delete = new(Deletes: true);
    private static readonly BulkWrite Update = new(Deletes: false);

    /// <summary>Called on a query; the query says which rows.</summary>
    public static readonly FactTable<BulkWrite> OnQueries = new("bulk writes of queries")
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
    public static readonly FactTable<BulkWrite> ByPredicate = new("bulk writes by predicate")
    {
        { "MongoDB.Driver.IMongoCollection`1", "DeleteMany?", Delete },
        { "MongoDB.Driver.IMongoCollection`1", "UpdateMany?", Update },
        { "MongoDB.Driver.IMongoCollectionExtensions", "DeleteMany?", Delete },
        { "MongoDB.Driver.IMongoCollectionExtensions", "UpdateMany?", Update },
        { "Marten.IDocumentOperations", "DeleteWhere", Delete },
        { "Marten.IDocumentOperations", "HardDeleteWhere", Delete },
    };

    /// <summary>Makes a filter of a predicate.</summary>
    public static readonly FactTable<BulkWrite> FilterBuilders = new("filters of predicates")
    {
        { "MongoDB.Driver.FilterDefinitionBuilder`1", "Where", Delete },
    };
}
