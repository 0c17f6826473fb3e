using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace AiSafety.Analyzers.Engine.Summaries;

/// <summary>What the project's own types do for a member of an interface; the types are listed once per compilation, when the first candidate asks.</summary>
internal sealed class Implementations
{
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<IMethodSymbol>> known = new(SymbolEqualityComparer.Default);
    private readonly Lazy<ImmutableArray<INamedTypeSymbol>> types;

    private Implementations(Session session) =>
        types = new Lazy<ImmutableArray<INamedTypeSymbol>>(() => List(session.Compilation.Assembly.GlobalNamespace));

    public static Implementations Of(Session session) => session.Part(static each => new Implementations(each));

    /// <summary>The methods of this compilation's types that implement an interface's method; none for any other method.</summary>
    public ImmutableArray<IMethodSymbol> Of(IMethodSymbol contract)
    {
        contract = contract.OriginalDefinition;
        return contract.ContainingType?.TypeKind == TypeKind.Interface ? known.GetOrAdd(contract, Find) : ImmutableArray<IMethodSymbol>.Empty;
    }

    private ImmutableArray<IMethodSymbol> Find(IMethodSymbol contract)
    {
        var found = ImmutableArray.CreateBuilder<IMethodSymbol>();
        foreach (var type in types.Value)
        {
            foreach (var implemented in type.AllInterfaces)
            {
                if (!SymbolEqualityComparer.Default.Equals(implemented.OriginalDefinition, contract.ContainingType))
                    continue;
                foreach (var member in implemented.GetMembers(contract.Name))
                {
                    if (SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, contract) && type.FindImplementationForInterfaceMember(member) is IMethodSymbol method)
                        found.Add(method);
                }
            }
        }

        return found.ToImmutable();
    }

    private static ImmutableArray<INamedTypeSymbol> List(INamespaceSymbol root)
    {
        var found = ImmutableArray.CreateBuilder<INamedTypeSymbol>();
        var open = new Stack<INamespaceOrTypeSymbol>();
        open.Push(root);
        while (open.Count > 0)
        {
            foreach (var member in open.Pop().GetMembers())
            {
                if (member is INamespaceOrTypeSymbol inner)
                    open.Push(inner);
                if (member is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, AllInterfaces.IsEmpty: false } type)
                    found.Add(type);
            }
        }

        return found.ToImmutable();
    }
}
