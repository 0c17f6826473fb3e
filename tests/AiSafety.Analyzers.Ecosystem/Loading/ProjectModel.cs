using Microsoft.CodeAnalysis;

namespace AiSafety.Analyzers.Ecosystem.Loading;

/// <summary>A package that a project asks for.</summary>
/// <param name="Id">Package id.</param>
/// <param name="Version">A version or range as written, or empty where none is known.</param>
/// <param name="Compiles">Whether the project compiles against it.</param>
/// <param name="Flows">Whether projects that refer to this one compile against it, too.</param>
internal sealed record WantedPackage(string Id, string Version, bool Compiles, bool Flows);

/// <summary>A file that is not C# and that source generators read.</summary>
/// <param name="Path">Full path.</param>
/// <param name="TargetPath">Path within the project.</param>
internal sealed record GeneratorInput(string Path, string TargetPath);

/// <summary>A C# project of a checkout, as far as its compilation needs it.</summary>
internal sealed record ProjectModel
{
    private static readonly string[] TestFrameworks = ["Microsoft.NET.Test.Sdk", "xunit", "NUnit", "MSTest", "TUnit"];

    public required string Path { get; init; }

    public required string AssemblyName { get; init; }

    public required string TargetFramework { get; init; }

    public required OutputKind OutputKind { get; init; }

    public required string LanguageVersion { get; init; }

    public required string Nullable { get; init; }

    public required bool AllowsUnsafe { get; init; }

    public required bool ChecksOverflow { get; init; }

    public required IReadOnlyList<string> Sources { get; init; }

    public required IReadOnlyList<string> Constants { get; init; }

    /// <summary>The operands of the project's global using directives.</summary>
    public required IReadOnlyList<string> Usings { get; init; }

    /// <summary>Names of assemblies that see this one's internals, as far as the project file says.</summary>
    public required IReadOnlyList<string> Friends { get; init; }

    public required IReadOnlyList<GeneratorInput> GeneratorInputs { get; init; }

    public required IReadOnlyList<ProtocolBuffer> ProtocolBuffers { get; init; }

    /// <summary>Full paths of projects whose assemblies this one compiles against.</summary>
    public required IReadOnlyList<string> ProjectReferences { get; init; }

    public required IReadOnlyList<WantedPackage> Packages { get; init; }

    /// <summary>Shared frameworks beside the base one.</summary>
    public required IReadOnlyList<string> Frameworks { get; init; }

    /// <summary>MSBuild properties that analyzers and generators may read.</summary>
    public required IReadOnlyDictionary<string, string> Properties { get; init; }

    /// <summary>Whether the project refers to a test framework.</summary>
    public bool IsTest => Packages.Any(package => TestFrameworks.Any(name => package.Id.StartsWith(name, StringComparison.OrdinalIgnoreCase)));

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;
}
