using System.Collections.Concurrent;
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

    // Clients of brokers, clouds and search engines. They bring many assemblies along, so that only those tests pay for them that are about them.
    private static readonly string[] Services =
        ["Amazon.", "Apache.Arrow", "AWSSDK.", "Azure.", "CommunityToolkit.", "Confluent.", "Constructs", "Cronos", "Elastic", "Fractions", "Google.Api", "Google.Cloud", "KubernetesClient",
         "MassTransit", "Microsoft.Azure.", "Microsoft.Bcl.HashCode", "Microsoft.Identity.Client", "Minio", "NATS.", "Nest", "NewId", "RabbitMQ.", "Rebus", "System.ClientModel",
         "System.CodeDom", "System.Management.dll", "System.Memory.Data", "System.Reactive", "Wolverine", "YamlDotNet"];

    // By far the largest of them.
    private static readonly string[] InfrastructureAsCode = ["Amazon.", "Constructs"];

    private static readonly ConcurrentDictionary<string, MetadataReference> Loaded = new(StringComparer.Ordinal);

    /// <summary>Framework and libraries, without the clients of services.</summary>
    public static ImmutableArray<MetadataReference> All { get; } = Load(path => !IsNamed(path, Hidden) && !IsNamed(path, Services));

    /// <summary>Only .NET and ASP.NET Core: for "the library is absent".</summary>
    public static ImmutableArray<MetadataReference> Framework { get; } =
        Load(path => path.Contains(".App.Ref" + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    /// <summary>As <see cref="All"/>, and a test framework.</summary>
    public static ImmutableArray<MetadataReference> WithTestFramework { get; } = [.. All, .. Load(path => IsNamed(path, TestFrameworks))];

    /// <summary>As <see cref="All"/>, and the clients of brokers, clouds and search engines.</summary>
    public static ImmutableArray<MetadataReference> WithServices { get; } = Load(path => !IsNamed(path, Hidden) && !IsNamed(path, InfrastructureAsCode));

    /// <summary>As <see cref="All"/>, and the AWS CDK.</summary>
    public static ImmutableArray<MetadataReference> WithInfrastructureAsCode { get; } = [.. All, .. Load(path => IsNamed(path, InfrastructureAsCode))];

    /// <summary>All of it, for texts that can be about anything.</summary>
    public static ImmutableArray<MetadataReference> Everything { get; } = Load(path => !IsNamed(path, Hidden));

    /// <summary>As <see cref="All"/> with EF Core 8 instead of the current one.</summary>
    public static ImmutableArray<MetadataReference> EfCore8 { get; } =
    [
        .. Load(path => !IsNamed(path, Hidden) && !IsNamed(path, Services) && !IsNamed(path, ["Microsoft.EntityFrameworkCore"])),
        .. new[] { "Microsoft.EntityFrameworkCore", "Microsoft.EntityFrameworkCore.Relational", "Microsoft.EntityFrameworkCore.Abstractions" }
            .Select(name => InPackage(name, "8.0.34", "net8.0")),
    ];

    /// <summary>As <see cref="All"/> with RabbitMQ.Client 6, whose types differ from those of the current one.</summary>
    public static ImmutableArray<MetadataReference> RabbitMq6 { get; } = [.. All, InPackage("RabbitMQ.Client", "6.8.1", "netstandard2.0")];

    /// <summary>As <see cref="Framework"/>, and clients of telemetry services.</summary>
    public static ImmutableArray<MetadataReference> Telemetry { get; } =
    [
        .. Framework,
        InPackage("Microsoft.ApplicationInsights", "2.23.0", "netstandard2.0"), InPackage("OpenTelemetry.Api", "1.20.1", "net10.0"), InPackage("Sentry", "6.12.1", "net10.0"),
    ];

    private static bool IsNamed(string path, string[] prefixes) =>
        prefixes.Any(prefix => Path.GetFileName(path).StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static ImmutableArray<MetadataReference> Load(Func<string, bool> wanted) => [.. Listed.Where(wanted).Select(FromFile)];

    private static MetadataReference InPackage(string name, string version, string framework) =>
        FromFile(Path.Combine(PackageRoot, name.ToLowerInvariant(), version, "lib", framework, name + ".dll"));

    // One object per file: the compiler keeps what it read with it.
    private static MetadataReference FromFile(string path) => Loaded.GetOrAdd(path, static file => MetadataReference.CreateFromFile(file));
}
