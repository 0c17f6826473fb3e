using Microsoft.CodeAnalysis;

namespace AiSafety.Analyzers.Engine;

internal static class TypeExtensions
{
    /// <summary>Whether the type is <paramref name="ancestor"/> or a class derived from it; false when either is absent.</summary>
    public static bool Inherits(this ITypeSymbol? type, INamedTypeSymbol? ancestor)
    {
        if (ancestor is null)
            return false;
        for (var each = type; each is not null; each = each.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(each.OriginalDefinition, ancestor))
                return true;
        }

        return false;
    }

    /// <summary>The interfaces that have a member of this name of which <paramref name="member"/> is its type's implementation.</summary>
    public static IEnumerable<INamedTypeSymbol> Contracts(this ISymbol member)
    {
        foreach (var contract in member.ContainingType.AllInterfaces)
        {
            foreach (var each in contract.GetMembers(member.Name))
            {
                if (SymbolEqualityComparer.Default.Equals(member.ContainingType.FindImplementationForInterfaceMember(each), member))
                {
                    yield return contract;
                    break;
                }
            }
        }
    }

    /// <summary>Whether the type is, or implements, <paramref name="contract"/>; false when either is absent.</summary>
    public static bool Implements(this ITypeSymbol? type, INamedTypeSymbol? contract)
    {
        if (type is null || contract is null)
            return false;
        if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, contract))
            return true;
        foreach (var each in type.AllInterfaces)
        {
            if (SymbolEqualityComparer.Default.Equals(each.OriginalDefinition, contract))
                return true;
        }

        return false;
    }
}
