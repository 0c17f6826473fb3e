using System.Text;
using System.Text.Json;
using AiSafety.Analyzers.Catalog;
using Microsoft.CodeAnalysis;

namespace AiSafety.Analyzers.Tests.Catalogue;

/// <summary>Every table, preset and index is derived from the specs; see <see cref="Generated"/> for the accept switch.</summary>
public sealed class GeneratedFilesTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    [Theory]
    [InlineData(Preset.None)]
    [InlineData(Preset.Minimal)]
    [InlineData(Preset.Recommended)]
    [InlineData(Preset.Strict)]
    public void Preset_files_follow_the_policy(Preset preset)
    {
        var text = new StringBuilder();
        text.Append("# Derived from the rules by tests/AiSafety.Analyzers.Tests/Catalogue; chosen by the MSBuild property AiSafetyLevel.\n");
        text.Append("is_global = true\nglobal_level = -100\n\n");
        text.Append($"ai_safety.level = {preset.ToString().ToLowerInvariant()}\n\n");
        foreach (var spec in RuleCatalog.All)
            text.Append($"# {spec.Name}\ndotnet_diagnostic.{spec.Id}.severity = {Keyword(Presets.Severity(spec.Level, preset))}\n");
        Generated.IsUpToDate(text.ToString(), "src", "AiSafety.Analyzers.Package", "config", $"AiSafety.{preset}.globalconfig");
    }

    [Fact]
    public void The_default_preset_equals_the_descriptors()
    {
        foreach (var spec in RuleCatalog.All)
        {
            var severity = Presets.Severity(spec.Level, Presets.Default);
            Assert.Equal(severity != ReportDiagnostic.Suppress, spec.Descriptor.IsEnabledByDefault);
            if (spec.Descriptor.IsEnabledByDefault)
                Assert.Equal(severity, ReportDiagnosticOf(spec.Descriptor.DefaultSeverity));
        }
    }

    [Fact]
    public void Rule_tables_list_every_rule()
    {
        Generated.PartIsUpToDate("rules", Table("docs/rules/"), "README.md");
        Generated.PartIsUpToDate("rules", Table("rules/"), "docs", "README.md");
    }

    [Fact]
    public void The_option_index_lists_every_option()
    {
        var text = new StringBuilder("| Key | Values | Default | Meaning |\n| --- | --- | --- | --- |\n");
        foreach (var option in SharedOptions.All.Concat(RuleCatalog.All.SelectMany(spec => spec.Options)))
            text.Append($"| `{option.Key}` | {option.Values} | `{option.DefaultText}` | {option.Help} |\n");
        Generated.PartIsUpToDate("options", text.ToString(), "docs", "options.md");
    }

    [Fact]
    public void Pages_begin_with_the_spec()
    {
        foreach (var spec in RuleCatalog.All)
            Generated.PartIsUpToDate("header", Header(spec), "docs", "rules", spec.Id + ".md");
    }

    [Fact]
    public void Release_files_list_every_rule()
    {
        var shipped = Repository.Read("src", "AiSafety.Analyzers", "AnalyzerReleases.Shipped.md");
        var fresh = RuleCatalog.All.Where(spec => !shipped.Contains(spec.Id, StringComparison.Ordinal)).ToArray();
        var text = new StringBuilder("; Derived from the rules by tests/AiSafety.Analyzers.Tests/Catalogue.\n");
        if (fresh.Length > 0)
        {
            text.Append("\n### New Rules\n\nRule ID | Category | Severity | Notes\n--------|----------|----------|------\n");
            foreach (var spec in fresh)
            {
                var severity = spec.Descriptor.IsEnabledByDefault ? spec.Descriptor.DefaultSeverity.ToString() : "Disabled";
                text.Append($"{spec.Id} | {spec.Descriptor.Category} | {severity} | {spec.Name}, [documentation]({spec.Descriptor.HelpLinkUri})\n");
            }
        }

        Generated.IsUpToDate(text.ToString(), "src", "AiSafety.Analyzers", "AnalyzerReleases.Unshipped.md");
    }

    [Fact]
    public void Tools_find_the_rules_as_json()
    {
        var rules = RuleCatalog.All.Select(spec => new
        {
            id = spec.Id,
            name = spec.Name,
            title = Title(spec),
            message = spec.Descriptor.MessageFormat.ToString(System.Globalization.CultureInfo.InvariantCulture),
            family = spec.Family.ToString(),
            level = spec.Level.ToString(),
            cwe = spec.Cwe,
            fix = spec.Fix.ToString(),
            help = spec.Descriptor.HelpLinkUri,
            options = spec.Options.Select(option => new { key = option.Key, values = option.Values, @default = option.DefaultText, help = option.Help }),
        });
        Generated.IsUpToDate(JsonSerializer.Serialize(rules, Indented) + "\n", "docs", "rules.json");
    }

    private static string Table(string pages)
    {
        var text = new StringBuilder("| Rule | Finds | Level | Fix |\n| --- | --- | --- | --- |\n");
        foreach (var spec in RuleCatalog.All)
            text.Append($"| [{spec.Id}]({pages}{spec.Id}.md) {spec.Name} | {Title(spec)} | {spec.Level} | {spec.Fix} |\n");
        return text.ToString();
    }

    private static string Header(RuleSpec spec)
    {
        var text = new StringBuilder($"# {spec.Id} {spec.Name}\n\n{Title(spec)}.\n\n");
        text.Append("| Level | Family | Fix | CWE |\n| --- | --- | --- | --- |\n");
        var cwe = string.Join(", ", spec.Cwe.Select(number => $"[CWE-{number}](https://cwe.mitre.org/data/definitions/{number}.html)"));
        text.Append($"| {spec.Level} | {spec.Family} | {spec.Fix} | {cwe} |\n\n");
        text.Append("| `AiSafetyLevel` | None | Minimal | Recommended | Strict |\n| --- | --- | --- | --- | --- |\n| Severity |");
        foreach (var preset in Enum.GetValues<Preset>())
            text.Append($" {Keyword(Presets.Severity(spec.Level, preset))} |");
        return text.Append('\n').ToString();
    }

    private static string Title(RuleSpec spec) => spec.Descriptor.Title.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Keyword(ReportDiagnostic severity) => severity switch
    {
        ReportDiagnostic.Error => "error",
        ReportDiagnostic.Warn => "warning",
        ReportDiagnostic.Info => "suggestion",
        _ => "none",
    };

    private static ReportDiagnostic ReportDiagnosticOf(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => ReportDiagnostic.Error,
        DiagnosticSeverity.Warning => ReportDiagnostic.Warn,
        DiagnosticSeverity.Info => ReportDiagnostic.Info,
        _ => ReportDiagnostic.Hidden,
    };
}
