using System;
using System.Diagnostics;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using CliWrap;
using CliWrap.Buffered;
using Renci.SshNet;

namespace Corpus.Careless.ShellJobs;

public sealed class DeploymentService(string workspace)
{
    /// <summary>Publishes the current branch.</summary>
    public void Publish(string branch)
    {
        var info = new ProcessStartInfo("git") { WorkingDirectory = workspace };
        info.ArgumentList.Add("push");
        info.ArgumentList.Add("--force");
        info.ArgumentList.Add("origin");
        info.ArgumentList.Add(branch);
        using var process = Process.Start(info);
        process?.WaitForExit(30_000);
    }

    public async Task TearDownAsync(string environment, CancellationToken cancellationToken)
    {
        await Cli.Wrap("terraform").WithArguments("destroy -auto-approve").ExecuteAsync(cancellationToken);
        await Cli.Wrap("kubectl").WithArguments(args => args.Add("delete").Add("namespace").Add(environment)).ExecuteBufferedAsync(cancellationToken);
    }

    public void SyncWithRemote()
    {
        Process.Start(new ProcessStartInfo { FileName = "/bin/bash", Arguments = "-c \"git fetch && git reset --hard origin/main && git clean -fdx\"" });
    }
}

public sealed class DiskJanitor
{
    public void FreeSpace(string folder)
    {
        var command = OperatingSystem.IsWindows() ? "cmd.exe" : "/bin/sh";
        var arguments = OperatingSystem.IsWindows() ? $"/c rd /s /q {folder}" : $"-c \"rm -rf {folder}/*\"";
        Process.Start(command, arguments);
        Process.Start("docker", "system prune -af --volumes");
    }

    public void CleanRemote(SshClient client, string path)
    {
        client.RunCommand($"sudo rm -rf {path}");
    }

    public void CleanShare(PowerShell shell, string share)
    {
        shell.AddScript($"Get-ChildItem '{share}' -Recurse | Remove-Item -Recurse -Force").Invoke();
    }
}

public sealed class CacheTools
{
    public void Reset(string database)
    {
        Process.Start("redis-cli", "-h cache.internal FLUSHALL");
        Process.Start("psql", $"-h db.internal -c \"DROP DATABASE {database}\"");
    }
}
