using System.Text.Json;

namespace AiSafety.Analyzers.Package.Tests;

/// <summary>One entry of a compiler's error log.</summary>
internal sealed record Finding(
    string Id, string Severity, string File, string? HelpLink, IReadOnlyList<string> Tags, IReadOnlyDictionary<string, string> Properties);

/// <summary>Reads the error log that the compiler writes (SARIF 2.1).</summary>
internal static class Sarif
{
    public static IReadOnlyList<Finding> Read(string path)
    {
        using var log = JsonDocument.Parse(File.ReadAllText(path));
        var run = log.RootElement.GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray()
            .ToDictionary(rule => rule.GetProperty("id").GetString()!, rule => rule.Clone());
        return [.. run.GetProperty("results").EnumerateArray().Select(result => Read(result, rules))];
    }

    private static Finding Read(JsonElement result, Dictionary<string, JsonElement> rules)
    {
        var id = result.GetProperty("ruleId").GetString()!;
        var rule = rules[id];
        var file = result.TryGetProperty("locations", out var locations)
            ? Path.GetFileName(locations[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString()!)
            : "";
        return new Finding(
            id,
            result.TryGetProperty("level", out var level) ? level.GetString()! : "warning",
            file,
            rule.TryGetProperty("helpUri", out var help) ? help.GetString() : null,
            rule.TryGetProperty("properties", out var properties) && properties.TryGetProperty("tags", out var tags)
                ? [.. tags.EnumerateArray().Select(tag => tag.GetString()!)] : [],
            result.TryGetProperty("properties", out var own) && own.TryGetProperty("customProperties", out var custom)
                ? custom.EnumerateObject().ToDictionary(each => each.Name, each => each.Value.GetString() ?? "") : new Dictionary<string, string>());
    }
}
