using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using AiSafety.Analyzers.Ecosystem.Loading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AiSafety.Analyzers.Ecosystem.Analysis;

/// <summary>
/// What analyzers and generators can read about a project: its MSBuild properties, the settings of the run, and the
/// checkout's own <c>.editorconfig</c> files only where the run asks for them.
/// </summary>
internal sealed class ProjectOptions : AnalyzerConfigOptionsProvider
{
    private readonly ImmutableDictionary<string, string> globals;
    private readonly Dictionary<string, GeneratorInput> inputs;
    private readonly AnalyzerConfigSet? editorConfigs;

    public ProjectOptions(ProjectModel model, string level, AnalyzerConfigSet? editorConfigs)
    {
        this.editorConfigs = editorConfigs;
        globals = model.Properties
            .Select(property => KeyValuePair.Create("build_property." + property.Key, property.Value))
            .Append(KeyValuePair.Create("ai_safety.level", level))
            .ToImmutableDictionary(StringComparer.OrdinalIgnoreCase);
        inputs = model.GeneratorInputs.ToDictionary(input => input.Path, StringComparer.Ordinal);
        GlobalOptions = new Values(globals);
    }

    public override AnalyzerConfigOptions GlobalOptions { get; }

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => editorConfigs is null || tree.FilePath.Length == 0
        ? GlobalOptions
        : new Values(globals.SetItems(editorConfigs.GetOptionsForSourcePath(tree.FilePath).AnalyzerOptions));

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => inputs.TryGetValue(textFile.Path, out var input)
        ? new Values(globals.SetItem(
            "build_metadata.AdditionalFiles.TargetPath", Convert.ToBase64String(Encoding.UTF8.GetBytes(input.TargetPath))))
        : GlobalOptions;

    private sealed class Values(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override IEnumerable<string> Keys => values.Keys;

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
