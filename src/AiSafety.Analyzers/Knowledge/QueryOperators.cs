using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>What a query operator does to the set of rows that its source stands for.</summary>
internal enum QueryEffect
{
    /// <summary>The same rows: order, tracking, loading, tags, hints.</summary>
    Keeps,

    /// <summary>The same rows, shaped; another entity's rows when it follows a navigation.</summary>
    Projects,

    /// <summary>The rows that its predicate selects.</summary>
    Filters,

    /// <summary>Fewer rows, by count, key, type or join.</summary>
    Restricts,

    /// <summary>The rows of both sources.</summary>
    Combines,

    /// <summary>The rows of a SQL text.</summary>
    Sql,

    /// <summary>All rows of a table.</summary>
    Whole,
}

/// <summary>A query operator.</summary>
internal sealed record QueryOperator(QueryEffect Effect);

/// <summary>
/// Query operators of LINQ, EF Core, linq2db and NHibernate, and types whose values stand for a whole table. What is
/// not listed is unknown.
/// </summary>
internal static class QueryOperators
{
    private static readonly QueryOperator Keeps = new(QueryEffect.Keeps);
    private static readonly QueryOperator Projects = new(QueryEffect.Projects);
    private static readonly QueryOperator Filters = new(QueryEffect.Filters);
    private static readonly QueryOperator Restricts = new(QueryEffect.Restricts);
    private static readonly QueryOperator Combines = new(QueryEffect.Combines);
    private static readonly QueryOperator Sql = new(QueryEffect.Sql);
    private static readonly QueryOperator Whole = new(QueryEffect.Whole);

    /// <summary>Types whose every value stands for a whole table.</summary>
    public static readonly string[] Tables = ["Microsoft.EntityFrameworkCore.DbSet`1"];

    /// <summary>As <see cref="Tables"/>, but a value may also be a temporary table: only properties and known methods count.</summary>
    public static readonly string[] MaybeTemporaryTables = ["LinqToDB.ITable`1"];

    public static readonly FactTable<QueryOperator> Table = BuildTable();

    /// <summary>Makes a filter of a predicate, for a store that takes filters.</summary>
    public static readonly FactTable<QueryOperator> FilterBuilders = new("filters of predicates")
    {
        { "MongoDB.Driver.FilterDefinitionBuilder`1", "Where", Filters },
    };

    private static FactTable<QueryOperator> BuildTable()
    {
        var table = new FactTable<QueryOperator>("query operators");
        foreach (var linq in new[] { "System.Linq.Queryable", "System.Linq.Enumerable" })
        {
            foreach (var member in new[] { "OrderBy*", "ThenBy*", "Order", "OrderDescending", "Reverse", "Cast", "Distinct", "DefaultIfEmpty" })
                table.Add(linq, member, Keeps);
            foreach (var member in new[] { "Take*", "Skip*", "OfType", "Join", "Except*", "Intersect*", "DistinctBy", "Chunk" })
                table.Add(linq, member, Restricts);
            table.Add(linq, "Where", Filters);
            table.Add(linq, "Select", Projects);
            table.Add(linq, "Concat", Combines);
            table.Add(linq, "Union", Combines);
        }

        table.Add("System.Linq.Queryable", "AsQueryable", Keeps);
        foreach (var member in new[] { "ToList", "ToArray", "ToHashSet", "AsEnumerable" })
            table.Add("System.Linq.Enumerable", member, Keeps);
        table.Add("System.Linq.AsyncEnumerable", "ToListAsync", Keeps);
        table.Add("System.Linq.AsyncEnumerable", "ToArrayAsync", Keeps);
        table.Add("System.Threading.Tasks.Task`1", "ConfigureAwait", Keeps);
        table.Add("System.Threading.Tasks.ValueTask`1", "ConfigureAwait", Keeps);
        table.Add("System.Threading.Tasks.TaskAsyncEnumerableExtensions", "ConfigureAwait", Keeps);
        table.Add("System.Threading.Tasks.TaskAsyncEnumerableExtensions", "WithCancellation", Keeps);

        const string ef = "Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions";
        foreach (var member in new[]
                 {
                     "Include", "ThenInclude", "AsNoTracking", "AsNoTrackingWithIdentityResolution", "AsTracking", "IgnoreQueryFilters", "IgnoreAutoIncludes",
                     "TagWith", "TagWithCallSite", "AsAsyncEnumerable", "ToListAsync", "ToArrayAsync",
                 })
            table.Add(ef, member, Keeps);
        const string relational = "Microsoft.EntityFrameworkCore.RelationalQueryableExtensions";
        table.Add(relational, "AsSplitQuery", Keeps);
        table.Add(relational, "AsSingleQuery", Keeps);
        table.Add(relational, "FromSql", Sql);
        table.Add(relational, "FromSqlRaw", Sql);
        table.Add(relational, "FromSqlInterpolated", Sql);
        table.Add("Microsoft.EntityFrameworkCore.DbSet`1", "AsQueryable", Keeps);
        table.Add("Microsoft.EntityFrameworkCore.DbSet`1", "AsAsyncEnumerable", Keeps);

        const string linq2db = "LinqToDB.LinqExtensions";
        foreach (var member in new[]
                 {
                     "TableName", "DatabaseName", "ServerName", "SchemaName", "With", "WithTableExpression", "TableHint", "IndexHint", "QueryHint", "JoinHint",
                     "TablesInScopeHint", "SubQueryHint", "LoadWith", "LoadWithAsTable", "ThenLoad", "IgnoreFilters", "InlineParameters", "AsSubQuery", "QueryName",
                     "RemoveOrderBy", "TagQuery", "HasUniqueKey", "AsUpdatable", "Set", "ThenOrBy*",
                 })
            table.Add(linq2db, member, Keeps);
        foreach (var member in new[] { "Take", "Skip", "InnerJoin" })
            table.Add(linq2db, member, Restricts);
        table.Add("LinqToDB.TableExtensions", "IsTemporary", Restricts);
        table.Add("LinqToDB.DataExtensions", "GetTable", Whole);

        const string nhibernate = "NHibernate.Linq.";
        table.Add("NHibernate.ISession", "Query", Whole);
        table.Add("NHibernate.IStatelessSession", "Query", Whole);
        table.Add(nhibernate + "LinqExtensionMethods", "Query", Whole);
        table.Add(nhibernate + "DmlExtensionMethods", "UpdateBuilder", Keeps);
        table.Add(nhibernate + "UpdateBuilder`1", "Set", Keeps);
        return table;
    }
}
