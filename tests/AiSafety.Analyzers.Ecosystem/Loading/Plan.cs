namespace AiSafety.Analyzers.Ecosystem.Loading;

/// <summary>A project with all that its compilation needs from disk.</summary>
internal sealed record PlannedProject
{
    public required ProjectModel Model { get; init; }

    /// <summary>Assemblies to compile against, one for each assembly name.</summary>
    public required IReadOnlyList<string> References { get; init; }

    /// <summary>Assemblies that may hold source generators.</summary>
    public required IReadOnlyList<string> Generators { get; init; }

    /// <summary>C# files outside the checkout that stand for what the project's build would make.</summary>
    public required IReadOnlyList<string> GeneratedSources { get; init; }

    /// <summary>Projects to compile against, direct and indirect, as full paths.</summary>
    public required IReadOnlyList<string> Projects { get; init; }

    /// <summary>Packages that the project wants and that are not there.</summary>
    public required IReadOnlyList<string> MissingPackages { get; init; }
}

/// <summary>How to compile a checkout. Kept between runs, since evaluation and restore take longest.</summary>
internal sealed record Plan
{
    /// <summary>Projects, each after those it refers to.</summary>
    public required IReadOnlyList<PlannedProject> Projects { get; init; }

    /// <summary>Project files that could not be read, with the reason.</summary>
    public required IReadOnlyList<string> Unreadable { get; init; }

    /// <summary>What happened to packages that are not served as wanted.</summary>
    public required IReadOnlyList<string> PackageNotes { get; init; }
}
