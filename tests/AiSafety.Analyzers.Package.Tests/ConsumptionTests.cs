using System.Text.RegularExpressions;

namespace AiSafety.Analyzers.Package.Tests;

/// <summary>What consumers of the package see, read from the compiler's error logs.</summary>
public sealed partial class ConsumptionTests(PackedPackage packed)
{
    [Theory]
    [InlineData("Net8", "warning AIS2001 Minimal", "warning AIS3001 Recommended")]
    [InlineData("Recommended", "warning AIS2001 Minimal", "warning AIS3001 Recommended")]
    [InlineData("Minimal", "warning AIS2001 Minimal")]
    [InlineData("Strict", "error AIS2001 Minimal", "warning AIS3001 Recommended", "warning AIS3001 Strict")]
    [InlineData("None")]
    public void The_level_decides_what_shows(string consumer, params string[] expected) => Assert.Equal(
        expected, Ours(consumer).Select(finding => $"{finding.Severity} {finding.Id} {finding.Properties["level"]}").Order(StringComparer.Ordinal));

    [Fact]
    public void A_finding_carries_help_weakness_level_and_fingerprint()
    {
        var finding = Assert.Single(Ours("Recommended"), finding => finding.Id == "AIS2001");
        Assert.Equal("https://github.com/aisafety-analyzers/AiSafety.Analyzers/blob/main/docs/rules/AIS2001.md", finding.HelpLink);
        Assert.Contains("CWE-390", finding.Tags);
        Assert.Contains("level:Minimal", finding.Tags);
        Assert.Contains("family:Failures", finding.Tags);
        Assert.Equal("Minimal", finding.Properties["level"]);
        Assert.Matches(Fingerprint(), finding.Properties["fingerprint"]);
    }

    [Fact]
    public void Fingerprints_do_not_depend_on_folder_or_target_framework() => Assert.Equal(
        Ours("Recommended").Select(finding => finding.Properties["fingerprint"]).Order(StringComparer.Ordinal),
        Ours("Net8").Select(finding => finding.Properties["fingerprint"]).Order(StringComparer.Ordinal));

    [Fact]
    public void The_users_severity_wins_over_the_level() =>
        Assert.Equal("note", Assert.Single(Ours("Configured"), finding => finding.Id == "AIS2001").Severity);

    [Fact]
    public void The_users_level_for_some_files_wins_over_the_presets() =>
        Assert.Equal("Watched.cs", Assert.Single(Ours("Configured"), finding => finding.Id == "AIS3001").File);

    [Fact]
    public void The_projects_own_destructive_calls_are_found_beside_it()
    {
        Assert.Equal("Archive.cs", Assert.Single(Ours("Configured"), finding => finding.Id == "AIS1007").File);
        Assert.Equal("AiSafety.Facts.txt", Assert.Single(Ours("Configured"), finding => finding.Id == "AIS9005").File);
    }

    [Fact]
    public void A_private_reference_does_not_reach_projects_behind_it() => Assert.Empty(Ours("BehindClosedLibrary"));

    [Fact]
    public void A_reference_that_flows_brings_rules_and_levels() =>
        Assert.Equal("error", Assert.Single(Ours("BehindOpenLibrary"), finding => finding.Id == "AIS2001").Severity);

    [Fact]
    public void No_rule_fails_and_no_analyzer_is_refused()
    {
        Assert.DoesNotContain(packed.Logs(), finding => finding.Id.StartsWith("AD", StringComparison.Ordinal));
        Assert.DoesNotMatch(NotLoaded(), packed.BuildOutput);
    }

    private IEnumerable<Finding> Ours(string consumer) =>
        packed.Log(consumer).Where(finding => finding.Id.StartsWith("AIS", StringComparison.Ordinal));

    [GeneratedRegex("^[0-9a-f]{16}$")]
    private static partial Regex Fingerprint();

    [GeneratedRegex("AD0001|CS8032|CS8033|CS8034|CS9057")]
    private static partial Regex NotLoaded();
}
