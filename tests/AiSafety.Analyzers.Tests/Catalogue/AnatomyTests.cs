using System.Text.RegularExpressions;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AiSafety.Analyzers.Tests.Catalogue;

/// <summary>Each rule has its file, its tests, its page and, where promised, its fix; and says what it should.</summary>
public sealed partial class AnatomyTests
{
    public static TheoryData<string> Ids => [.. RuleCatalog.All.Select(spec => spec.Id)];

    [Fact]
    public void Ids_and_names_are_unique()
    {
        Assert.Equal(RuleCatalog.All.Length, RuleCatalog.All.Select(spec => spec.Id).Distinct().Count());
        Assert.Equal(RuleCatalog.All.Length, RuleCatalog.All.Select(spec => spec.Name).Distinct().Count());
    }

    [Theory, MemberData(nameof(Ids))]
    public void The_file_is_found_by_id_and_family(string id)
    {
        var spec = Spec(id);
        Assert.Single(Directory.GetFiles(Repository.Combine("src", "AiSafety.Analyzers", "Rules", spec.Family.ToString()), $"{id}_*.cs"), file => Path.GetFileName(file).Count(c => c == '.') == 1);
    }

    [Theory, MemberData(nameof(Ids))]
    public void Sentences_follow_the_house_form(string id)
    {
        var spec = Spec(id);
        var message = Text(spec.Descriptor.MessageFormat);
        var title = Text(spec.Descriptor.Title);
        Assert.Matches("^[a-z]+(-[a-z]+)+$", spec.Name);
        Assert.False(title.EndsWith('.'), title);
        Assert.False(message.EndsWith('.'), message);
        Assert.DoesNotContain('\n', message);
        Assert.Contains("; ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("suppress", message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("pragma", message, StringComparison.OrdinalIgnoreCase);
        Assert.NotEmpty(spec.Cwe);
    }

    [Theory, MemberData(nameof(Ids))]
    public void A_fix_exists_exactly_where_the_spec_promises_one(string id)
    {
        var fixes = typeof(AiSafety.Analyzers.Fixes.RuleFix).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract)
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!)
            .Where(fix => fix.FixableDiagnosticIds.Contains(id));
        Assert.Equal(Spec(id).Fix != FixKind.None, fixes.Any());
    }

    [Theory, MemberData(nameof(Ids))]
    public void Tests_cover_the_least_that_a_rule_needs(string id)
    {
        var spec = Spec(id);
        var folder = Repository.Combine("tests", "AiSafety.Analyzers.Tests", "Rules", spec.Family.ToString());
        var files = Directory.GetFiles(folder, $"{id}_*.cs");
        Assert.NotEmpty(files);
        var text = string.Concat(files.Select(File.ReadAllText));
        Assert.True(Calls("Reports|ReportsWith").Count(text) >= 3, $"{id} needs at least three tests that report.");
        Assert.True(Calls("Silent").Count(text) >= 5, $"{id} needs at least five tests that stay silent.");
        Assert.Contains("ReportsWith(", text, StringComparison.Ordinal);
        Assert.Contains("AllowsErrors", text, StringComparison.Ordinal);
        Assert.Matches("(?i)look_?alike", text);
        Assert.Matches("(?i)generated", text);
        if (spec.Fix != FixKind.None)
            Assert.Matches(@"\bFixes\(", text);
        foreach (var option in spec.Options)
            Assert.Contains(option.Key, text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Ids))]
    public void Pages_keep_the_order_of_sections(string id)
    {
        var spec = Spec(id);
        var page = Repository.Read("docs", "rules", id + ".md");
        var expected = new List<string> { "What it finds", "Why it matters", "Bad", "Better", "When it stays silent" };
        if (spec.Options.Count > 0)
            expected.Add("Options");
        expected.AddRange(["Evidence", "How to suppress"]);
        Assert.Equal(expected, Heading().Matches(page).Select(match => match.Groups[1].Value));
        foreach (var option in spec.Options)
            Assert.Contains(option.Key, page, StringComparison.Ordinal);
        var evidence = page[page.IndexOf("## Evidence", StringComparison.Ordinal)..page.IndexOf("## How to suppress", StringComparison.Ordinal)];
        Assert.True(spec.Level == Level.Preview || evidence.Any(char.IsDigit), $"{id} is above Preview: its page must say on what evidence.");
    }

    [Fact]
    public void Every_generated_configuration_key_is_documented_once()
    {
        var keys = SharedOptions.All.Concat(RuleCatalog.All.SelectMany(spec => spec.Options)).Select(option => option.Key).ToArray();
        Assert.Equal(keys.Length, keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Rules_hold_their_descriptors()
    {
        foreach (var type in RuleCatalog.Types)
        {
            var rule = (Rule)Activator.CreateInstance(type)!;
            Assert.Equal(rule.Specs.Select(spec => spec.Descriptor), rule.SupportedDiagnostics);
            Assert.Same(rule.SupportedDiagnostics[0], ((Rule)Activator.CreateInstance(type)!).SupportedDiagnostics[0]);
        }
    }

    private static RuleSpec Spec(string id) => RuleCatalog.All.Single(spec => spec.Id == id);

    private static string Text(LocalizableString text) => text.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Regex Calls(string names) => new($@"=>\s*(?:{names})\(|\breturn (?:{names})\(|\bawait (?:{names})\(|\[InlineData");

    [GeneratedRegex("^## (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
