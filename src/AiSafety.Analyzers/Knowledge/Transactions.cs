using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>A call that begins a transaction and returns it.</summary>
/// <param name="OfConnection">Whether it is called on an ADO.NET connection, whose commands are enlisted one by one.</param>
internal sealed record TransactionBegin(bool OfConnection);

/// <summary>A call that writes to a database.</summary>
internal sealed class DatabaseWrite
{
    public static readonly DatabaseWrite Instance = new();

    private DatabaseWrite()
    {
    }
}

/// <summary>How libraries begin transactions and write in them.</summary>
internal static class Transactions
{
    private static readonly TransactionBegin OfContext = new(OfConnection: false);
    private static readonly TransactionBegin OfConnection = new(OfConnection: true);

    /// <summary>Calls that begin a transaction.</summary>
    public static readonly FactTable<TransactionBegin> Begins = new("transactions")
    {
        { "Microsoft.EntityFrameworkCore.Infrastructure.DatabaseFacade", "BeginTransaction?", OfContext },
        { "Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions", "BeginTransaction?", OfContext },
        { "LinqToDB.Data.DataConnection", "BeginTransaction?", OfContext },
        { "LinqToDB.DataContext", "BeginTransaction?", OfContext },
        { "NHibernate.ISession", "BeginTransaction", OfContext },
        { "NHibernate.IStatelessSession", "BeginTransaction", OfContext },

        // Providers hide the members of the base class with their own.
        { "System.Data.IDbConnection", "BeginTransaction", OfConnection },
        { "System.Data.Common.DbConnection", "BeginTransaction?", OfConnection },
        { "Microsoft.Data.SqlClient.SqlConnection", "BeginTransaction", OfConnection },
        { "System.Data.SqlClient.SqlConnection", "BeginTransaction", OfConnection },
        { "Npgsql.NpgsqlConnection", "BeginTransaction?", OfConnection },
        { "MySqlConnector.MySqlConnection", "BeginTransaction?", OfConnection },
        { "Microsoft.Data.Sqlite.SqliteConnection", "BeginTransaction", OfConnection },
    };

    /// <summary>Calls that write.</summary>
    public static readonly FactTable<DatabaseWrite> Writes = new("database writes")
    {
        { "Microsoft.EntityFrameworkCore.DbContext", "SaveChanges?", DatabaseWrite.Instance },
        { "Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions", "ExecuteSql*", DatabaseWrite.Instance },
        { "Microsoft.EntityFrameworkCore.RelationalQueryableExtensions", "ExecuteDelete?", DatabaseWrite.Instance },
        { "Microsoft.EntityFrameworkCore.RelationalQueryableExtensions", "ExecuteUpdate?", DatabaseWrite.Instance },
        { "Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions", "ExecuteDelete?", DatabaseWrite.Instance },
        { "Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions", "ExecuteUpdate?", DatabaseWrite.Instance },
        { "System.Data.IDbCommand", "ExecuteNonQuery", DatabaseWrite.Instance },
        { "System.Data.Common.DbCommand", "ExecuteNonQuery?", DatabaseWrite.Instance },
        { "System.Data.Common.DbBatch", "ExecuteNonQuery?", DatabaseWrite.Instance },
        { "Dapper.SqlMapper", "Execute?", DatabaseWrite.Instance },
        { "LinqToDB.Data.DataContextExtensions", "Execute?", DatabaseWrite.Instance },
        { "LinqToDB.DataExtensions", "Insert*", DatabaseWrite.Instance },
        { "LinqToDB.DataExtensions", "Update?", DatabaseWrite.Instance },
        { "LinqToDB.DataExtensions", "Delete?", DatabaseWrite.Instance },
        { "LinqToDB.LinqExtensions", "Insert*", DatabaseWrite.Instance },
        { "LinqToDB.LinqExtensions", "Update?", DatabaseWrite.Instance },
        { "LinqToDB.LinqExtensions", "Delete?", DatabaseWrite.Instance },
        { "NHibernate.ISession", "Save?", DatabaseWrite.Instance },
        { "NHibernate.ISession", "Update?", DatabaseWrite.Instance },
        { "NHibernate.ISession", "SaveOrUpdate?", DatabaseWrite.Instance },
        { "NHibernate.ISession", "Delete?", DatabaseWrite.Instance },
        { "NHibernate.ISession", "Persist?", DatabaseWrite.Instance },
        { "NHibernate.IStatelessSession", "Insert?", DatabaseWrite.Instance },
        { "NHibernate.IStatelessSession", "Update?", DatabaseWrite.Instance },
        { "NHibernate.IStatelessSession", "Delete?", DatabaseWrite.Instance },
    };

    /// <summary>Connections that refuse a command, or run it outside, when it is not given their open transaction.</summary>
    public static readonly string[] StrictConnections =
        ["Microsoft.Data.SqlClient.SqlConnection", "System.Data.SqlClient.SqlConnection", "MySqlConnector.MySqlConnection"];
}
