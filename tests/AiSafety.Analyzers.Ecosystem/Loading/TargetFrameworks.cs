using System.Globalization;
using System.Text.RegularExpressions;

namespace AiSafety.Analyzers.Ecosystem.Loading;

/// <summary>Picks one of a project's target frameworks and says what the SDK derives from it.</summary>
internal static partial class TargetFrameworks
{
    private static readonly char[] Separators = [';', ','];

    /// <summary>
    /// The target framework to compile for: the newest that <paramref name="sdkFramework"/> covers, modern .NET before
    /// .NET Standard before .NET Framework, without a platform suffix. The SDK's own where the project names none.
    /// </summary>
    public static string Choose(string declared, string sdkFramework)
    {
        var names = declared.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var limit = Rank(sdkFramework);
        return names.Select(WithoutPlatform)
            .OrderByDescending(name => Rank(name).CompareTo(limit) <= 0)
            .ThenByDescending(Rank)
            .FirstOrDefault() ?? sdkFramework;
    }

    /// <summary>Preprocessor symbols that the SDK defines for a target framework.</summary>
    public static IEnumerable<string> Constants(string framework)
    {
        var (family, version) = Rank(framework);
        switch (family)
        {
            case Family.Framework:
                yield return "NETFRAMEWORK";
                yield return Symbol("NET", version, "");
                foreach (var older in FrameworkVersions.Where(each => each <= version))
                    yield return Symbol("NET", older, "") + "_OR_GREATER";
                break;
            case Family.Standard:
                yield return "NETSTANDARD";
                yield return Symbol("NETSTANDARD", version, "_");
                foreach (var older in StandardVersions.Where(each => each <= version))
                    yield return Symbol("NETSTANDARD", older, "_") + "_OR_GREATER";
                break;
            default:
                yield return "NETCOREAPP";
                foreach (var older in CoreVersions.Where(each => each <= version))
                    yield return Symbol("NETCOREAPP", older, "_") + "_OR_GREATER";
                if (version.Major < 5)
                {
                    yield return Symbol("NETCOREAPP", version, "_");
                    break;
                }

                yield return "NET";
                yield return Symbol("NET", version, "_");
                for (var major = 5; major <= version.Major; major++)
                    yield return Symbol("NET", new Version(major, 0), "_") + "_OR_GREATER";
                break;
        }
    }

    /// <summary>The language version that the SDK chooses for a target framework when the project names none.</summary>
    public static string DefaultLanguageVersion(string framework)
    {
        var (family, version) = Rank(framework);
        return family switch
        {
            Family.Framework => "7.3",
            Family.Standard => version >= new Version(2, 1) ? "8.0" : "7.3",
            _ when version.Major < 3 => "7.3",
            _ when version.Major == 3 => "8.0",
            _ => string.Create(CultureInfo.InvariantCulture, $"{version.Major + 4}.0"),
        };
    }

    private static readonly Version[] FrameworkVersions =
    [
        new(2, 0), new(3, 5), new(4, 0), new(4, 5), new(4, 5, 1), new(4, 5, 2), new(4, 6), new(4, 6, 1), new(4, 6, 2), new(4, 7),
        new(4, 7, 1), new(4, 7, 2), new(4, 8), new(4, 8, 1),
    ];

    private static readonly Version[] StandardVersions =
        [new(1, 0), new(1, 1), new(1, 2), new(1, 3), new(1, 4), new(1, 5), new(1, 6), new(2, 0), new(2, 1)];

    private static readonly Version[] CoreVersions = [new(1, 0), new(1, 1), new(2, 0), new(2, 1), new(2, 2), new(3, 0), new(3, 1)];

    private enum Family
    {
        Unknown,
        Framework,
        Standard,
        Modern,
    }

    private static string WithoutPlatform(string name) => name.Split('-')[0];

    private static string Symbol(string prefix, Version version, string separator) =>
        prefix + string.Join(separator, version.ToString().Split('.'));

    private static (Family Family, Version Version) Rank(string framework)
    {
        if (Modern().Match(framework) is { Success: true } modern)
            return (Family.Modern, Version.Parse(modern.Groups["version"].Value));
        if (Standard().Match(framework) is { Success: true } standard)
            return (Family.Standard, Version.Parse(standard.Groups["version"].Value));
        return Framework().Match(framework) is { Success: true } old
            ? (Family.Framework, Version.Parse(string.Join('.', old.Groups["version"].Value.ToCharArray())))
            : (Family.Unknown, new Version(0, 0));
    }

    [GeneratedRegex(@"^net(coreapp)?(?<version>\d+\.\d+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Modern();

    [GeneratedRegex(@"^netstandard(?<version>\d\.\d)$", RegexOptions.IgnoreCase)]
    private static partial Regex Standard();

    [GeneratedRegex(@"^net(?<version>\d{2,3})$", RegexOptions.IgnoreCase)]
    private static partial Regex Framework();
}
