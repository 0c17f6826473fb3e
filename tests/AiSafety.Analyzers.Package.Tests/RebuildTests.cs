namespace AiSafety.Analyzers.Package.Tests;

/// <summary>Consumers built once more, each in its own way. One class: the builds must not run side by side.</summary>
public sealed class RebuildTests(PackedPackage packed)
{
    [Fact]
    public async Task Warnings_as_errors_fail_the_build()
    {
        var outcome = await Build("Recommended", "-warnaserror");
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains("error AIS2001", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_level_fails_the_build_and_names_the_levels()
    {
        var outcome = await Build("Recommended", "-p:AiSafetyLevel=Loud");
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains("error AISAFETY001", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("'Loud'", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Minimal, Recommended, Strict or None", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_level_does_not_break_the_editor() => await Dotnet.Succeed(
        packed.Consumers, "msbuild", "Recommended/Recommended.csproj", "-t:Compile", "-p:DesignTimeBuild=true",
        "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-p:AiSafetyLevel=Loud");

    [Fact]
    public async Task A_mechanical_fix_is_applied_in_bulk_from_the_command_line()
    {
        var source = Path.Combine(packed.Consumers, "Fixable", "Waiter.cs");
        var before = await File.ReadAllTextAsync(source, TestContext.Current.CancellationToken);
        await Dotnet.Succeed(
            packed.Consumers, "format", "analyzers", "Fixable/Fixable.csproj", "--no-restore", "--severity", "warn", "--diagnostics", "AIS3001");
        Assert.Equal(
            before.Replace("Delay(100)", "Delay(100, token)", StringComparison.Ordinal).Replace("Delay(200)", "Delay(200, token)", StringComparison.Ordinal),
            await File.ReadAllTextAsync(source, TestContext.Current.CancellationToken));
    }

    private Task<Outcome> Build(string consumer, params string[] arguments) => Dotnet.Run(
        packed.Consumers, ["build", $"{consumer}/{consumer}.csproj", "--no-restore", "--no-incremental", "-p:ErrorLog=", .. arguments]);
}
