namespace AiSafety.Analyzers.Package.Tests;

/// <summary>
/// Adding a rule touches three places by hand: rule (with its fix beside it), test, page. Proved on a copy of the repository: the
/// scaffolder writes just these, all else follows by accepting, and what is left to do is what the placeholders say.
/// </summary>
public sealed class ScaffolderTests
{
    private const string Id = "AIS5999";

    [Fact]
    public async Task A_new_rule_is_three_places_and_the_rest_is_derived()
    {
        var scratch = Directory.CreateTempSubdirectory("aisafety-new-rule-");
        try
        {
            var root = scratch.FullName;
            Repository.CopyInto(root, "src", "docs", "tests/AiSafety.Analyzers.Tests", "tests/AiSafety.Analyzers.Ecosystem", "tests/Corpus");
            var before = Files(root);

            await Dotnet.Succeed(
                root, "run", "src/AiSafety.Dev/new-rule.cs", "--", "endless-queue", "--family", "Limits", "--id", Id, "--fix", "Mechanical", "--root", root);
            Assert.Equal(
                [
                    $"docs/rules/{Id}.md",
                    $"src/AiSafety.Analyzers/Rules/Limits/{Id}_EndlessQueue.Fix.cs",
                    $"src/AiSafety.Analyzers/Rules/Limits/{Id}_EndlessQueue.cs",
                    $"tests/AiSafety.Analyzers.Tests/Rules/Limits/{Id}_EndlessQueueTests.cs",
                ],
                Files(root).Keys.Except(before.Keys).Order(StringComparer.Ordinal));

            var tests = Path.Combine(root, "tests", "AiSafety.Analyzers.Tests");
            await Dotnet.Succeed(tests, "build", "-p:RunAnalyzersDuringBuild=false");
            var written = Files(root);
            await Dotnet.Run(
                tests, new Dictionary<string, string> { ["AISAFETY_ACCEPT"] = "1" },
                "bin/Debug/net10.0/AiSafety.Analyzers.Tests.dll", "--filter-class", "*GeneratedFilesTests");
            Assert.Equal(
                [
                    "README.md", "docs/README.md", "docs/rules.json", $"docs/rules/{Id}.md",
                    "src/AiSafety.Analyzers.Package/config/AiSafety.Minimal.globalconfig",
                    "src/AiSafety.Analyzers.Package/config/AiSafety.None.globalconfig",
                    "src/AiSafety.Analyzers.Package/config/AiSafety.Recommended.globalconfig",
                    "src/AiSafety.Analyzers.Package/config/AiSafety.Strict.globalconfig",
                    "src/AiSafety.Analyzers/AnalyzerReleases.Unshipped.md",
                ],
                Files(root).Where(file => written[file.Key] != file.Value).Select(file => file.Key).Order(StringComparer.Ordinal));

            var catalogue = await Dotnet.Run(tests, "bin/Debug/net10.0/AiSafety.Analyzers.Tests.dll", "--filter-class", "*GeneratedFilesTests", "--filter-class", "*AnatomyTests");
            Assert.True(catalogue.ExitCode == 0, catalogue.Output);
            var placeholders = await Dotnet.Run(tests, "bin/Debug/net10.0/AiSafety.Analyzers.Tests.dll", "--filter-class", "*EndlessQueueTests");
            Assert.NotEqual(0, placeholders.ExitCode);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static Dictionary<string, string> Files(string root) =>
        Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(path => (Name: Path.GetRelativePath(root, path).Replace('\\', '/'), Path: path))
            .Where(file => !file.Name.Split('/').Any(part => part is "bin" or "obj"))
            .ToDictionary(file => file.Name, file => File.ReadAllText(file.Path));
}
