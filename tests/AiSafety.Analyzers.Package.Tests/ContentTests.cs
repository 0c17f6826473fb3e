using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace AiSafety.Analyzers.Package.Tests;

/// <summary>What is in the package file.</summary>
public sealed class ContentTests(PackedPackage packed)
{
    [Fact]
    public void Holds_the_analyzers_the_fixes_and_the_presets_and_nothing_else()
    {
        using var archive = ZipFile.OpenRead(packed.Package);
        Assert.Equal(
            [
                "AiSafety.Analyzers.nuspec",
                "README.md",
                "[Content_Types].xml",
                "_rels/.rels",
                "analyzers/dotnet/roslyn4.8/cs/AiSafety.Analyzers.CodeFixes.dll",
                "analyzers/dotnet/roslyn4.8/cs/AiSafety.Analyzers.dll",
                "build/AiSafety.Analyzers.targets",
                "buildTransitive/AiSafety.Analyzers.targets",
                "config/AiSafety.Minimal.globalconfig",
                "config/AiSafety.None.globalconfig",
                "config/AiSafety.Recommended.globalconfig",
                "config/AiSafety.Strict.globalconfig",
                "icon.png",
                "package/services/metadata/core-properties/nuget.psmdcp",
            ],
            archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Describes_itself()
    {
        using var archive = ZipFile.OpenRead(packed.Package);
        var metadata = XDocument.Load(archive.GetEntry("AiSafety.Analyzers.nuspec")!.Open()).Root!.Elements().Single();
        var values = metadata.Elements().ToDictionary(element => element.Name.LocalName);
        Assert.Equal(packed.Version, values["version"].Value);
        Assert.Equal("true", values["developmentDependency"].Value);
        Assert.Equal(("expression", "MIT"), (values["license"].Attribute("type")!.Value, values["license"].Value));
        Assert.Equal("README.md", values["readme"].Value);
        Assert.Equal("icon.png", values["icon"].Value);
        Assert.Equal("https://github.com/aisafety-analyzers/AiSafety.Analyzers", values["repository"].Attribute("url")!.Value);
        Assert.DoesNotContain("dependencies", values.Keys);
    }

    [Theory]
    [InlineData("AiSafety.Analyzers.dll")]
    [InlineData("AiSafety.Analyzers.CodeFixes.dll")]
    public void Assemblies_ask_for_no_compiler_newer_than_the_floor_and_bring_their_symbols(string name)
    {
        using var archive = ZipFile.OpenRead(packed.Package);
        var bytes = new MemoryStream();
        using (var entry = archive.GetEntry("analyzers/dotnet/roslyn4.8/cs/" + name)!.Open())
            entry.CopyTo(bytes);
        using var assembly = new PEReader(new MemoryStream(bytes.ToArray()));
        var metadata = assembly.GetMetadataReader();
        var compilers = metadata.AssemblyReferences.Select(metadata.GetAssemblyReference)
            .Where(reference => metadata.GetString(reference.Name).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(compilers);
        Assert.All(compilers, reference => Assert.Equal(new Version(4, 8, 0, 0), reference.Version));
        Assert.Contains(assembly.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
    }

    [Fact]
    public async Task Is_the_same_byte_for_byte_when_built_elsewhere() => Assert.Equal(
        await File.ReadAllBytesAsync(packed.Package, TestContext.Current.CancellationToken),
        await File.ReadAllBytesAsync(await packed.SecondPackage, TestContext.Current.CancellationToken));
}
