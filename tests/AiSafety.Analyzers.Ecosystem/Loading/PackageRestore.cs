using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NuGet.Versioning;

namespace AiSafety.Analyzers.Ecosystem.Loading;

/// <summary>
/// Restores all packages of a checkout through one generated project outside the checkout. What the feed does not
/// serve is replaced: by another version where there is one, else by an empty stand-in, so that the packages that
/// need it can be had all the same. All goes into the runner's own package folder, never into the machine's.
/// </summary>
internal sealed partial class PackageRestore(InstalledSdk sdk, string workFolder, ServedPackages served)
{
    private const int MaximumAttempts = 15;

    private readonly Dictionary<string, string> requested = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> standIns = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> pinned = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> notes = new(StringComparer.Ordinal);

    private string ProjectFile => Path.Combine(workFolder, "restore", "restore.csproj");

    private string AssetsFile => Path.Combine(workFolder, "restore", "obj", "project.assets.json");

    private string OutcomeFile => Path.Combine(workFolder, "restore", "outcome.json");

    private string StandInFolder => Path.Combine(workFolder, "stand-ins");

    /// <summary>Packages that could not be had, and versions that had to be replaced.</summary>
    public IReadOnlyCollection<string> Notes => notes;

    /// <summary>Ids for which only an empty stand-in is there.</summary>
    public IReadOnlyCollection<string> Missing => standIns;

