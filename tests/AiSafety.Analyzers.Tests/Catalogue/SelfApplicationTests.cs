using AiSafety.Analyzers.Catalog;
using Microsoft.CodeAnalysis;

namespace AiSafety.Analyzers.Tests.Catalogue;

/// <summary>
/// Our own sources pass our own rules at the strictest level. The analyzers cannot be loaded into their own build, so the
/// shipped sources are compiled here; the tools have the analyzers as a project reference.
/// </summary>
public sealed class SelfApplicationTests
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    [Fact]
    public async Task Our_own_sources_are_silent_at_strict()
    {
        var files = Directory.GetFiles(Repository.Combine("src", "AiSafety.Analyzers"), "*.cs", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Repository.Combine("src", "AiSafety.Analyzers.CodeFixes"), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains(Path.DirectorySeparatorChar + "obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal)
                && Path.GetFileName(path) != "Polyfills.cs")
            .Select(path => (path, File.ReadAllText(path)))
            .Append(("/ImplicitUsings.cs", ImplicitUsings));
        var host = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)
                    || name is "netstandard.dll" or "mscorlib.dll"))
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path));
        var analysis = await Analysis.RunAsync(
            files, Analysis.AllRules, Preset.Strict, [.. host], withCast: false, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([], analysis.CompilerErrors.Select(error => error.ToString()));
        Assert.Empty(analysis.Crashes);
        Assert.True(analysis.Findings.IsEmpty, string.Join("\n", analysis.Findings));
    }
}
