namespace AiSafety.Analyzers.Shell;

/// <summary>Names of places that hold nothing of value: temporary files, build output, caches.</summary>
internal static class ShellScratch
{
    private static readonly HashSet<string> Variables = new(StringComparer.OrdinalIgnoreCase)
    {
        "TMPDIR", "TEMP", "TMP", "RUNNER_TEMP", "BUILD_ARTIFACTSTAGINGDIRECTORY", "AGENT_TEMPDIRECTORY", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME",
    };

    private static readonly HashSet<string> Folders = new(StringComparer.OrdinalIgnoreCase)
    {
        "tmp", "temp", "bin", "obj", "build", "out", "dist", "target", "node_modules", "artifacts", "cache", ".cache", "caches", "coverage", "publish", "testresults",
        "packages", ".nuget", ".vs", "__pycache__", "lists", "scratch", "staging", "logs", "log",
    };

    private static readonly HashSet<string> ShortLived = new(StringComparer.OrdinalIgnoreCase)
    {
        "preview", "test", "tests", "testing", "tmp", "temp", "ci", "ephemeral", "sandbox", "scratch", "demo", "dev", "local", "minikube", "kind", "e2e", "integrationtest", "integrationtests",
    };

    /// <summary>Whether the command makes a temporary file or folder, or names the folder for them.</summary>
    public static bool Makes(string command) =>
        command.ToLowerInvariant() is "mktemp" or "tempfile" or "new-temporaryfile" or "[system.io.path]::gettemppath" or "[io.path]::gettemppath"
            or "[system.io.path]::gettempfilename" or "[io.path]::gettempfilename" or "[system.io.path]::getrandomfilename";

    /// <summary>Whether the variable of the environment names a folder for temporary files.</summary>
    public static bool IsVariable(string name) => Variables.Contains(name.StartsWith("env:", StringComparison.OrdinalIgnoreCase) ? name.Substring(4) : name);

    /// <summary>Whether a folder of this name holds what can be made again.</summary>
    public static bool IsFolder(string name) => Folders.Contains(name);

    /// <summary>Whether the name of a thing says that it does not live long: <c>preview-12</c>, <c>test_db</c>.</summary>
    public static bool IsShortLived(string name)
    {
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            if (i < name.Length && char.IsLetterOrDigit(name[i]) && !(i > start && char.IsUpper(name[i]) && char.IsLower(name[i - 1])))
                continue;
            if (ShortLived.Contains(name.Substring(start, i - start)))
                return true;
            start = i < name.Length && char.IsLetterOrDigit(name[i]) ? i : i + 1;
        }

        return false;
    }
}
