using System.Reflection;

namespace AiSafety.Analyzers.Package.Tests;

/// <summary>The repository that is tested; what builds or changes things works on copies of it.</summary>
internal static class Repository
{
    private static readonly string[] AtTheRoot = ["Directory.Build.props", "Directory.Packages.props", "global.json", "README.md"];

    public static string Root { get; } = Metadata("RepositoryRoot");

    /// <summary>The machine's package folder.</summary>
    public static string PackageRoot { get; } = Metadata("PackageRoot");

    /// <summary>Copies folders (paths from the root) and the files that every build needs, without what builds left.</summary>
    public static void CopyInto(string target, params string[] folders)
    {
        foreach (var folder in folders)
            CopyTree(Path.Combine(Root, folder), Path.Combine(target, folder));
        foreach (var file in AtTheRoot)
            File.Copy(Path.Combine(Root, file), Path.Combine(target, file));
    }

    /// <summary>Copies a folder without what builds left in it.</summary>
    public static void CopyTree(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.GetDirectories(from))
        {
            if (Path.GetFileName(folder) is not ("bin" or "obj"))
                CopyTree(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }

    private static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
