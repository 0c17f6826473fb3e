using System.Diagnostics.CodeAnalysis;
using AiSafety.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AiSafety.Analyzers.Benchmarks;

/// <summary>Options as a preset gives them to every file.</summary>
internal sealed class LevelOptions(Preset preset) : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(preset.ToString().ToLowerInvariant());

    /// <summary>The options of a build without additional files.</summary>
    public static AnalyzerOptions For(Preset preset) => new([], new LevelOptions(preset));

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

    private sealed class Values(string level) : AnalyzerConfigOptions
    {
        public override IEnumerable<string> Keys => [SharedOptions.Level.Key];

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key == SharedOptions.Level.Key ? level : null;
            return value is not null;
        }
    }
}
