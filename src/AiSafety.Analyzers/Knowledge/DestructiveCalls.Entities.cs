using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>Removals of entities that the program holds.</summary>
internal static partial class DestructiveCalls
{
    private static readonly DestructiveCall Entities = new(Loss.Rows, Bounded.ByEntities);

    /// <summary>Called with one entity, or with many.</summary>
    public static readonly FactTable<DestructiveCall> OfEntities = new("removals of entities")
    {
        { "Microsoft.EntityFrameworkCore.DbContext", "Remove", Entities },
        { "Microsoft.EntityFrameworkCore.DbContext", "RemoveRange", Entities },
        { "Microsoft.EntityFrameworkCore.DbSet`1", "Remove", Entities },
        { "Microsoft.EntityFrameworkCore.DbSet`1", "RemoveRange", Entities },
        { "EFCore.BulkExtensions.DbContextBulkExtensions", "BulkDelete?", Entities },
        { "LinqToDB.DataExtensions", "Delete?", Entities },
        { "NHibernate.ISession", "Delete?", Entities },
        { "NHibernate.IStatelessSession", "Delete?", Entities },
    };
}
