[assembly: AssemblyFixture(typeof(AiSafety.Analyzers.Package.Tests.PackedPackage))]

namespace AiSafety.Analyzers.Package.Tests;

/// <summary>
/// The package as a release would build it, from a copy of the sources, and the consumers' projects built with it: all once
/// per run. The version is new in each run, so that no package cache can serve an older one.
/// </summary>
public sealed class PackedPackage : IAsyncLifetime
{
    private readonly DirectoryInfo scratch = Directory.CreateTempSubdirectory("aisafety-package-");
    private Task<string>? second;

    /// <summary>The version of this run.</summary>
    public string Version { get; } = "0.1.0-run." + Guid.NewGuid().ToString("n")[..12];

    /// <summary>The package file.</summary>
    public string Package { get; private set; } = "";

    /// <summary>Folder of the consumers' projects; see the folder of the same name in the sources.</summary>
    public string Consumers => Path.Combine(scratch.FullName, "Consumers");

    /// <summary>What the build of all consumers printed.</summary>
    public string BuildOutput { get; private set; } = "";

    /// <summary>A package built from the same sources in another folder.</summary>
    public Task<string> SecondPackage => second!;

    public async ValueTask InitializeAsync()
    {
        Repository.CopyTree(Path.Combine(Repository.Root, "tests", "AiSafety.Analyzers.Package.Tests", "Consumers"), Consumers);
        Package = await Pack("first", Path.Combine(Consumers, "feed"));
        second = Pack(Path.Combine("second", "in-a-deeper-folder"), Path.Combine(scratch.FullName, "second-feed"));
        await File.WriteAllTextAsync(
            Path.Combine(Consumers, "Run.props"),
            $"<Project><PropertyGroup><AiSafetyVersion>{Version}</AiSafetyVersion><MachinePackages>{Repository.PackageRoot}</MachinePackages></PropertyGroup></Project>");
        await Dotnet.Succeed(Consumers, "restore", "Consumers.slnx");

        // Ends with an error on purpose: Strict makes errors of some findings.
        BuildOutput = (await Dotnet.Run(Consumers, "build", "Consumers.slnx", "--no-restore")).Output;
    }

    /// <summary>The compiler's error log of one consumer, as the build of all consumers left it.</summary>
    internal IReadOnlyList<Finding> Log(string consumer)
    {
        var log = Path.Combine(Consumers, consumer + ".sarif");
        Assert.True(File.Exists(log), $"{consumer} was not compiled:\n{BuildOutput}");
        return Sarif.Read(log);
    }

    /// <summary>The error logs of all consumers.</summary>
    internal IEnumerable<Finding> Logs() =>
        Directory.EnumerateFiles(Consumers, "*.sarif").SelectMany(Sarif.Read);

    public async ValueTask DisposeAsync()
    {
        if (second is not null)
            await second.ContinueWith(_ => { }, TaskScheduler.Default);
        scratch.Delete(recursive: true);
    }

    private async Task<string> Pack(string folder, string feed)
    {
        var root = Path.Combine(scratch.FullName, folder);
        Repository.CopyInto(root, "src");
        await Dotnet.Succeed(
            root, "pack", "src/AiSafety.Analyzers.Package", "--output", feed, "-p:Version=" + Version, "-p:ContinuousIntegrationBuild=true");
        return Assert.Single(Directory.GetFiles(feed));
    }
}
