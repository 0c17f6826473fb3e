namespace AiSafety.Analyzers.Tests.Harness;

/// <summary>
/// Files (or parts of files) that are derived from the catalogue. Tests compare them; with the environment variable
/// <c>AISAFETY_ACCEPT=1</c> they write them instead.
/// </summary>
internal static class Generated
{
    private static readonly bool Accepts = Environment.GetEnvironmentVariable("AISAFETY_ACCEPT") == "1";

    /// <summary>A whole file.</summary>
    public static void IsUpToDate(string expected, params string[] path)
    {
        var file = Repository.Combine(path);
        var actual = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        if (actual == expected)
            return;
        if (!Accepts)
            Assert.Fail($"{Path.Combine(path)} is out of date; run AISAFETY_ACCEPT=1 dotnet test and review the diff.\n{FirstDifference(expected, actual)}");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, expected);
    }

    /// <summary>The part of a file between <c>&lt;!-- NAME: generated --&gt;</c> and <c>&lt;!-- /NAME --&gt;</c>.</summary>
    public static void PartIsUpToDate(string name, string expected, params string[] path)
    {
        var text = Repository.Read(path);
        var (begin, end) = ($"<!-- {name}: generated -->\n", $"<!-- /{name} -->");
        var from = text.IndexOf(begin, StringComparison.Ordinal);
        var to = text.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= 0 && to > from, $"{Path.Combine(path)} lacks the marker lines '{begin.Trim()}' and '{end}'.");
        IsUpToDate(text[..(from + begin.Length)] + expected + text[to..], path);
    }

    private static string FirstDifference(string expected, string actual)
    {
        var (wanted, got) = (expected.Split('\n'), actual.Split('\n'));
        for (var i = 0; i < Math.Max(wanted.Length, got.Length); i++)
        {
            if (wanted.ElementAtOrDefault(i) != got.ElementAtOrDefault(i))
                return $"line {i + 1}\nexpected: {wanted.ElementAtOrDefault(i)}\nin file:  {got.ElementAtOrDefault(i)}";
        }

        return "";
    }
}
