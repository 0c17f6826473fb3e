using AiSafety.Analyzers.Ecosystem.Fixing;

namespace AiSafety.Analyzers.Ecosystem.Analysis;

/// <summary>An exception that left a rule.</summary>
internal sealed record Crash(string Repo, string Project, string Analyzer, string Ids, string Error);

/// <summary>An error of the compiler.</summary>
internal sealed record CompilerError(string Id, string File, int Line, string Message);

/// <summary>What was measured on one project.</summary>
internal sealed record ProjectResult
{
    public required string Name { get; init; }

    public required int Files { get; init; }

    public required int Lines { get; init; }

    /// <summary>What the compiler could not make sense of, mostly for want of a package.</summary>
    public required IReadOnlyList<CompilerError> Errors { get; init; }

    public required int ResolvedCalls { get; init; }

    public required int UnresolvedCalls { get; init; }

    /// <summary>Parsing, generators and the compiler's own diagnostics.</summary>
    public required TimeSpan CompileTime { get; init; }

    public required TimeSpan AnalysisTime { get; init; }

    /// <summary>Time in each analyzer, by its ids.</summary>
    public required IReadOnlyDictionary<string, TimeSpan> RuleTimes { get; init; }

    /// <summary>What applying the mechanical fixes did; null where there were none, or where the run does not ask for it.</summary>
    public required FixResult? Fixes { get; init; }

    public required IReadOnlyList<string> MissingPackages { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>What was found in one checkout.</summary>
internal sealed record CheckoutResult
{
    public required string Name { get; init; }

    public required string Root { get; init; }

    public required IReadOnlyList<ProjectResult> Projects { get; init; }

    public required IReadOnlyList<Finding> Findings { get; init; }

    public required IReadOnlyList<Crash> Crashes { get; init; }

    public required IReadOnlyList<string> Unreadable { get; init; }

    public required IReadOnlyList<string> PackageNotes { get; init; }

    /// <summary>Time to find out how to compile: next to nothing where an earlier run did.</summary>
    public required TimeSpan PlanTime { get; init; }

    public required TimeSpan TotalTime { get; init; }
}
