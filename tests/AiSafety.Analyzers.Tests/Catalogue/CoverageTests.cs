using System.Text.RegularExpressions;
using AiSafety.Analyzers.Catalog;

namespace AiSafety.Analyzers.Tests.Catalogue;

/// <summary>What <c>docs/coverage.md</c> says is true: each test that it names exists, each rule has its page, each row has a test or a reason.</summary>
public sealed partial class CoverageTests
{
    private static readonly string[] Rows =
        [.. Repository.Read("docs", "coverage.md").Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal))];

    private static readonly string[] Headings = ["| Pattern |", "| Probe |", "| Complaint |", "| Warning |"];

    [Fact]
    public void Every_test_that_it_names_exists()
    {
        var tests = typeof(CoverageTests).Assembly.GetTypes().SelectMany(type => type.GetMethods()
            .Where(method => method.GetCustomAttributes(inherit: true).OfType<Xunit.v3.IFactAttribute>().Any()).Select(method => type.Name + "." + method.Name)).ToHashSet();
        var named = Rows.SelectMany(row => Test().Matches(row).Select(match => match.Groups[1].Value)).ToArray();
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(tests));
    }

    [Fact]
    public void Every_rule_that_it_names_exists()
    {
        var named = Rows.SelectMany(row => Page().Matches(row).Select(match => match.Groups[1].Value)).ToHashSet();
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(RuleCatalog.All.Select(spec => spec.Id)));
    }

    [Fact]
    public void Every_row_has_a_test_or_a_reason() =>
        Assert.DoesNotContain(Rows, row => !Test().IsMatch(row) && !row.Contains("left out", StringComparison.Ordinal) && !Headings.Any(heading => row.StartsWith(heading, StringComparison.Ordinal)));

    [GeneratedRegex("`([A-Za-z0-9_]+Tests\\.[A-Za-z0-9_]+)`")]
    private static partial Regex Test();

    [GeneratedRegex("\\(rules/(AIS[0-9]{4})\\.md\\)")]
    private static partial Regex Page();
}
