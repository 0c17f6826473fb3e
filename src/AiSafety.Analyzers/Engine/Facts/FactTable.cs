using System.Collections;
using Microsoft.CodeAnalysis;

namespace AiSafety.Analyzers.Engine.Facts;

/// <summary>
/// What we know about members of libraries, as rows: metadata name of the declaring type, member name, fact. A
/// trailing <c>*</c> in the member name stands for every public method of the type that begins so, and <c>?</c> for
/// the name with and without the suffix <c>Async</c>. Tables hold no symbols; rows that do not resolve cost nothing.
/// </summary>
/// <typeparam name="TFact">Facets of the member; must not name rules.</typeparam>
internal sealed class FactTable<TFact>(string name) : IEnumerable<FactTable<TFact>.Row> where TFact : class
{
    private readonly List<Row> rows = [];

    /// <summary>Name of the subject, for tests.</summary>
    public string Name { get; } = name;

    public void Add(string type, string member, TFact fact) => rows.Add(new Row(type, member, fact));

    /// <summary>The rows whose type exists in the session's compilation.</summary>
    public FactIndex<TFact> Resolve(Session session)
    {
        var index = new FactIndex<TFact>();
        foreach (var row in rows)
        {
            foreach (var type in session.AllTypes(row.Type))
            {
                foreach (var member in row.Members(type))
                    index.Add(member, type, row.Fact);
            }
        }

        return index;
    }

    public IEnumerator<Row> GetEnumerator() => rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>One fact.</summary>
    internal sealed record Row(string Type, string Member, TFact Fact)
    {
        /// <summary>The names of the members of <paramref name="type"/> that the row speaks of.</summary>
        public IEnumerable<string> Members(INamedTypeSymbol type)
        {
            var last = Member[Member.Length - 1];
            if (last is not ('*' or '?'))
                return type.GetMembers(Member).IsEmpty ? [] : [Member];
            var stem = Member.Substring(0, Member.Length - 1);
            return last == '?'
                ? new[] { stem, stem + "Async" }.Where(name => !type.GetMembers(name).IsEmpty)
                : type.GetMembers().Where(member => member.Kind == SymbolKind.Method && member.Name.StartsWith(stem, StringComparison.Ordinal))
                    .Select(member => member.Name).Distinct();
        }
    }
}

/// <summary>A table resolved against one compilation.</summary>
internal sealed class FactIndex<TFact> where TFact : class
{
    private readonly Dictionary<string, List<(INamedTypeSymbol Type, TFact Fact)>> byName = new(StringComparer.Ordinal);

    /// <summary>Whether no row exists here: the rule need not register.</summary>
    public bool IsEmpty => byName.Count == 0;

    /// <summary>The names of the members, and of their types.</summary>
    public IEnumerable<string> Names => byName.SelectMany(static each => each.Value.Select(static fact => fact.Type.Name).Append(each.Key));

    /// <summary>
    /// The fact about a method, or null. Looks at the method itself, what it was reduced or constructed from, and the
    /// members that it overrides or implements.
    /// </summary>
    public TFact? Find(IMethodSymbol method)
    {
        if (!byName.TryGetValue(method.Name, out var candidates))
            return null;
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        foreach (var (type, fact) in candidates)
        {
            if (Declares(type, method))
                return fact;
        }

        return null;
    }

    public void Add(string member, INamedTypeSymbol type, TFact fact)
    {
        if (!byName.TryGetValue(member, out var candidates))
            byName.Add(member, candidates = []);
        candidates.Add((type, fact));
    }

    private static bool Declares(INamedTypeSymbol type, IMethodSymbol method)
    {
        for (var each = method; each is not null; each = each.OverriddenMethod)
        {
            // The members of an extension block are nested in an unnamed type inside the static class.
            for (var container = each.ContainingType; container is not null; container = container.ContainingType)
            {
                if (SymbolEqualityComparer.Default.Equals(container.OriginalDefinition, type))
                    return true;
                if (container.Name.Length != 0)
                    break;
            }
        }

        return type.TypeKind == TypeKind.Interface && method.ContainingType is { } declaring && Implements(declaring, type, method);
    }

    private static bool Implements(INamedTypeSymbol declaring, INamedTypeSymbol type, IMethodSymbol method)
    {
        foreach (var contract in declaring.AllInterfaces)
        {
            if (!SymbolEqualityComparer.Default.Equals(contract.OriginalDefinition, type))
                continue;
            foreach (var member in contract.GetMembers(method.Name))
            {
                if (SymbolEqualityComparer.Default.Equals(declaring.FindImplementationForInterfaceMember(member), method))
                    return true;
            }
        }

        return false;
    }
}
