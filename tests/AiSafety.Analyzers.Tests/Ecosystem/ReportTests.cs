using AiSafety.Analyzers.Ecosystem.Analysis;
using AiSafety.Analyzers.Ecosystem.Reports;

namespace AiSafety.Analyzers.Tests.Ecosystem;

public sealed class ReportTests
{
    [Fact]
    public void Diff_tells_new_from_gone_and_shows_the_code()
    {
        var before = new[] { Finding("stays", "AIS2001"), Finding("goes", "AIS2001", "catch { }") };
        var after = new[] { Finding("stays", "AIS2001") with { Line = 99 }, Finding("comes", "AIS3001", "await Send();") };

        var text = FindingsDiff.Write(before, after);

        Assert.StartsWith("# Findings: 1 added, 1 removed, 1 as before\n", text, StringComparison.Ordinal);
        Assert.Contains("| AIS2001 | 2 | 1 | 0 | 1 |", text, StringComparison.Ordinal);
        Assert.Contains("| AIS3001 | 0 | 1 | 1 | 0 |", text, StringComparison.Ordinal);
        Assert.True(
            text.IndexOf("`await Send();`", StringComparison.Ordinal) > text.IndexOf("## Added", StringComparison.Ordinal)
            && text.IndexOf("`catch { }`", StringComparison.Ordinal) > text.IndexOf("## Removed", StringComparison.Ordinal));
    }

    [Fact]
    public void Diff_of_equal_runs_lists_nothing()
    {
        var findings = new[] { Finding("a", "AIS2001") };

        Assert.Equal("# Findings: 0 added, 0 removed, 1 as before\n\n", FindingsDiff.Write(findings, findings));
    }

    [Fact]
    public void Sample_depends_on_the_seed_alone()
    {
        var findings = Enumerable.Range(0, 200).Select(number => Finding($"key{number}", "AIS2001")).ToList();

        var sample = Keys(FindingsSample.Write(findings, "ais2001", count: 10, seed: 1, contextLines: 2));

        Assert.Equal(10, sample.Distinct().Count());
        Assert.Equal(sample, Keys(FindingsSample.Write([.. Enumerable.Reverse(findings)], "AIS2001", 10, 1, 2)));
        Assert.NotEqual(sample, Keys(FindingsSample.Write(findings, "AIS2001", 10, seed: 2, 2)));
        Assert.NotEqual(sample, findings.Take(10).Select(finding => finding.Key));
    }

    [Fact]
    public void Sample_keeps_its_picks_when_other_findings_go()
    {
        var findings = Enumerable.Range(0, 200).Select(number => Finding($"key{number}", "AIS2001")).ToList();
        var sample = Keys(FindingsSample.Write(findings, null, 10, 1, 2));

        var fewer = findings.Where(finding => sample.Contains(finding.Key) || finding.Key.EndsWith('7')).ToList();

        Assert.Equal(sample, Keys(FindingsSample.Write(fewer, null, 10, 1, 2)));
    }

    [Fact]
    public void Sample_shows_the_kept_code_and_marks_the_line()
    {
        var text = FindingsSample.Write([Finding("a", "AIS2001", "catch { }")], null, 1, 1, 2);

        Assert.Contains("\n 6 try { Save(); }\n>7 catch { }\n 8 return;\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Tally_counts_precision_without_the_unsure_ones()
    {
        var findings = Enumerable.Range(0, 5).Select(number => Finding($"k{number}", "AIS2001")).ToList();
        string[] judged = ["# remarks", "k0\tright", "k1\tright\twell found", "k2\twrong", "k3\tunsure", "unknown\tright", "k2\tright"];

        Assert.Contains("| AIS2001 | 5 | 4 | 3 | 0 | 1 | 100 % |", Tally.Write(findings, judged), StringComparison.Ordinal);
        Assert.Contains("| AIS2001 | 5 | 3 | 2 | 1 | 0 | 67 % |", Tally.Write(findings, judged[..4]), StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_survive_writing_and_reading()
    {
        var file = Path.GetTempFileName();
        var finding = Finding("a", "AIS2001") with { Message = "'a' < \"b\"", Related = ["x.cs:3"] };

        File.WriteAllLines(file, [finding.ToJson()]);
        var read = Assert.Single(AiSafety.Analyzers.Ecosystem.Analysis.Finding.ReadAll(file));
        File.Delete(file);

        Assert.Equal(finding.Message, read.Message);
        Assert.Equal(finding.Related, read.Related);
        Assert.Equal(finding.Context, read.Context);
        Assert.Equal(finding.Key, read.Key);
    }

    private static List<string> Keys(string sample) =>
        [.. sample.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line.Split('`')[1])];

    private static Finding Finding(string key, string id, string code = "catch { }") => new()
    {
        Key = key,
        Repo = "shop",
        Root = "/nowhere/shop",
        Project = "Shop",
        File = "Orders.cs",
        Line = 7,
        Column = 1,
        EndLine = 7,
        EndColumn = 6,
        Id = id,
        Level = "Minimal",
        Severity = "Warning",
        Message = "message",
        Fingerprint = key,
        Code = code,
        ContextStart = 6,
        Context = ["try { Save(); }", code, "return;"],
    };
}
