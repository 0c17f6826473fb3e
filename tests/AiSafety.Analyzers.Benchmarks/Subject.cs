using System.Collections.Immutable;
using System.Reflection;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Ecosystem.Loading;
using AiSafety.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AiSafety.Analyzers.Benchmarks;

/// <summary>What runs in one measurement.</summary>
/// <param name="Name">For the reader.</param>
/// <param name="Analyzers">None: the compiler alone.</param>
/// <param name="Preset">The level that the analyzers' options say.</param>
internal sealed record Subject(string Name, ImmutableArray<DiagnosticAnalyzer> Analyzers, Preset Preset = Preset.Recommended)
{
    private static readonly Components Components = new();

    /// <summary>The compiler without analyzers.</summary>
    public static Subject CompileOnly { get; } = new("compile only", []);

    /// <summary>Severities that the preset sets; none at the default, which equals the descriptors.</summary>
    public ImmutableDictionary<string, ReportDiagnostic> Severities { get; } = Preset == Presets.Default
        ? ImmutableDictionary<string, ReportDiagnostic>.Empty
        : RuleCatalog.All.ToImmutableDictionary(spec => spec.Id, spec => Presets.Severity(spec.Level, Preset));

    /// <summary>All rules under a preset.</summary>
    public static Subject Rules(Preset preset) => new($"all rules, {preset}", Components.Analyzers(typeof(Rule).Assembly), preset);

    /// <summary>Analyzers that register what all rules register under a preset, and do nothing.</summary>
    public static Subject Empty(Preset preset, Workload workload) => new(
        $"empty analyzers with the registrations of all rules, {preset}",
        [.. Rules(preset).Analyzers.Select(rule => EmptyAnalyzer.Like(rule, workload.Sample, LevelOptions.For(preset)))],
        preset);

    /// <summary>Each rule that shows at the default level, alone.</summary>
    public static IEnumerable<Subject> EachRule() => Components.Analyzers(typeof(Rule).Assembly)
        .Where(rule => rule.SupportedDiagnostics.Any(descriptor => descriptor.IsEnabledByDefault))
        .Select(rule => new Subject(string.Join(' ', rule.SupportedDiagnostics.Select(descriptor => descriptor.Id)), [rule]));

    /// <summary>The peer packages, each with the rules that are on by default.</summary>
    public static IEnumerable<Subject> Peers()
    {
        var metadata = typeof(Subject).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToList();
        var root = metadata.Single(entry => entry.Key == "PackageRoot").Value!;
        foreach (var peer in metadata.Where(entry => entry.Key.StartsWith("Peer:", StringComparison.Ordinal)))
        {
            var (name, version) = (peer.Key["Peer:".Length..], peer.Value!.Trim('[', ']'));
            var folder = Path.Combine(root, name.ToLowerInvariant(), version, "analyzers", "dotnet");
            var analyzers = NewestFor(folder).SelectMany(path => Components.Analyzers(path)).ToImmutableArray();
            yield return analyzers.IsEmpty
                ? throw new InvalidOperationException($"no analyzers in {folder}")
                : new Subject($"{name} {version}", analyzers);
        }
    }

    /// <summary>The assemblies that the running compiler would be given: of the folders per compiler version, the newest that it can load.</summary>
    private static IEnumerable<string> NewestFor(string folder)
    {
        var compiler = typeof(Compilation).Assembly.GetName().Version!;
        var versioned = Directory.GetDirectories(folder, "roslyn*")
            .Select(path => (Path: path, Version: Version.Parse(Path.GetFileName(path)["roslyn".Length..])))
            .Where(entry => entry.Version <= compiler)
            .OrderByDescending(entry => entry.Version).Select(entry => entry.Path).FirstOrDefault();
        return Directory.EnumerateFiles(Path.Combine(versioned ?? folder, "cs"), "*.dll").Order(StringComparer.Ordinal);
    }
}
