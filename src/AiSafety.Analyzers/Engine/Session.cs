using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace AiSafety.Analyzers.Engine;

/// <summary>
/// State shared by all rules within one compilation, and the only cache. Nothing static holds on to symbols:
/// a session lives as long as its compilation.
/// </summary>
internal sealed class Session
{
    private static readonly ConditionalWeakTable<Compilation, Session> Sessions = new();

    private static readonly HashSet<string> TestFrameworks = new(StringComparer.OrdinalIgnoreCase)
    {
        "xunit.core", "xunit.v3.core", "nunit.framework", "Microsoft.VisualStudio.TestPlatform.TestFramework",
        "MSTest.TestFramework", "TUnit.Core",
    };

    private readonly ConcurrentDictionary<object, object> parts = new();
    private readonly ConcurrentDictionary<string, ImmutableArray<INamedTypeSymbol>> types = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, INamespaceSymbol?> namespaces = new(StringComparer.Ordinal);
    private readonly bool hasAliases;

    private Session(Compilation compilation)
    {
        Compilation = compilation;
        IsTestProject = compilation.ReferencedAssemblyNames.Any(name => TestFrameworks.Contains(name.Name));
        hasAliases = compilation.References.Any(reference => !reference.Properties.Aliases.IsEmpty);
    }

    public Compilation Compilation { get; }

    /// <summary>Expensive work done so far; tests assert on counts instead of time.</summary>
    public WorkCounts Counts { get; } = new();

    /// <summary>Whether the compilation references a test framework. Test attributes cannot be used without one.</summary>
    public bool IsTestProject { get; }

    /// <summary>The session of a compilation; the same for all rules.</summary>
    public static Session For(Compilation compilation) =>
        Sessions.GetValue(compilation, static key => new Session(key));

    /// <summary>Whether any file of a test project asks to be analysed.</summary>
    public bool AnalyzesTests(AnalyzerOptions options) =>
        SharedOptions.AnalyzeTests.Read(options.AnalyzerConfigOptionsProvider.GlobalOptions)
        || Compilation.SyntaxTrees.Any(tree =>
            SharedOptions.AnalyzeTests.Read(options.AnalyzerConfigOptionsProvider.GetOptions(tree)));

    /// <summary>A part that a component keeps for itself (a memo, an index); built once per compilation.</summary>
    public T Part<T>(Func<Session, T> create) where T : class =>
        (T)(parts.TryGetValue(typeof(T), out var part) ? part : parts.GetOrAdd(typeof(T), create(this)));

    /// <summary>The table's rows that exist in this compilation.</summary>
    public FactIndex<TFact> Facts<TFact>(FactTable<TFact> table) where TFact : class =>
        (FactIndex<TFact>)(parts.TryGetValue(table, out var index) ? index : parts.GetOrAdd(table, table.Resolve(this)));

    /// <summary>The type with this metadata name, or null when absent. Cached, also the absence.</summary>
    public INamedTypeSymbol? Type(string metadataName) => AllTypes(metadataName) is { IsEmpty: false } found ? found[0] : null;

    /// <summary>All types with this metadata name: several assemblies may define one. Cached, also the absence.</summary>
    public ImmutableArray<INamedTypeSymbol> AllTypes(string metadataName)
    {
        if (types.TryGetValue(metadataName, out var known))
            return known;
        // The namespaces of assemblies behind an alias are not part of the global one.
        return types.GetOrAdd(metadataName, hasAliases ? Compilation.GetTypesByMetadataName(metadataName) : Find(metadataName));
    }

    // Through the namespaces, which the compiler has merged already: asking each assembly by the full name costs ten times as much.
    private ImmutableArray<INamedTypeSymbol> Find(string metadataName)
    {
        var names = metadataName.Split('+');
        var dot = names[0].LastIndexOf('.');
        var space = dot < 0 ? Compilation.GlobalNamespace : Namespace(names[0].Substring(0, dot));
        if (space is null)
            return ImmutableArray<INamedTypeSymbol>.Empty;
        var found = Members(space, names[0].Substring(dot + 1));
        for (var i = 1; i < names.Length; i++)
        {
            var name = names[i];
            found = ImmutableArray.CreateRange(found.SelectMany(outer => Members(outer, name)));
        }

        return found;
    }

    private static ImmutableArray<INamedTypeSymbol> Members(INamespaceOrTypeSymbol container, string name)
    {
        var tick = name.IndexOf('`');
        return tick < 0
            ? container.GetTypeMembers(name, arity: 0)
            : int.TryParse(name.Substring(tick + 1), out var arity) ? container.GetTypeMembers(name.Substring(0, tick), arity) : ImmutableArray<INamedTypeSymbol>.Empty;
    }

    private INamespaceSymbol? Namespace(string name)
    {
        if (namespaces.TryGetValue(name, out var known))
            return known;
        var dot = name.LastIndexOf('.');
        var outer = dot < 0 ? Compilation.GlobalNamespace : Namespace(name.Substring(0, dot));
        return namespaces.GetOrAdd(name, outer?.GetMembers(name.Substring(dot + 1)).OfType<INamespaceSymbol>().FirstOrDefault());
    }

    /// <summary>See <see cref="Site.Graph"/>.</summary>
    public ControlFlowGraph? Graph(OperationAnalysisContext context)
    {
        Counts.Graph();
        try
        {
            return context.GetControlFlowGraph();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or NullReferenceException or IndexOutOfRangeException)
        {
            // Roslyn refuses roots without a body and has failed on malformed code: no graph means unknown.
            return null;
        }
    }
}

/// <summary>Counts of expensive work.</summary>
internal sealed class WorkCounts
{
    private int graphs;
    private int summaries;
    private int lookups;

    /// <summary>Control-flow graphs asked for.</summary>
    public int Graphs => graphs;

    /// <summary>Bodies of called methods read.</summary>
    public int Summaries => summaries;

    /// <summary>Names looked for in everything that is in scope at a place.</summary>
    public int Lookups => lookups;

    public void Graph() => Interlocked.Increment(ref graphs);

    public void Summary() => Interlocked.Increment(ref summaries);

    public void Lookup() => Interlocked.Increment(ref lookups);
}
