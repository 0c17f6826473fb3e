using Microsoft.CodeAnalysis.Diagnostics;

namespace AiSafety.Analyzers.Catalog;

/// <summary>One <c>.editorconfig</c> setting: its key, its values and its help sentence.</summary>
public abstract class OptionSpec(string key, string values, string defaultText, string help)
{
    /// <summary>Every key begins with this.</summary>
    public const string Prefix = "ai_safety.";

    /// <summary>Full key, for example <c>ai_safety.AIS2001.allow_explained_empty_catch</c>.</summary>
    public string Key { get; } = key;

    /// <summary>Accepted values, for the docs and for the message about an unknown value.</summary>
    public string Values { get; } = values;

    public string DefaultText { get; } = defaultText;

    public string Help { get; } = help;

    /// <summary>Whether a text is one of the accepted values.</summary>
    public abstract bool Accepts(string text);
}

/// <summary>A typed option. Reading never throws: a malformed value yields the default, and AIS9005 reports it.</summary>
public sealed class Option<T> : OptionSpec
{
    private readonly Func<string, (bool Ok, T Value)> parse;
    private readonly T defaultValue;

    internal Option(string key, string values, T defaultValue, string help, Func<string, (bool, T)> parse)
        : base(key, values, $"{defaultValue}".ToLowerInvariant(), help)
    {
        this.parse = parse;
        this.defaultValue = defaultValue;
    }

    public override bool Accepts(string text) => parse(text).Ok;

    /// <summary>The value set for the tree that <paramref name="options"/> belong to, or the default.</summary>
    public T Read(AnalyzerConfigOptions options) =>
        options.TryGetValue(Key, out var text) && parse(text) is (true, var value) ? value : defaultValue;
}

/// <summary>Options that all rules share.</summary>
public static class SharedOptions
{
    public static readonly Option<Preset> Level = new(
        OptionSpec.Prefix + "level", "none, minimal, recommended, strict", Presets.Default,
        "How sure a finding must be. Set by the MSBuild property `AiSafetyLevel`; can be set for a folder.",
        text => text.Trim().ToLowerInvariant() switch
        {
            "none" => (true, Preset.None),
            "minimal" => (true, Preset.Minimal),
            "recommended" => (true, Preset.Recommended),
            "strict" => (true, Preset.Strict),
            _ => (false, Presets.Default),
        });

    public static readonly Option<bool> AnalyzeTests = Flag("analyze_tests", false, "Analyse test projects, too.");

    public static readonly Option<bool> AnalyzeSqlFiles = Flag("analyze_sql_files", false, "Read `*.sql` files among the additional files (`AdditionalFiles` in the project), too.");

    /// <summary>All shared options.</summary>
    public static readonly ImmutableArray<OptionSpec> All = ImmutableArray.Create<OptionSpec>(Level, AnalyzeTests, AnalyzeSqlFiles);

    internal static Option<bool> Flag(string name, bool defaultValue, string help) => new(
        OptionSpec.Prefix + name, "true, false", defaultValue, help,
        text => bool.TryParse(text, out var value) ? (true, value) : (false, false));
}
