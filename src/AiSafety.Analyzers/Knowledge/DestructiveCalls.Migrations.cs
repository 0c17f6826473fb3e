using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>Steps of migrations that take data away.</summary>
internal static partial class DestructiveCalls
{
    private static readonly DestructiveCall MigratedTable = new(Loss.Store, Bounded.ByName) { What = "table" };
    private static readonly DestructiveCall MigratedSchema = new(Loss.Store, Bounded.ByName) { What = "schema" };
    private static readonly DestructiveCall MigratedColumn = new(Loss.Rows, Bounded.ByName) { What = "column" };
    private static readonly DestructiveCall NarrowedColumn = new(Loss.Rows, Bounded.ByName) { What = "type", Deletes = false };

    /// <summary>Called on the builder of a migration; the first text names what goes.</summary>
    public static readonly FactTable<DestructiveCall> OfMigrations = new("steps of migrations")
    {
        { "Microsoft.EntityFrameworkCore.Migrations.MigrationBuilder", "DropTable", MigratedTable },
        { "Microsoft.EntityFrameworkCore.Migrations.MigrationBuilder", "DropSchema", MigratedSchema },
        { "Microsoft.EntityFrameworkCore.Migrations.MigrationBuilder", "DropColumn", MigratedColumn },
        { "Microsoft.EntityFrameworkCore.Migrations.MigrationBuilder", "AlterColumn", NarrowedColumn },
        { "FluentMigrator.Builders.Delete.IDeleteExpressionRoot", "Table", MigratedTable },
        { "FluentMigrator.Builders.Delete.IDeleteExpressionRoot", "Schema", MigratedSchema },
        { "FluentMigrator.Builders.Delete.IDeleteExpressionRoot", "Column", MigratedColumn },
    };
}
