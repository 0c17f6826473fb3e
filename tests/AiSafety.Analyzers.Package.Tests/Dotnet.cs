using System.Diagnostics;

namespace AiSafety.Analyzers.Package.Tests;

/// <summary>What a command said and how it ended.</summary>
internal sealed record Outcome(int ExitCode, string Output);

/// <summary>Runs the SDK's command line as a user would, free of what the running test host put into the environment.</summary>
internal static class Dotnet
{
    /// <summary>Runs to the end and returns standard output and error, interleaved.</summary>
    public static Task<Outcome> Run(string folder, params string[] arguments) => Run(folder, new Dictionary<string, string>(), arguments);

    /// <summary>As the other, with further environment variables.</summary>
    public static async Task<Outcome> Run(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsOfTheHost).ToList())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var lines = new List<string>();
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Outcome(process.ExitCode, string.Join('\n', lines));

        void Add(string? line)
        {
            if (line is null)
                return;
            lock (lines)
                lines.Add(line);
        }
    }

    /// <summary>As <see cref="Run"/>; the command must succeed.</summary>
    public static async Task<string> Succeed(string folder, params string[] arguments)
    {
        var outcome = await Run(folder, arguments);
        Assert.True(outcome.ExitCode == 0, $"dotnet {string.Join(' ', arguments)} failed:\n{outcome.Output}");
        return outcome.Output;
    }

    private static bool IsOfTheHost(string variable) =>
        variable.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
        || variable == "DOTNET_HOST_PATH";
}