    /// <summary>Restores; tolerates whatever is missing.</summary>
    /// <param name="wanted">The packages of all projects.</param>
    /// <param name="packageFolder">Where packages are kept between runs.</param>
    public PackageGraph Restore(IEnumerable<WantedPackage> wanted, string packageFolder)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(ProjectFile)!);
        Directory.CreateDirectory(StandInFolder);
        foreach (var group in wanted.GroupBy(package => package.Id, StringComparer.OrdinalIgnoreCase))
            Request(group.Key, Highest(group.Select(package => package.Version)));

        if (requested.Count == 0)
            return new PackageGraph();
        var asked = Project().ToString();
        if (Kept(asked) is { } kept)
            return kept;
        var graph = new PackageGraph();
        for (var attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            WriteProject();
            var assets = RunRestore(packageFolder);
            if (assets is null)
                break;
            using (assets)
            {
                graph = PackageGraph.Read(assets.RootElement);
                if (!Repair(assets.RootElement))
                    break;
            }
        }

        if (graph.Count > 0)
            File.WriteAllText(OutcomeFile, JsonSerializer.Serialize(new Outcome(asked, [.. standIns], [.. notes])));
        return graph;
    }

    /// <summary>The packages of the last restore, if it was asked for the same.</summary>
    private PackageGraph? Kept(string asked)
    {
        if (!File.Exists(OutcomeFile) || !File.Exists(AssetsFile)
            || JsonSerializer.Deserialize<Outcome>(File.ReadAllText(OutcomeFile)) is not { } outcome || outcome.Asked != asked)
            return null;
        standIns.UnionWith(outcome.StandIns);
        notes.UnionWith(outcome.Notes);
        using var assets = JsonDocument.Parse(File.ReadAllText(AssetsFile));
        return PackageGraph.Read(assets.RootElement);
    }

    private static string Highest(IEnumerable<string> versions) => versions
        .Where(text => text.Length > 0)
        .Select(text => (Text: text, Range: VersionRange.TryParse(text, out var range) ? range : null))
        .Where(each => each.Range is not null)
        .OrderBy(each => each.Range!.MinVersion ?? new NuGetVersion(0, 0, 0))
        .LastOrDefault().Text ?? "";

    private void Request(string id, string version)
    {
        if (served.Nearest(id, version) is { } nearest)
        {
            requested[id] = nearest;
            if (version.Length > 0 && !string.Equals(nearest, version, StringComparison.OrdinalIgnoreCase))
                notes.Add($"{id}: {version} wanted, {nearest} taken");
        }
        else
        {
            StandIn(id, VersionRange.TryParse(version, out var range) ? range.MinVersion : null);
        }
    }

    /// <summary>Makes an empty package; a version above all others satisfies every lower bound.</summary>
    private void StandIn(string id, NuGetVersion? version)
    {
        standIns.Add(id);
        notes.Add($"{id}: not served, left empty");
        var text = (version ?? new NuGetVersion(9999, 0, 0)).ToNormalizedString();
        if (requested.ContainsKey(id) || version is not null)
            requested[id] = text;
        var file = Path.Combine(StandInFolder, $"{id}.{text}.nupkg");
        if (File.Exists(file))
            return;
        using var archive = ZipFile.Open(file, ZipArchiveMode.Create);
        using var entry = archive.CreateEntry(id + ".nuspec").Open();
        new XElement("package", new XElement("metadata",
            new XElement("id", id), new XElement("version", text), new XElement("authors", "none"),
            new XElement("description", "Empty stand-in for a package that is not served"))).Save(entry);
    }

    private void WriteProject()
    {
        var folder = Path.GetDirectoryName(ProjectFile)!;
        foreach (var name in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
            File.WriteAllText(Path.Combine(folder, name), "<Project />");
        Project().Save(ProjectFile);
    }

    private XElement Project() =>
        new("Project", new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement("PropertyGroup",
                new XElement("TargetFramework", sdk.Framework),
                new XElement("RestoreAdditionalProjectSources", StandInFolder),
                new XElement("NuGetAudit", "false"),
                new XElement("ManagePackageVersionsCentrally", "false"),
                new XElement("NoWarn", "$(NoWarn);NU1603;NU1608;NU1701;NU1903;NU1510"),
                new XElement("WarningsNotAsErrors", "$(WarningsNotAsErrors);NU1605;NU1608"),
                new XElement("TreatWarningsAsErrors", "false")),
            new XElement("ItemGroup", requested.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each =>
                new XElement("PackageReference", new XAttribute("Include", each.Key), new XAttribute("Version", each.Value)))));

    private JsonDocument? RunRestore(string packageFolder)
    {
        if (File.Exists(AssetsFile))
            File.Delete(AssetsFile);
        var start = new ProcessStartInfo(sdk.Host)
        {
            WorkingDirectory = Path.GetDirectoryName(ProjectFile)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in new[] { "restore", ProjectFile, "--packages", packageFolder, "--verbosity", "quiet", "--force" })
            start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("DOTNET_MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        File.WriteAllText(Path.Combine(workFolder, "restore.log"), output + errors.Result);
        if (!File.Exists(AssetsFile))
        {
            notes.Add("restore failed: " + output.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal)));
            return null;
        }

        return JsonDocument.Parse(File.ReadAllText(AssetsFile));
    }

    /// <summary>Changes the requests so that the complaints of the last restore cannot come again; false where there were none or none could.</summary>
    private bool Repair(JsonElement assets)
    {
        if (!assets.TryGetProperty("logs", out var logs))
            return false;
        var repaired = false;
        foreach (var log in logs.EnumerateArray())
        {
            var code = log.GetProperty("code").GetString();
            var message = log.GetProperty("message").GetString()!;
            var id = log.TryGetProperty("libraryId", out var library) ? library.GetString()! : "";
            if (id.Length == 0)
                continue;
            if (code == "NU1605")
                repaired |= Raise(id, message);
            else if (code is "NU1101" or "NU1102" or "NU1103" or "NU1107")
                repaired |= RepairVersion(id, message);
            else if (log.GetProperty("level").GetString() == "Error")
                repaired |= Drop(id, message);
        }

        return repaired;
    }

    private bool RepairVersion(string id, string message)
    {
        if (Conflict().Match(message) is { Success: true } conflict)
            return Pin(id, conflict.Groups["version"].Value);
        var nearest = Nearest().Matches(message).Select(match => NuGetVersion.Parse(match.Groups["version"].Value)).Max();
        if (!standIns.Contains(id) && nearest is not null)
            return Pin(id, nearest.ToNormalizedString());

        // Nothing is served. A second complaint about a stand-in comes from an exact or bounded range.
        var bound = Bound().Match(message);
        if (standIns.Contains(id) && bound.Success && !requested.ContainsKey(id))
        {
            StandIn(id, NuGetVersion.Parse(bound.Groups["version"].Value));
            return true;
        }

        if (standIns.Contains(id))
            return false;
        StandIn(id, version: null);
        return true;
    }

    /// <summary>Another package needs a higher version than the projects do: takes that, unless it is the highest served.</summary>
    private bool Raise(string id, string message)
    {
        if (standIns.Contains(id) || pinned.Contains(id) || Downgrade().Match(message) is not { Success: true } downgrade
            || served.Nearest(id, downgrade.Groups["version"].Value) is not { } version
            || !requested.TryGetValue(id, out var before) || before == version)
            return false;
        requested[id] = version;
        return true;
    }

    private bool Pin(string id, string version)
    {
        if (requested.TryGetValue(id, out var before) && before == version)
            return Drop(id, "no version fits");
        requested[id] = version;
        pinned.Add(id);
        notes.Add($"{id}: {version} taken");
        return true;
    }

    private bool Drop(string id, string reason)
    {
        notes.Add($"{id}: dropped, {reason.Split('\n')[0]}");
        return requested.Remove(id);
    }

    [GeneratedRegex(@"Nearest version: (?<version>[0-9][^\s\]]*)")]
    private static partial Regex Nearest();

    [GeneratedRegex(@"downgrade: \S+ from (?<version>[0-9]\S*) to")]
    private static partial Regex Downgrade();

    [GeneratedRegex(@"(?:>=|=) (?<version>[0-9][^\s)]*)")]
    private static partial Regex Bound();

    [GeneratedRegex(@"Install/reference \S+ (?<version>[0-9]\S*) directly")]
    private static partial Regex Conflict();

    /// <summary>What a restore led to, so that the next run need not repeat it.</summary>
    private sealed record Outcome(string Asked, IReadOnlyList<string> StandIns, IReadOnlyList<string> Notes);
}
