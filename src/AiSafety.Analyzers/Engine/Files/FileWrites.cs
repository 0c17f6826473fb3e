using System.Collections.Concurrent;
using AiSafety.Analyzers.Engine.Facts;
using AiSafety.Analyzers.Engine.Summaries;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Files;

/// <summary>Recognises what is done to files by their path, and which files a type loads.</summary>
internal sealed class FileWrites
{
    private readonly FactIndex<FileAccessFact> calls;
    private readonly FactIndex<FileAccessFact> constructors;
    private readonly HashSet<string> names;
    private readonly ConcurrentDictionary<INamedTypeSymbol, HashSet<string>> loaded = new(SymbolEqualityComparer.Default);

    private FileWrites(Session session)
    {
        calls = session.Facts(FileAccesses.Calls);
        constructors = session.Facts(FileAccesses.Constructors);
        names = [.. FileAccesses.Calls.SelectMany(row => new[] { row.Member.TrimEnd('?'), row.Member.TrimEnd('?') + "Async" })];
    }

    public static FileWrites Of(Session session) => session.Part(static each => new FileWrites(each));

    public bool IsEmpty => calls.IsEmpty && constructors.IsEmpty;

    /// <summary>What the operation does to which file; null when it is about no file.</summary>
    public (ContentUse Use, IOperation Path)? Find(IOperation operation)
    {
        var (fact, arguments) = operation switch
        {
            IInvocationOperation call => (calls.Find(call.TargetMethod), call.Arguments),
            IObjectCreationOperation { Constructor: { } constructor } creation => (constructors.Find(constructor), creation.Arguments),
            _ => (null, ImmutableArray<IArgumentOperation>.Empty),
        };
        if (fact is null || Argument(arguments, fact.Path) is not { Type.SpecialType: SpecialType.System_String } path)
            return null;
        var use = fact.Use switch
        {
            ContentUse.ByMode => ByMode(arguments),
            ContentUse.Replaces when Argument(arguments, "append") is { } append => append.ConstantValue is { HasValue: true, Value: false } ? ContentUse.Replaces : null,
            _ => (ContentUse?)fact.Use,
        };
        return use is { } known ? (known, path) : null;
    }

    /// <summary>Whether the type loads the file with this key anywhere.</summary>
    public bool IsLoaded(string key, INamedTypeSymbol type, Site site) => loaded.GetOrAdd(type, _ => Loads(type, site)).Contains(key);

    private HashSet<string> Loads(INamedTypeSymbol type, Site site)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            var syntax = reference.GetSyntax(site.CancellationToken);
            var model = Bodies.Of(site.Session).Model(syntax.SyntaxTree, site.Model);
            foreach (var node in syntax.DescendantNodes())
            {
                site.CancellationToken.ThrowIfCancellationRequested();
                var mayRead = node switch
                {
                    InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } => names.Contains(name),
                    InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var name } } => names.Contains(name),
                    BaseObjectCreationExpressionSyntax => true,
                    _ => false,
                };
                if (mayRead && model.GetOperation(node, site.CancellationToken) is { } operation && Find(operation) is (ContentUse.Reads, var path) && FileKeys.Of(path) is { } key)
                    keys.Add(key);
            }
        }

        return keys;
    }

    internal static IOperation? Argument(ImmutableArray<IArgumentOperation> arguments, string name)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter?.Name == name && argument.ArgumentKind == ArgumentKind.Explicit)
                return argument.Value;
        }

        return null;
    }

    private static ContentUse? ByMode(ImmutableArray<IArgumentOperation> arguments)
    {
        if (Argument(arguments, "mode") is not { ConstantValue: { HasValue: true, Value: int mode } })
            return null;
        var access = Argument(arguments, "access");
        if (access is not null && !access.ConstantValue.HasValue)
            return null;
        var writes = access is null || access.ConstantValue is { Value: int and not (int)FileAccess.Read };
        return (FileMode)mode switch
        {
            FileMode.Create or FileMode.Truncate => ContentUse.Replaces,
            FileMode.OpenOrCreate => writes ? ContentUse.KeepsTail : ContentUse.Reads,
            FileMode.Open => access is null || access.ConstantValue is { Value: int and not (int)FileAccess.Write } ? ContentUse.Reads : null,
            _ => null,
        };
    }
}
