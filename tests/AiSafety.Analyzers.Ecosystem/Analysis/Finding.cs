using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiSafety.Analyzers.Ecosystem.Analysis;

/// <summary>One diagnostic of a rule, with enough of the code around it to judge it.</summary>
internal sealed record Finding
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Short name that stays the same when lines above the finding change.</summary>
    public string Key { get; init; } = "";

    public required string Repo { get; init; }

    /// <summary>Full path of the checkout.</summary>
    public required string Root { get; init; }

    public required string Project { get; init; }

    /// <summary>Path within the checkout, with forward slashes.</summary>
    public required string File { get; init; }

    public required int Line { get; init; }

    public required int Column { get; init; }

    public required int EndLine { get; init; }

    public required int EndColumn { get; init; }

    public required string Id { get; init; }

    /// <summary>The finding's own level, else its rule's; empty where the rule has none.</summary>
    public required string Level { get; init; }

    public required string Severity { get; init; }

    public required string Message { get; init; }

    public required string Fingerprint { get; init; }

    /// <summary>Other places that the diagnostic names, as <c>file:line</c>.</summary>
    public IReadOnlyList<string>? Related { get; init; }

    /// <summary>The first line of the reported code, trimmed.</summary>
    public required string Code { get; init; }

    /// <summary>Number of the first line of <see cref="Context"/>.</summary>
    public required int ContextStart { get; init; }

    public required IReadOnlyList<string> Context { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Format);

    /// <summary>Reads the findings of a run from its folder or from the file itself.</summary>
    public static IReadOnlyList<Finding> ReadAll(string path)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, "findings.jsonl") : path;
        return [.. System.IO.File.ReadLines(file).Where(line => line.Length > 0)
            .Select(line => JsonSerializer.Deserialize<Finding>(line, Format)!)];
    }
}
