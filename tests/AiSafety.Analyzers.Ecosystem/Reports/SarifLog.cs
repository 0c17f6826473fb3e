using System.Globalization;
using System.Text.Json;
using AiSafety.Analyzers.Ecosystem.Analysis;

namespace AiSafety.Analyzers.Ecosystem.Reports;

/// <summary>Writes findings as SARIF 2.1.0. Each checkout is a base of relative addresses.</summary>
internal static class SarifLog
{
    public static void Write(Stream stream, IReadOnlyList<CheckoutResult> checkouts, RuleSet rules)
    {
        var descriptors = rules.Descriptors.ToList();
        var index = descriptors.Select((rule, number) => (rule.Id, number)).ToDictionary(each => each.Id, each => each.number);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();

        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "AiSafety.Analyzers");
        json.WriteStartArray("rules");
        foreach (var rule in descriptors)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            Text(json, "shortDescription", rule.Title.ToString(CultureInfo.InvariantCulture));
            if (rule.HelpLinkUri.Length > 0)
                json.WriteString("helpUri", rule.HelpLinkUri);
            json.WriteStartObject("properties");
            json.WriteString("category", rule.Category);
            json.WriteStartArray("tags");
            foreach (var tag in rule.CustomTags)
                json.WriteStringValue(tag);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();

        json.WriteStartObject("originalUriBaseIds");
        foreach (var checkout in checkouts)
        {
            json.WriteStartObject(Base(checkout.Name));
            json.WriteString("uri", new Uri(checkout.Root + "/").AbsoluteUri);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteStartArray("results");
        foreach (var finding in checkouts.SelectMany(checkout => checkout.Findings))
            Result(json, finding, index[finding.Id]);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, Finding finding, int rule)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Id);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", finding.Severity switch { "Error" => "error", "Warning" => "warning", _ => "note" });
        Text(json, "message", finding.Message);
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", string.Join('/', finding.File.Split('/').Select(Uri.EscapeDataString)));
        json.WriteString("uriBaseId", Base(finding.Repo));
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", finding.Line);
        json.WriteNumber("startColumn", finding.Column);
        json.WriteNumber("endLine", finding.EndLine);
        json.WriteNumber("endColumn", finding.EndColumn);
        Text(json, "snippet", finding.Code);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("aiSafety/v1", finding.Fingerprint);
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteString("key", finding.Key);
        json.WriteString("project", finding.Project);
        json.WriteString("level", finding.Level);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Base(string checkout) => checkout.ToUpperInvariant();

    private static void Text(Utf8JsonWriter json, string property, string text)
    {
        json.WriteStartObject(property);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
