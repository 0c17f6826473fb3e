using Microsoft.CodeAnalysis;

namespace AiSafety.Analyzers.Catalog;

/// <summary>The values of the MSBuild property <c>AiSafetyLevel</c>.</summary>
public enum Preset
{
    None,
    Minimal,
    Recommended,
    Strict,
}

/// <summary>The whole severity policy. The shipped global configs are derived from it by the catalogue tests.</summary>
public static class Presets
{
    /// <summary>The preset that holds without any setting. Equals the descriptors' own defaults.</summary>
    public const Preset Default = Preset.Recommended;

    /// <summary>Severity of a rule of the given level under the given preset.</summary>
    public static ReportDiagnostic Severity(Level level, Preset preset) => (preset, level) switch
    {
        (Preset.None, _) => ReportDiagnostic.Suppress,
        (Preset.Strict, Level.Minimal) => ReportDiagnostic.Error,
        (Preset.Strict, Level.Preview) => ReportDiagnostic.Info,
        (Preset.Strict, _) => ReportDiagnostic.Warn,
        (Preset.Minimal, Level.Minimal) => ReportDiagnostic.Warn,
        (Preset.Recommended, Level.Minimal or Level.Recommended) => ReportDiagnostic.Warn,
        _ => ReportDiagnostic.Suppress,
    };

    /// <summary>The least sure findings that a preset lets through (the meaning of <c>ai_safety.level</c>).</summary>
    public static Level Floor(Preset preset) => preset switch
    {
        Preset.Strict => Level.Preview,
        Preset.Minimal => Level.Minimal,
        _ => Level.Recommended,
    };
}
