using AiSafety.Analyzers.Ecosystem.Analysis;
using AiSafety.Analyzers.Ecosystem.Loading;
using Microsoft.CodeAnalysis;

namespace AiSafety.Analyzers.Tests.Ecosystem;

public sealed class ScopeTests
{
    [Theory]
    [InlineData("xunit.v3", false)]
    [InlineData("Microsoft.NET.Test.Sdk", false)]
    [InlineData("MSTest", false)]
    [InlineData("Serilog", true)]
    public void Leaves_out_projects_with_a_test_framework(string package, bool covered) =>
        Assert.Equal(covered, new Scope(Only: null, SkipsTests: true, AsksCompiler: false).Covers(Project("/shop/Core/Core.csproj", package)));

    [Fact]
    public void Keeps_test_projects_unless_told() =>
        Assert.True(new Scope(null, SkipsTests: false, AsksCompiler: false).Covers(Project("/shop/Core/Core.csproj", "xunit")));

    [Theory]
    [InlineData("/shop/Core/Core.csproj", true)]
    [InlineData("/shop/App/App.csproj", false)]
    public void Matches_part_of_the_path(string path, bool covered) =>
        Assert.Equal(covered, new Scope("/core/", SkipsTests: true, AsksCompiler: false).Covers(Project(path, "Serilog")));

    private static ProjectModel Project(string path, string package) => new()
    {
        Path = path,
        AssemblyName = "Any",
        TargetFramework = "net10.0",
        OutputKind = OutputKind.DynamicallyLinkedLibrary,
        LanguageVersion = "latest",
        Nullable = "enable",
        AllowsUnsafe = false,
        ChecksOverflow = false,
        Sources = [],
        Constants = [],
        Usings = [],
        Friends = [],
        GeneratorInputs = [],
        ProtocolBuffers = [],
        ProjectReferences = [],
        Packages = [new WantedPackage(package, "1.0.0", Compiles: true, Flows: true)],
        Frameworks = [],
        Properties = new Dictionary<string, string>(),
    };
}
