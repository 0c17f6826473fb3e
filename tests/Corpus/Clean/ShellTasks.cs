using System;
using System.Diagnostics;
using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using Renci.SshNet;

namespace Corpus.Clean.ShellTasks;

/// <summary>Commands that look dangerous and are not: narrow, rehearsed, asked for, or in a place of their own.</summary>
public sealed class BuildTasks(string root)
{
    public bool PushRebased(string branch)
    {
        using var process = Process.Start("git", new[] { "push", "--force-with-lease", "origin", branch });
        return process.WaitForExit(60_000) && process.ExitCode == 0;
    }

    public bool CleanOutput()
    {
        using var process = Process.Start(new ProcessStartInfo("rm", "-rf ./bin ./obj") { WorkingDirectory = root });
        return process is not null && process.WaitForExit(60_000) && process.ExitCode == 0;
    }

    /// <summary>Checks a tag out into a clone that nobody else uses.</summary>
    public async Task CheckOutAsync(string url, string tag, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        await Cli.Wrap("git").WithArguments(["clone", "--depth", "1", url, folder]).ExecuteAsync(cancellationToken);
        await Cli.Wrap("git").WithArguments(["-C", folder, "reset", "--hard", tag]).ExecuteAsync(cancellationToken);
        await Cli.Wrap("rm").WithArguments(["-rf", folder]).ExecuteAsync(cancellationToken);
    }

    public async Task PlanAsync(CancellationToken cancellationToken)
    {
        await Cli.Wrap("terraform").WithArguments("plan -destroy -out=plan.tfplan").ExecuteAsync(cancellationToken);
        await Cli.Wrap("kubectl").WithArguments("delete namespace shop --dry-run=server").ExecuteAsync(cancellationToken);
        await Cli.Wrap("dotnet").WithArguments("format --verify-no-changes").ExecuteAsync(cancellationToken);
    }

    public int TearDown(bool confirmed)
    {
        if (!confirmed)
            return 1;
        using var process = Process.Start("terraform", "destroy -auto-approve");
        process.WaitForExit(600_000);
        return process.ExitCode;
    }

    public string DiskUsage(SshClient client) => client.RunCommand("df -h / && echo 'rm -rf / would be wrong'").Result;

    public void ListLargeFiles(PowerShell shell) =>
        shell.AddScript("Get-ChildItem C:\\ -Recurse | Sort-Object Length -Descending | Select-Object -First 10").Invoke();

    public void RemoveWorkFolders(PowerShell shell) =>
        shell.AddScript("$work = Join-Path $env:TEMP 'shop'\nRemove-Item $work -Recurse -Force").Invoke();
}
