using System.Globalization;
using Microsoft.Build.Locator;

namespace AiSafety.Analyzers.Ecosystem.Loading;

/// <summary>The newest .NET SDK on this machine: its MSBuild, its project SDKs and its targeting packs.</summary>
internal sealed class InstalledSdk
{
    private static InstalledSdk? instance;
    private readonly string root;

    private InstalledSdk(VisualStudioInstance sdk)
    {
        Version = sdk.Version.ToString();
        Directory = sdk.MSBuildPath.TrimEnd(Path.DirectorySeparatorChar);
        root = Path.GetFullPath(Path.Combine(Directory, "..", ".."));
        Framework = string.Create(CultureInfo.InvariantCulture, $"net{sdk.Version.Major}.0");
    }

    public string Version { get; }

    /// <summary>The folder of the SDK, which holds MSBuild.</summary>
    public string Directory { get; }

    /// <summary>The target framework that belongs to the SDK, for example <c>net10.0</c>.</summary>
    public string Framework { get; }

    public string Host => Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");

    /// <summary>
    /// Finds the SDK and makes its MSBuild loadable. Call before any method that mentions a Microsoft.Build type.
    /// </summary>
    public static InstalledSdk Find()
    {
        if (instance is not null)
            return instance;
        var options = new VisualStudioInstanceQueryOptions
        {
            DiscoveryTypes = DiscoveryType.DotNetSdk,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        var sdk = MSBuildLocator.QueryVisualStudioInstances(options).MaxBy(each => each.Version)
            ?? throw new InvalidOperationException("no .NET SDK found");
        MSBuildLocator.RegisterInstance(sdk);
        instance = new InstalledSdk(sdk);

        // A checkout's global.json may pin an SDK that is not here: always resolve to this one.
        Environment.SetEnvironmentVariable("DOTNET_MSBUILD_SDK_RESOLVER_CLI_DIR", instance.root);
        Environment.SetEnvironmentVariable("DOTNET_MSBUILD_SDK_RESOLVER_SDKS_DIR", instance.ProjectSdks);
        Environment.SetEnvironmentVariable("DOTNET_MSBUILD_SDK_RESOLVER_SDKS_VER", instance.Version);
        return instance;
    }

    /// <summary>Whether the SDK brings this project SDK itself (others come as packages).</summary>
    public bool Brings(string projectSdk) => System.IO.Directory.Exists(Path.Combine(ProjectSdks, projectSdk, "Sdk"));

    /// <summary>The reference assemblies of a shared framework, or nothing where its targeting pack is not installed.</summary>
    public IEnumerable<string> ReferenceAssemblies(string framework) =>
        Pack(framework) is { } pack ? Libraries(Path.Combine(pack, "ref", Framework)) : [];

    /// <summary>Assemblies with the source generators of a shared framework.</summary>
    public IEnumerable<string> Generators(string framework) =>
        Pack(framework) is { } pack ? Libraries(Path.Combine(pack, "analyzers", "dotnet", "cs")) : [];

    /// <summary>Assemblies with the source generator that turns Razor files into C#.</summary>
    public IEnumerable<string> RazorGenerators() =>
        Libraries(Path.Combine(ProjectSdks, "Microsoft.NET.Sdk.Razor", "source-generators"));

    private string ProjectSdks => Path.Combine(Directory, "Sdks");

    private string? Pack(string framework)
    {
        var folder = Path.Combine(root, "packs", framework + ".Ref");
        return System.IO.Directory.Exists(folder)
            ? System.IO.Directory.EnumerateDirectories(folder)
                .Where(version => System.IO.Directory.Exists(Path.Combine(version, "ref", Framework)))
                .MaxBy(version => NuGet.Versioning.NuGetVersion.Parse(Path.GetFileName(version)))
            : null;
    }

    private static IEnumerable<string> Libraries(string folder) =>
        System.IO.Directory.Exists(folder) ? System.IO.Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal) : [];
}
