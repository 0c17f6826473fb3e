using System.Text.Json;

namespace AiSafety.Analyzers.Ecosystem.Loading;

/// <summary>A package as restored: what one compiles against, what it brings along.</summary>
internal sealed record RestoredPackage(
    string Id,
    string Version,
    string Folder,
    IReadOnlyList<string> Dependencies,
    IReadOnlyList<string> CompileAssets,
    IReadOnlyList<string> Generators,
    IReadOnlyList<string> Frameworks);

/// <summary>The packages of a checkout after restore, with their dependencies.</summary>
internal sealed class PackageGraph
{
    private readonly Dictionary<string, RestoredPackage> packages = new(StringComparer.OrdinalIgnoreCase);

    public int Count => packages.Count;

    public RestoredPackage? Find(string id) => packages.GetValueOrDefault(id);

    /// <summary>The named packages with all that they depend on.</summary>
    public IReadOnlyList<RestoredPackage> Closure(IEnumerable<string> ids)
    {
        var found = new Dictionary<string, RestoredPackage>(StringComparer.OrdinalIgnoreCase);
        var open = new Stack<string>(ids);
        while (open.TryPop(out var id))
        {
            if (found.ContainsKey(id) || Find(id) is not { } package)
                continue;
            found.Add(id, package);
            foreach (var dependency in package.Dependencies)
                open.Push(dependency);
        }

        return [.. found.Values.OrderBy(package => package.Id, StringComparer.Ordinal)];
    }

    /// <summary>Reads what NuGet wrote about a restore (<c>project.assets.json</c>).</summary>
    public static PackageGraph Read(JsonElement assets)
    {
        var graph = new PackageGraph();
        var folders = assets.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        var libraries = assets.GetProperty("libraries");
        foreach (var entry in assets.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject())
        {
            if (entry.Name.Split('/') is not [var id, var version] || !libraries.TryGetProperty(entry.Name, out var library)
                || !library.TryGetProperty("path", out var path)
                || folders.Select(folder => Path.Combine(folder, path.GetString()!)).FirstOrDefault(Directory.Exists) is not { } home)
                continue;
            graph.packages[id] = new RestoredPackage(
                id,
                version,
                home,
                [.. Names(entry.Value, "dependencies")],
                [.. Names(entry.Value, "compile").Where(file => file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
                    .Select(file => Path.Combine(home, file)).Where(File.Exists)],
                [.. GeneratorAssemblies(library).Select(file => Path.Combine(home, file)).Where(File.Exists)],
                entry.Value.TryGetProperty("frameworkReferences", out var frameworks)
                    ? [.. frameworks.EnumerateArray().Select(each => each.GetString()!)] : []);
        }

        return graph;
    }

    private static IEnumerable<string> Names(JsonElement parent, string section) =>
        parent.TryGetProperty(section, out var found) ? found.EnumerateObject().Select(property => property.Name) : [];

    /// <summary>Files under <c>analyzers/</c> for C#; of several folders per compiler version, the newest.</summary>
    private static IEnumerable<string> GeneratorAssemblies(JsonElement library)
    {
        var files = library.GetProperty("files").EnumerateArray().Select(file => file.GetString()!)
            .Where(file => file.StartsWith("analyzers/", StringComparison.OrdinalIgnoreCase)
                && file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
                && !file.EndsWith(".resources.dll", StringComparison.OrdinalIgnoreCase)
                && !file.Contains("/vb/", StringComparison.OrdinalIgnoreCase))
            .ToList();
        var newest = files.Select(CompilerVersion).Max();
        return files.Where(file => CompilerVersion(file) is not { } version || version == newest);
    }

    private static Version? CompilerVersion(string file) => file.Split('/')
        .Where(part => part.StartsWith("roslyn", StringComparison.OrdinalIgnoreCase))
        .Select(part => Version.TryParse(part["roslyn".Length..], out var version) ? version : null)
        .FirstOrDefault(version => version is not null);
}
