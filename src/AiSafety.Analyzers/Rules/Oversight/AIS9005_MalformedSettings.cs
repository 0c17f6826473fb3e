using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AiSafety.Analyzers.Rules.Oversight;

/// <summary>A setting of ours that would be ignored: an unknown key, or a value that the key does not take.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MalformedSettingsRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS9005",
        name: "malformed-settings",
        title: "A setting of AiSafety.Analyzers cannot be read",
        message: "The setting '{0} = {1}' is ignored, so the check that it was meant to adjust does not do what you configured; {2}",
        level: Level.Minimal,
        cwe: [1188],
        isAboutSettings: true);

    private protected override void Start(RuleContext rule) =>
        rule.OnSettings(static (compilation, provider, report) =>
        {
            // Files with the same settings share their options, and most projects have few distinct ones.
            var seen = new HashSet<AnalyzerConfigOptions>();
            var reported = new HashSet<(string, string)>();
            Check(provider.GlobalOptions);
            foreach (var tree in compilation.SyntaxTrees)
                Check(provider.GetOptions(tree));

            void Check(AnalyzerConfigOptions options)
            {
                if (!seen.Add(options))
                    return;
                foreach (var key in Keys(options))
                {
                    if (!key.StartsWith(OptionSpec.Prefix, StringComparison.OrdinalIgnoreCase) || !options.TryGetValue(key, out var value))
                        continue;
                    var advice = KnownOptions.TryGetValue(key, out var option)
                        ? option.Accepts(value) ? null : $"use one of: {option.Values}"
                        : $"no such key is known, see docs/options.md{Nearest(key)}";
                    if (advice is not null && reported.Add((key, value)))
                        report([key, value, advice]);
                }
            }
        });

    /// <summary>All options by key. Config keys are matched without regard to case, as the compiler does.</summary>
    internal static ImmutableDictionary<string, OptionSpec> KnownOptions => LazyOptions.Value;

    private static readonly Lazy<ImmutableDictionary<string, OptionSpec>> LazyOptions = new(() =>
        SharedOptions.All.Concat(RuleCatalog.All.SelectMany(spec => spec.Options))
            .ToImmutableDictionary(option => option.Key, StringComparer.OrdinalIgnoreCase));

    private static IEnumerable<string> Keys(AnalyzerConfigOptions options)
    {
        try
        {
            return options.Keys;
        }
        catch (NotImplementedException)
        {
            // Some hosts predate the enumeration of keys; they cannot be checked there.
            return [];
        }
    }

    private static string Nearest(string key)
    {
        var dot = key.LastIndexOf('.');
        var name = key.Substring(dot + 1);
        var near = KnownOptions.Keys.FirstOrDefault(known => known.EndsWith("." + name, StringComparison.OrdinalIgnoreCase));
        return near is null ? "" : $"; did you mean '{near}'?";
    }
}
