using System.Diagnostics;
using System.Text.Json;
using AiSafety.Analyzers.Ecosystem;
using AiSafety.Analyzers.Ecosystem.Analysis;
using AiSafety.Analyzers.Ecosystem.Fixing;

namespace AiSafety.Analyzers.Tests.Ecosystem;

/// <summary>Runs the runner as a program, as a developer does, over a small checkout made for the test.</summary>
public sealed class EcosystemRunTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ecosystem-").FullName;

    private string Output => Path.Combine(folder, "out");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Compiles_projects_that_refer_to_each_other_and_reports_in_both()
    {
        Write("global.json", """{ "sdk": { "version": "1.0.100", "rollForward": "disable" } }""");
        Write("Directory.Build.props", "<Project><PropertyGroup><ImplicitUsings>enable</ImplicitUsings></PropertyGroup></Project>");
        Write("Core/Core.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFrameworks>net8.0;netstandard2.0</TargetFrameworks></PropertyGroup>
              <ItemGroup><InternalsVisibleTo Include="App" /></ItemGroup>
            </Project>
            """);
        Write("Core/Store.cs", """
            namespace Core;
            #if NET8_0_OR_GREATER
            internal static class Store { public static void Save() { } }
            #endif
            public static class Broken { public static void Load() { try { File.ReadAllText("x"); } catch (Exception) { } } }
            """);
        Write("App/App.csproj", """
            <Project Sdk="Sdk.That.Is.Not.Here/1.0.0">
              <PropertyGroup><OutputType>Exe</OutputType></PropertyGroup>
              <ItemGroup><ProjectReference Include="..\Core\Core.csproj" /></ItemGroup>
            </Project>
            """);
        Write("App/Program.cs", """
            try
            {
                Core.Store.Save();
            }
            catch (Exception)
            {
            }
            """);
        Write("App/obj/Left.cs", "this is not C#");

        Assert.Equal(0, Run("--rules", "AIS2001"));

        var findings = Finding.ReadAll(Output);
        Assert.Equal(["App/Program.cs:5", "Core/Store.cs:5"], findings.Select(finding => $"{finding.File}:{finding.Line}"));
        Assert.All(findings, finding => Assert.Equal("AIS2001", finding.Id));
        Assert.Equal("catch (Exception)", findings[0].Code);
        Assert.Equal("    Core.Store.Save();", findings[0].Context[3 - findings[0].ContextStart]);
        Assert.Empty(File.ReadAllText(Path.Combine(Output, "errors.tsv")));
        Assert.False(Directory.Exists(Path.Combine(folder, "shop", "Core", "obj")));

        using var sarif = JsonDocument.Parse(File.ReadAllText(Path.Combine(Output, "findings.sarif")));
        var run = sarif.RootElement.GetProperty("runs")[0];
        var results = run.GetProperty("results");
        Assert.Equal(2, results.GetArrayLength());
        Assert.Equal(
            "AIS2001",
            run.GetProperty("tool").GetProperty("driver").GetProperty("rules")[results[0].GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
    }

    [Fact]
    public void Counts_what_does_not_bind_and_goes_on()
    {
        Write("Core/Core.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup></Project>""");
        Write("Core/Store.cs", """
            using Not.There;
            public static class Store
            {
                public static void Save() { Database.Write(1); System.GC.Collect(); }
            }
            """);
        Write("Bad/Bad.csproj", "<Project><Unclosed></Project>");

        Assert.Equal(0, Run());

        var errors = File.ReadAllLines(Path.Combine(Output, "errors.tsv"));
        Assert.Equal(2, errors.Length);
        Assert.Contains(errors, line => line.Contains("\tCS0103\tCore/Store.cs:4\t", StringComparison.Ordinal));
        var summary = File.ReadAllText(Path.Combine(Output, "summary.md"));
        Assert.Contains("| Core | 1 | 5 | 2 | 400.0 | 50.00 % | 0 |", summary, StringComparison.Ordinal);
        Assert.Contains("Project files that could not be read (1)", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Analyses_only_what_the_scope_covers()
    {
        foreach (var name in new[] { "Core", "Shell" })
        {
            Write($"{name}/{name}.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup></Project>""");
            Write($"{name}/Store.cs", "class Store { void Save() { try { System.GC.Collect(); } catch (System.Exception) { } Gone(); } }");
        }

        Assert.Equal(0, Run("--only", "shell", "--fast", "--rules", "AIS2001"));

        Assert.Equal("Shell/Store.cs", Assert.Single(Finding.ReadAll(Output)).File);
        Assert.Empty(File.ReadAllText(Path.Combine(Output, "errors.tsv")));
    }

    [Fact]
    public void Applies_mechanical_fixes_in_memory_and_says_what_came_of_them()
    {
        const string Code = """
            using System.Threading; using System.Threading.Tasks;
            public static class Store
            {
                public static async Task Load(CancellationToken token)
                {
                    await Task.Delay(10);
                    await Task.Delay(20);
                }
            }
            """;
        Write("Core/Core.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup></Project>""");
        Write("Core/Store.cs", Code);

        Assert.Equal(0, Run("--fast", "--rules", "AIS3001", "--fix"));

        Assert.Contains("| shop | AIS3001 | 2 | 2 | 0 |", File.ReadAllText(Path.Combine(Output, "summary.md")), StringComparison.Ordinal);
        Assert.Equal(Code.ReplaceLineEndings("\n"), File.ReadAllText(Path.Combine(folder, "shop", "Core", "Store.cs")));
    }

    [Fact]
    public void Fixes_are_clean_only_when_nothing_is_left_and_nothing_is_new()
    {
        Assert.True(new FixResult([new RuleFixes("AIS3001", Found: 3, Fixed: 2, Left: 0)], [], []).IsClean);
        Assert.False(new FixResult([new RuleFixes("AIS3001", Found: 3, Fixed: 2, Left: 1)], [], []).IsClean);
        Assert.False(new FixResult([], ["CS0103 Store.cs: The name 'x' does not exist"], []).IsClean);
        Assert.False(new FixResult([], [], ["AIS2002 Store.cs"]).IsClean);
    }

    [Theory]
    [InlineData("--rules", "AIS0000")]
    [InlineData("--analyzer", "not-there.dll")]
    public void Refuses_what_makes_no_sense(string option, string value)
    {
        Write("Core/Core.csproj", """<Project Sdk="Microsoft.NET.Sdk" />""");

        Assert.Equal(2, Run(option, value));
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(folder, "shop", path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text.ReplaceLineEndings("\n"));
    }

    private int Run(params string[] options)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] fixedArguments =
        [
            typeof(EcosystemRun).Assembly.Location, "run", Path.Combine(folder, "shop"), "--out", Output, "--work", Path.Combine(folder, "work"),
        ];
        foreach (var argument in fixedArguments.Concat(options))
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult());
        process.WaitForExit();
        return process.ExitCode;
    }
}
