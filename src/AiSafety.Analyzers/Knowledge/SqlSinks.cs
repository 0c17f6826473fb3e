using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>A member that sends a text to a database.</summary>
/// <param name="Parameter">The parameter that is the SQL text; a FormattableString sends what is interpolated as parameters.</param>
internal sealed record SqlSink(string Parameter);

/// <summary>
/// Members whose argument is SQL. The constructors of commands need no row: those of every class derived from DbCommand or DbBatchCommand are recognised by
/// the parameter that all providers have.
/// </summary>
internal static class SqlSinks
{
    private static readonly SqlSink Sql = new("sql");
    private static readonly SqlSink Value = new("value");
    private static readonly SqlSink CommandText = new("commandText");

    /// <summary>Calls and property setters.</summary>
    public static readonly FactTable<SqlSink> Calls = new("sql texts")
    {
        { "System.Data.IDbCommand", "set_CommandText", Value },
        { "System.Data.Common.DbCommand", "set_CommandText", Value },
        { "System.Data.Common.DbBatchCommand", "set_CommandText", Value },
        { "System.Data.Common.DbDataSource", "CreateCommand", CommandText },
        { "Npgsql.NpgsqlDataSource", "CreateCommand", CommandText },

        { "Dapper.SqlMapper", "Execute*", Sql },
        { "Dapper.SqlMapper", "Query*", Sql },

        { "Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions", "ExecuteSql*", Sql },
        { "Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions", "SqlQuery*", Sql },
        { "Microsoft.EntityFrameworkCore.RelationalQueryableExtensions", "FromSql*", Sql },
        { "Microsoft.EntityFrameworkCore.Migrations.MigrationBuilder", "Sql", Sql },

        { "LinqToDB.Data.DataContextExtensions", "Execute?", Sql },
        { "LinqToDB.Data.DataContextExtensions", "ExecuteReader?", Sql },
        { "LinqToDB.Data.DataContextExtensions", "Query?", Sql },
        { "LinqToDB.Data.DataContextExtensions", "QueryMultiple?", Sql },
        { "LinqToDB.Data.DataContextExtensions", "QueryToListAsync", Sql },
        { "LinqToDB.Data.DataContextExtensions", "QueryToArrayAsync", Sql },
        { "LinqToDB.Data.DataContextExtensions", "QueryToAsyncEnumerable", Sql },
        { "LinqToDB.Data.DataContextExtensions", "SetCommand", CommandText },

        { "FluentMigrator.Builders.Execute.IExecuteExpressionRoot", "Sql", new("sqlStatement") },

        { "Marten.IDocumentOperations", "QueueSqlCommand", Sql },
        { "Marten.IQuerySession", "QueryAsync", Sql },
        { "Marten.IAdvancedSql", "QueryAsync", Sql },
        { "Marten.IAdvancedSql", "StreamAsync", Sql },

        { "NHibernate.ISession", "CreateSQLQuery", new("queryString") },
        { "NHibernate.IStatelessSession", "CreateSQLQuery", new("queryString") },

        { "Cassandra.ISession", "Execute?", new("cqlQuery") },
        { "Cassandra.ISession", "Prepare?", new("cqlQuery") },
    };

    /// <summary>Constructors of what carries a text to one of the calls.</summary>
    public static readonly FactTable<SqlSink> Constructors = new("sql carriers")
    {
        { "Dapper.CommandDefinition", ".ctor", CommandText },
        { "LinqToDB.Data.CommandInfo", ".ctor", CommandText },
        { "Cassandra.SimpleStatement", ".ctor", new("query") },
    };
}
