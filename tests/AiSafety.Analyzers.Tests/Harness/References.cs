using Microsoft.CodeAnalysis;

namespace AiSafety.Analyzers.Tests.Harness;

/// <summary>
/// Metadata references for snippets: targeting packs and real libraries, listed by the build in
/// <c>snippet-references.txt</c>. Nothing is downloaded at test time.
/// </summary>
public static class References
{
    private static readonly string[] Listed = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "snippet-references.txt"));

    private static readonly string PackageRoot = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "package-root.txt")).Trim();

    private static readonly string[] TestFrameworks = ["xunit."];

    // What the test project needs for itself and no snippet should see.
    private static readonly string[] Hidden =
        ["AiSafety.", "CsCheck", "DiffPlex", "MessagePack", "Microsoft.CodeAnalysis", "Microsoft.SqlServer.TransactSql.ScriptDom", "Microsoft.Testing.",
         "Microsoft.TestPlatform", "Microsoft.VisualStudio.", "NuGet.", "xunit."];

    /// <summary>Framework and all libraries.</summary>
    public static ImmutableArray<MetadataReference> All { get; } = Load(path => !IsNamed(path, Hidden));

    /// <summary>Only .NET and ASP.NET Core: for "the library is absent".</summary>
    public static ImmutableArray<MetadataReference> Framework { get; } =
        Load(path => path.Contains(".App.Ref" + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    /// <summary>As <see cref="All"/>, and a test framework.</summary>
    public static ImmutableArray<MetadataReference> WithTestFramework { get; } = [.. All, .. Load(path => IsNamed(path, TestFrameworks))];

    /// <summary>As <see cref="All"/> with EF Core 8 instead of the current one.</summary>
    public static ImmutableArray<MetadataReference> EfCore8 { get; } =
    [
        .. Load(path => !IsNamed(path, Hidden) && !IsNamed(path, ["Microsoft.EntityFrameworkCore"])),
        .. new[] { "Microsoft.EntityFrameworkCore", "Microsoft.EntityFrameworkCore.Relational", "Microsoft.EntityFrameworkCore.Abstractions" }
            .Select(name => (MetadataReference)MetadataReference.CreateFromFile(
                Path.Combine(PackageRoot, name.ToLowerInvariant(), "8.0.34", "lib", "net8.0", name + ".dll"))),
    ];

    private static bool IsNamed(string path, string[] prefixes) =>
        prefixes.Any(prefix => Path.GetFileName(path).StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static ImmutableArray<MetadataReference> Load(Func<string, bool> wanted) =>
        [.. Listed.Where(wanted).Select(path => MetadataReference.CreateFromFile(path))];
}
