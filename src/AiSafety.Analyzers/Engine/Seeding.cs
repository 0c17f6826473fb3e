using Microsoft.CodeAnalysis;

namespace AiSafety.Analyzers.Engine;

/// <summary>Filling a database with data of one's own begins with emptying it.</summary>
internal static class Seeding
{
    private static readonly string[] Words = ["Seed", "Seeder", "Seeding"];

    /// <summary>Whether the member, or a type around it, says by its name that it seeds.</summary>
    public static bool IsIn(ISymbol symbol)
    {
        for (var each = symbol; each is not (null or INamespaceSymbol); each = each.ContainingSymbol)
        {
            foreach (var word in Words)
            {
                if (HasWord(each.Name, word))
                    return true;
            }
        }

        return false;
    }

    private static bool HasWord(string name, string word)
    {
        for (var at = name.IndexOf(word, StringComparison.Ordinal); at >= 0; at = name.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            if (at + word.Length == name.Length || !char.IsLower(name[at + word.Length]))
                return true;
        }

        return false;
    }
}
