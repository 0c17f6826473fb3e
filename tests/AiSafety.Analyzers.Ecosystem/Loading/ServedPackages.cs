using NuGet.Versioning;

namespace AiSafety.Analyzers.Ecosystem.Loading;

/// <summary>
/// An optional list of what the package feed serves, so that a restore need not find out by failing: tab-separated lines,
/// first column the package id, last column its versions with spaces between. Words that are no versions are skipped.
/// </summary>
internal sealed class ServedPackages
{
    private readonly Dictionary<string, List<NuGetVersion>>? versions;

    private ServedPackages(Dictionary<string, List<NuGetVersion>>? versions) => this.versions = versions;

    /// <summary>Without a list every package counts as served as wanted.</summary>
    public static ServedPackages Unknown { get; } = new(null);

    public static ServedPackages Read(string path)
    {
        var versions = new Dictionary<string, List<NuGetVersion>>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in File.ReadLines(path).Skip(1))
        {
            var columns = line.Split('\t');
            var served = columns[^1].Split('(')[0].Split(' ')
                .Select(text => NuGetVersion.TryParse(text, out var version) ? version : null).OfType<NuGetVersion>().ToList();
            if (columns.Length > 1 && served.Count > 0)
                versions[columns[0]] = served;
        }

        return new ServedPackages(versions);
    }

    /// <summary>
    /// The version to ask for: the lowest served one that is no older than wanted, of the same major version if
    /// there is one, else the newest. Null where the package is known not to be served.
    /// </summary>
    public string? Nearest(string id, string wanted)
    {
        if (versions is null)
            return wanted.Length > 0 ? wanted : "*";
        if (!versions.TryGetValue(id, out var served))
            return null;
        var newest = served.Where(version => !version.IsPrerelease).Max() ?? served.Max()!;
        if (!VersionRange.TryParse(wanted, out var range) || range.IsFloating || range.MinVersion is not { } least)
            return newest.ToNormalizedString();
        return (served.Where(version => version >= least && version.Major == least.Major).Min()
            ?? served.Where(version => version >= least && !version.IsPrerelease).Min()
            ?? newest).ToNormalizedString();
    }
}
