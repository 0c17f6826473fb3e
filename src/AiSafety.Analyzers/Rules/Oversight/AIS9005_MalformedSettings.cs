using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AiSafety.Analyzers.Rules.Oversight;

/// <summary>A setting of ours that would be ignored: an unknown key, a value that the key does not take, a line of a file that cannot be read.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MalformedSettingsRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS9005",
        name: "malformed-settings",
        title: "A setting of AiSafety.Analyzers cannot be read",
        message: "'{0}' is ignored, so the check that it was meant to adjust does not do what you configured; {1}",
        level: Level.Minimal,
        cwe: [1188],
        isAboutSettings: true);

    private protected override void Start(RuleContext rule)
    {
        Facts(rule);
        Keys(rule);
    }

    // A line of AiSafety.Facts.txt that cannot be read, or that names a member which its type does not have.
    private static void Facts(RuleContext rule)
    {
        var session = rule.Session;
        rule.OnAdditionalFile(static (file, _) => UserFacts.IsFacts(file.Path), (_, text, report) =>
        {
            var seen = new HashSet<(string, string)>();
            foreach (var line in UserFacts.Read(text))
            {
                var problem = line.Problem ?? line.Row switch
                {
                    { } row when !seen.Add((row.Type, row.Member)) => "an earlier line says it already",
                    // The type may well be absent: several projects can share the file.
                    { } row when session.AllTypes(row.Type) is { IsEmpty: false } types && !types.Any(type => row.Members(type).Any()) => $"'{row.Type}' has no member '{row.Member}'",
                    _ => null,
                };
                if (problem is not null)
                    report(line.Span, [line.Text, problem]);
            }
        });
    }

    private static void Keys(RuleContext rule) =>
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
                        report([$"{key} = {value}", advice]);
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
