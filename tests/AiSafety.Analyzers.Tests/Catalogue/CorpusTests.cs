using System.Text;
using AiSafety.Analyzers.Catalog;
using Microsoft.CodeAnalysis;

namespace AiSafety.Analyzers.Tests.Catalogue;

/// <summary>
/// Whole files against all rules. Clean code must be silent at every level; careless code must give exactly what
/// <c>expected.txt</c> says, which is reviewed like code; <c>intended.tsv</c> is the answer key, written from the rules' texts before they ran.
/// </summary>
public sealed class CorpusTests
{
    [Fact]
    public async Task Clean_code_is_silent_at_strict()
    {
        var analysis = await RunAsync("Clean", Preset.Strict);
        Assert.Equal("", Lines(analysis));
    }

    [Fact]
    public async Task Careless_code_gives_what_was_reviewed()
    {
        var analysis = await RunAsync("Careless", Preset.Strict);
        Generated.IsUpToDate(Lines(analysis), "tests", "Corpus", "Careless", "expected.txt");
    }

    [Fact]
    public async Task Careless_code_shows_every_rule_at_the_default_level()
    {
        var found = (await RunAsync("Careless", Presets.Default)).Findings.Select(finding => finding.Id).ToHashSet();
        var shown = RuleCatalog.All.Where(spec => !spec.IsAboutSettings && spec.Level >= Level.Recommended).Select(spec => spec.Id);
        Assert.Equal([], shown.Except(found));
    }

    [Fact]
    public async Task Everything_that_was_intended_is_found()
    {
        var found = (await RunAsync("Careless", Preset.Strict)).Findings
            .Select(finding => (Path.GetFileName(finding.Location.SourceTree!.FilePath), finding.Location.GetLineSpan().StartLinePosition.Line + 1, finding.Id)).ToHashSet();
        var missing = Repository.Read("tests", "Corpus", "Careless", "intended.tsv").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#')).Select(line => line.Split('\t'))
            .Where(row => !found.Contains((row[0], int.Parse(row[1], System.Globalization.CultureInfo.InvariantCulture), row[2])))
            .Select(row => string.Join(' ', row));
        Assert.Empty(missing);
    }

    private static async Task<Analysis> RunAsync(string corpus, Preset level)
    {
        var files = Directory.GetFiles(Repository.Combine("tests", "Corpus", corpus), "*.cs").Order(StringComparer.Ordinal)
            .Select(path => (path, File.ReadAllText(path)));
        var analysis = await Analysis.RunAsync(files, Analysis.AllRules, level, References.Everything, withCast: false, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(analysis.CompilerErrors);
        Assert.Empty(analysis.Crashes);
        return analysis;
    }

    private static string Lines(Analysis analysis)
    {
        var text = new StringBuilder();
        foreach (var finding in analysis.Findings)
        {
            var line = finding.Location.GetLineSpan();
            text.Append($"{Path.GetFileName(line.Path)}:{line.StartLinePosition.Line + 1} {finding.Id} {finding.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}\n");
        }

        return text.ToString();
    }
}
