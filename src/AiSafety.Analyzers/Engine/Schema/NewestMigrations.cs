using Microsoft.CodeAnalysis;

namespace AiSafety.Analyzers.Engine.Schema;

/// <summary>
/// The newest migration of each context of the project: the only one that has not been applied everywhere yet, as far as the code can tell. The order is that of the
/// migration's id or version, as EF Core and FluentMigrator apply them.
/// </summary>
internal sealed class NewestMigrations
{
    private readonly Dictionary<string, string> newest = new(StringComparer.Ordinal);

    private NewestMigrations(Session session)
    {
        var open = new Stack<INamespaceOrTypeSymbol>();
        open.Push(session.Compilation.Assembly.GlobalNamespace);
        while (open.Count > 0)
        {
            foreach (var member in open.Pop().GetMembers())
            {
                if (member is INamespaceOrTypeSymbol inner)
                    open.Push(inner);
                if (member is INamedTypeSymbol type && Key(type) is (var group, { } order)
                    && (!newest.TryGetValue(group, out var known) || string.CompareOrdinal(known, order) < 0))
                    newest[group] = order;
            }
        }
    }

    /// <summary>Whether no newer migration of the same context is known; also for one without an id.</summary>
    public static bool Contain(INamedTypeSymbol migration, Session session) =>
        Key(migration) is not (var group, { } order) || session.Part(static each => new NewestMigrations(each)).newest[group] == order;

    // The context, and the id padded so that versions compare as numbers.
    private static (string Group, string? Order) Key(INamedTypeSymbol type)
    {
        var (context, id) = ("", (string?)null);
        foreach (var attribute in type.GetAttributes())
        {
            if (attribute is { AttributeClass.Name: "MigrationAttribute", ConstructorArguments: [var first, ..] })
                id = first.Value?.ToString();
            else if (attribute is { AttributeClass.Name: "DbContextAttribute", ConstructorArguments: [{ Value: ITypeSymbol owner }, ..] })
                context = owner.ToDisplayString();
        }

        return (context.Length > 0 ? context : type.ContainingNamespace.ToDisplayString(), id?.PadLeft(20, '0'));
    }
}
