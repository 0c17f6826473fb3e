using Microsoft.CodeAnalysis;

namespace AiSafety.Analyzers.Engine;

/// <summary>Database migrations of EF Core and FluentMigrator.</summary>
internal static class Migrations
{
    private static readonly string[] Bases = ["Microsoft.EntityFrameworkCore.Migrations.Migration", "FluentMigrator.MigrationBase"];

    /// <summary>Whether the place is in the method that takes a migration back, where data of the way up is bound to go.</summary>
    public static bool IsDown(Site site) => Is(site, "Down");

    /// <summary>Whether the place is in the method that applies a migration.</summary>
    public static bool IsUp(Site site) => Is(site, "Up");

    /// <summary>Whether the place is anywhere in a migration.</summary>
    public static bool Contain(Site site)
    {
        for (var type = site.ContainingSymbol.ContainingType; type is not null; type = type.ContainingType)
        {
            if (Derives(type, site))
                return true;
        }

        return false;
    }

    /// <summary>Whether the member, or a type or namespace around it, says by its name that it is a migration of the project's own making.</summary>
    public static bool IsNamed(ISymbol symbol)
    {
        for (var each = symbol; each is not (null or INamespaceSymbol { IsGlobalNamespace: true }); each = each.ContainingSymbol)
        {
            foreach (var word in Guards.Intent.Words(each.Name))
            {
                if (word is "Migrate" or "Migration" or "Migrations" or "Migrator" or "migrate")
                    return true;
            }
        }

        return false;
    }

    private static bool Is(Site site, string name) =>
        site.ContainingSymbol is IMethodSymbol { IsOverride: true } method && method.Name == name && Derives(method.ContainingType, site);

    private static bool Derives(INamedTypeSymbol derived, Site site)
    {
        for (var type = derived.BaseType; type is not null; type = type.BaseType)
        {
            foreach (var each in Bases)
            {
                if (SymbolEqualityComparer.Default.Equals(type, site.Session.Type(each)))
                    return true;
            }
        }

        return false;
    }
}
