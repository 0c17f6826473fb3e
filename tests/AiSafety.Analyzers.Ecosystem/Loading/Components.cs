using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AiSafety.Analyzers.Ecosystem.Loading;

/// <summary>Loads analyzers and source generators from assemblies on disk, each folder on its own.</summary>
internal sealed class Components
{
    private readonly ConcurrentDictionary<string, FolderContext> contexts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ImmutableArray<Type>> types = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> failures = new(StringComparer.Ordinal);

    /// <summary>Assemblies and types that could not be loaded, with the reason. Code fixes need an editor and do not count.</summary>
    public IReadOnlyDictionary<string, string> Failures => failures;

    /// <summary>New instances of the C# source generators in the assemblies.</summary>
    public ImmutableArray<ISourceGenerator> Generators(IEnumerable<string> assemblies)
    {
        var found = ImmutableArray.CreateBuilder<ISourceGenerator>();
        foreach (var type in assemblies.SelectMany(path => Types(path)))
        {
            if (type.GetCustomAttribute<GeneratorAttribute>() is not { } attribute || !attribute.Languages.Contains(LanguageNames.CSharp))
                continue;
            if (Create(type) is IIncrementalGenerator incremental)
                found.Add(incremental.AsSourceGenerator());
            else if (Create(type) is ISourceGenerator plain)
                found.Add(plain);
        }

        return found.ToImmutable();
    }

    /// <summary>New instances of the C# analyzers in an assembly on disk.</summary>
    public ImmutableArray<DiagnosticAnalyzer> Analyzers(string assembly) => Analyzers(Types(assembly));

    /// <summary>New instances of the C# analyzers in a loaded assembly.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers(Assembly assembly) => Analyzers(assembly.GetTypes());

    private static ImmutableArray<DiagnosticAnalyzer> Analyzers(IEnumerable<Type> types) =>
    [
        .. types.Where(type => type is { IsAbstract: false, IsGenericTypeDefinition: false }
                && type.IsSubclassOf(typeof(DiagnosticAnalyzer))
                && type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is { } attribute
                && attribute.Languages.Contains(LanguageNames.CSharp))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type, nonPublic: true)!),
    ];

    private object? Create(Type type)
    {
        try
        {
            return Activator.CreateInstance(type, nonPublic: true);
        }
        catch (Exception error) when (error is TargetInvocationException or MissingMethodException or TypeLoadException)
        {
            failures[type.FullName!] = (error.InnerException ?? error).Message;
            return null;
        }
    }

    private ImmutableArray<Type> Types(string assembly) => types.GetOrAdd(assembly, path =>
    {
        try
        {
            var context = contexts.GetOrAdd(Path.GetDirectoryName(path)!, folder => new FolderContext(folder));
            return [.. context.LoadFromAssemblyPath(path).GetTypes()];
        }
        catch (ReflectionTypeLoadException error)
        {
            var serious = error.LoaderExceptions.FirstOrDefault(each => each is not FileNotFoundException { FileName: { } file }
                || !file.StartsWith("Microsoft.CodeAnalysis.", StringComparison.Ordinal));
            if (serious is not null)
                failures[path] = serious.Message.Trim();
            return [.. error.Types.OfType<Type>()];
        }
        catch (Exception error) when (error is BadImageFormatException or FileLoadException or FileNotFoundException)
        {
            failures[path] = error.Message;
            return [];
        }
    });

    /// <summary>
    /// The compiler and the runtime come from the runner, everything else from the folder or, since packages spread their
    /// analyzers over several, from elsewhere under the package's <c>analyzers</c> folder.
    /// </summary>
    private sealed class FolderContext(string folder) : AssemblyLoadContext
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            if (assemblyName.Name is null or "Microsoft.CodeAnalysis" or "Microsoft.CodeAnalysis.CSharp")
                return null;
            var file = assemblyName.Name + ".dll";
            if (File.Exists(Path.Combine(folder, file)))
                return LoadFromAssemblyPath(Path.Combine(folder, file));
            for (var parent = new DirectoryInfo(folder); parent is not null; parent = parent.Parent)
            {
                if (parent.Name == "analyzers")
                {
                    return parent.EnumerateFiles(file, SearchOption.AllDirectories).FirstOrDefault() is { } found
                        ? LoadFromAssemblyPath(found.FullName) : null;
                }
            }

            return null;
        }
    }
}
