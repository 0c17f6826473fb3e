using AiSafety.Analyzers.Rules.Destruction;
using AiSafety.Analyzers.Tests.Harness;

namespace AiSafety.Analyzers.Tests.Rules.Destruction;

/// <summary>What a command line means is tested in <see cref="Shell.ShellReaderTests"/>; here is where it is written and how it gets to its process.</summary>
public sealed class AIS1009_DestructiveCommandTests : RuleTests<DestructiveCommandRule>
{
    private const string Usings = "using System.Diagnostics;\n";

    private static string Method(string body, string parameters = "string path, bool force", string name = "Run") =>
        $"{Usings}public class Jobs\n{{\n    public async Task {name}({parameters})\n    {{\n        await Task.Yield();\n{body}\n    }}\n}}\n";

    [Fact]
    public Task Row_process_start_with_destructive_command() => Reports(Method("""Process.Start("rm", [|"-rf /"|]);"""));

    [Fact]
    public Task Probe_git_push_force() => ReportsWith(
        "'git push --force' overwrites the branch on the remote, with what others pushed to it, and nothing checks or asks before it runs; push with --force-with-lease",
        """System.Diagnostics.Process.Start("git", [|"push --force"|]);""", AtMinimal);

    [Fact]
    public Task Probe_sh_c_rm_rf() => Reports("""System.Diagnostics.Process.Start("sh", [|"-c \"rm -rf /\""|]);""", AtMinimal);

    [Fact]
    public Task Reports_what_a_caller_chooses_below_the_surest() => Reports(Method("""Process.Start("rm", [|$"-rf {path}"|]);"""));

    [Fact]
    public Task Stays_silent_at_minimal_for_what_a_caller_chooses() => Silent(Method("""Process.Start("rm", $"-rf {path}");"""), AtMinimal);

    [Theory]
    [InlineData("""Process.Start("git", new[] { [|"push"|], "--force" });""")]
    [InlineData("""Process.Start("git", (string[])[[|"push"|], "--force"]);""")]
    [InlineData("""Process.Start("git", new List<string> { [|"push"|], "--force" });""")]
    [InlineData("""Process.Start("/bin/sh", new[] { "-c", [|"rm -rf /"|] });""")]
    [InlineData("""Process.Start([|"reboot"|]);""")]
    [InlineData("""Process.Start(new ProcessStartInfo("git", [|"push --force"|]));""")]
    [InlineData("""Process.Start(new ProcessStartInfo { FileName = "git", Arguments = [|"push --force"|] });""")]
    [InlineData("""Process.Start(new ProcessStartInfo("git") { Arguments = [|"push --force"|], UseShellExecute = false });""")]
    [InlineData("""Process.Start(new ProcessStartInfo("git") { ArgumentList = { [|"push"|], "--force" } });""")]
    [InlineData("""Process.Start(new ProcessStartInfo("git", new[] { [|"push"|], "--force" }));""")]
    [InlineData("""ProcessStartInfo info = new("cmd.exe", [|"/c rd /s /q C:\\"|]); Process.Start(info);""")]
    [InlineData("""var info = new ProcessStartInfo(); info.FileName = "bash"; info.Arguments = [|"-lc 'ls && rm -rf /'"|]; Process.Start(info);""")]
    [InlineData("""var info = new ProcessStartInfo("bash"); info.ArgumentList.Add("-c"); info.ArgumentList.Add([|"rm -rf ~/*"|]); Process.Start(info);""")]
    [InlineData("""var info = new ProcessStartInfo(path.Length > 3 ? "bash" : "sh") { Arguments = [|"-c \"rm -rf /\""|] }; Process.Start(info);""")]
    [InlineData("""using var process = new Process(); process.StartInfo.FileName = "git"; process.StartInfo.Arguments = [|"reset --hard"|]; process.Start();""")]
    [InlineData("""using var process = new Process { StartInfo = { FileName = "git", Arguments = [|"reset --hard"|] } }; process.Start();""")]
    [InlineData("""using var process = new Process { StartInfo = new ProcessStartInfo("git", [|"reset --hard"|]) }; process.Start();""")]
    [InlineData("""using var process = new Process(); process.StartInfo = new ProcessStartInfo("git", [|"reset --hard"|]); process.Start();""")]
    public Task Reports_each_way_to_start_a_process(string statement)
    {
        // "-lc 'ls && rm -rf /'": without a shell a single quote does not hold words together.
        return statement.Contains("'ls", StringComparison.Ordinal)
            ? Silent(Method(statement.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)))
            : Reports(Method(statement), AtMinimal);
    }

    [Theory]
    [InlineData("""await Cli.Wrap("git").WithArguments([|"push --force"|]).ExecuteAsync();""")]
    [InlineData("""await Cli.Wrap("git").WithWorkingDirectory("src").WithArguments([|"reset --hard"|]).ExecuteAsync();""")]
    [InlineData("""await Cli.Wrap("git").WithArguments(new[] { [|"push"|], "--force" }).ExecuteAsync();""")]
    [InlineData("""await Cli.Wrap("git").WithArguments([[|"push"|], "--force"]).ExecuteAsync();""")]
    [InlineData("""await Cli.Wrap("git").WithArguments(a => a.Add([|"push"|]).Add("--force")).ExecuteAsync();""")]
    [InlineData("""await Cli.Wrap("git").WithArguments(a => { a.Add([|"push"|]); a.Add("--force"); }).ExecuteAsync();""")]
    [InlineData("""var command = Cli.Wrap("terraform"); await command.WithArguments([|"destroy -auto-approve"|]).ExecuteAsync();""")]
    public Task Reports_CliWrap(string statement) => Reports("using CliWrap;\n" + Method(statement), AtMinimal);

    [Theory]
    [InlineData("""ssh.RunCommand([|"sudo rm -rf /"|]);""")]
    [InlineData("""ssh.CreateCommand([|"cd / && rm -rf *"|]).Execute();""")]
    [InlineData("""shell.AddScript([|"Remove-Item C:\\* -Recurse -Force"|]);""")]
    [InlineData("""shell.AddCommand([|"Remove-Item"|]).AddParameter("Path", "C:\\").AddParameter("Recurse").AddParameter("Force", true);""")]
    [InlineData("""shell.AddCommand([|"Remove-Item"|]); shell.AddArgument("C:\\").AddParameter("Recurse"); shell.Invoke();""")]
    public Task Reports_remote_shells_and_PowerShell(string statement) =>
        Reports(Method(statement, "Renci.SshNet.SshClient ssh, System.Management.Automation.PowerShell shell"), AtMinimal);

    [Theory]
    [InlineData("""ssh.RunCommand("rm -rf ./cache");""")]
    [InlineData("""ssh.RunCommand("echo rm -rf /");""")]
    [InlineData("""shell.AddScript("Get-ChildItem C:\\ -Recurse");""")]
    [InlineData("""shell.AddCommand("Remove-Item").AddParameter("Path", "C:\\").AddParameter("Recurse").AddParameter("WhatIf");""")]
    [InlineData("""shell.AddCommand("Remove-Item").AddParameter("Path", "C:\\").AddParameter("Recurse", false);""")]
    [InlineData("""shell.AddCommand("Get-Item").AddParameter("Path", "C:\\");""")]
    public Task Stays_silent_for_harmless_remote_commands(string statement) =>
        Silent(Method(statement, "Renci.SshNet.SshClient ssh, System.Management.Automation.PowerShell shell"), AtStrict);

    [Fact]
    public Task Reports_at_the_call_when_the_text_comes_through_a_local() => Reports(Method("""
        var arguments = "push --force";
        [|Process.Start("git", arguments)|];
        """));

    [Fact]
    public Task Reports_at_the_call_when_the_text_comes_through_a_constant() => Reports("""
        public class Jobs
        {
            private const string Script = "rm -rf /";
            private static readonly string Sh = "-c \"" + Script + "\"";
            public void Run() => [|System.Diagnostics.Process.Start("sh", Sh)|];
        }
        """);

    [Fact]
    public Task Reports_a_sum() => Reports(Method("""Process.Start("rm", [|"-rf "|] + path);"""));

    [Fact]
    public Task Reports_each_arm() => Reports(Method("""Process.Start("git", force ? [|"push -f"|] : "push");""", "bool force"));

    [Fact]
    public Task Reports_raw_and_verbatim_literals() => Reports(Method(""""
        Process.Start("psql", [|"""-c "DROP DATABASE shop" """|]);
        Process.Start("cmd", [|@"/c rd /s /q ""C:\Users"""|]);
        """"));

    [Theory]
    [InlineData("""Process.Start("kubectl", $"delete namespace preview-{path}");""")]
    [InlineData("""Process.Start("dropdb", "test_shop");""")]
    public async Task Short_lived_things_are_a_matter_of_policy(string statement)
    {
        await Silent(Method(statement));
        await Reports(Method(statement.Replace(", $\"", ", [|$\"", StringComparison.Ordinal).Replace(", \"test", ", [|\"test", StringComparison.Ordinal).Replace("\");", "\"|]);", StringComparison.Ordinal)), AtStrict);
    }

    [Fact]
    public async Task A_button_that_stops_the_machine_is_a_matter_of_policy()
    {
        await Silent(Method("""Process.Start("shutdown", "/s /t 0");""", name: "ShutdownMachine"));
        await Reports(Method("""Process.Start("shutdown", [|"/s /t 0"|]);""", name: "Finish"));
    }

    [Theory]
    // Harmless commands
    [InlineData("""Process.Start("git", "push --force-with-lease");""")]
    [InlineData("""Process.Start("rm", "-rf ./bin");""")]
    [InlineData("""Process.Start("echo", "rm -rf /");""")]
    [InlineData("""Process.Start("grep", "\"terraform destroy\" log");""")]
    [InlineData("""Process.Start("dotnet", "format");""")]
    [InlineData("""Process.Start("kubectl", "delete ns shop --dry-run=client");""")]
    // Nothing is known
    [InlineData("""Process.Start("git", path);""")]
    [InlineData("""Process.Start(path, "push --force");""")]
    [InlineData("""Process.Start("rm", "-rf " + Find());""")]
    // Scratch
    [InlineData("""Process.Start("rm", $"-rf {System.IO.Path.GetTempPath()}/shop");""")]
    [InlineData("""var work = System.IO.Path.Combine(System.IO.Path.GetTempPath(), path); Process.Start("rm", "-rf " + work);""")]
    [InlineData("""var work = Directory.CreateTempSubdirectory().FullName; Process.Start("rm", new[] { "-rf", work });""")]
    [InlineData("""Process.Start(new ProcessStartInfo("git", "clean -fdx") { WorkingDirectory = System.IO.Path.GetTempPath() });""")]
    // A folder that the same method cloned
    [InlineData("""Process.Start("git", $"clone https://x/y.git {path}"); Process.Start(new ProcessStartInfo("git", "reset --hard v1") { WorkingDirectory = path });""")]
    // Added on some paths only
    [InlineData("""var info = new ProcessStartInfo("git"); info.ArgumentList.Add("push"); if (force) info.ArgumentList.Add("--force"); Process.Start(info);""")]
    [InlineData("""var info = new ProcessStartInfo("git"); if (path == "") info.ArgumentList.Add("push"); else { info.ArgumentList.Add("fetch"); info.ArgumentList.Add("--force"); } Process.Start(info);""")]
    // Guards
    [InlineData("""if (force) Process.Start("git", "push --force");""")]
    [InlineData("""if (Console.ReadLine() != "yes") return; Process.Start("terraform", "destroy -auto-approve");""")]
    [InlineData("""var info = new ProcessStartInfo("git", "push --force"); if (!force) return; Process.Start(info);""")]
    [InlineData("""using var process = new Process { StartInfo = new ProcessStartInfo("git", "push --force") }; if (!force) return; process.Start();""")]
    public Task Stays_silent(string statement) => Silent(Method(statement + " string Find() => System.Guid.NewGuid().ToString();"));

    private static string Helper(string body) => $$"""
        {{Usings}}
        public class Jobs
        {
            public void Run(string path, bool force)
            {
                {{body}}
            }

            private static void Git(string arguments) => Process.Start("git", arguments);
            private static void Start(string file, string arguments) { var info = new ProcessStartInfo { FileName = file, Arguments = arguments }; Process.Start(info); }
            private static void Bash(string command) => Process.Start("/bin/bash", $"-c \"{command}\"");
            private static void Escaped(string command) => Process.Start(new ProcessStartInfo("/bin/bash", $"-c \"{command.Replace("\"", "\\\"")}\""));
            private static void List(string file, params string[] arguments) { var info = new ProcessStartInfo(file); foreach (var argument in arguments) info.ArgumentList.Add(argument); Process.Start(info); }
            private static void Asked(string arguments) { if (Console.ReadLine() != "yes") return; Process.Start("git", arguments); }
            private static void Logged(string text) => Console.WriteLine(text);
            private static void Dry(string command) => Process.Start("echo", command);
        }
        """;

    [Theory]
    [InlineData("""Git([|"push --force"|]);""")]
    [InlineData("""Start("git", [|"push --force"|]);""")]
    [InlineData("""Start(arguments: [|"push --force"|], file: "git");""")]
    [InlineData("""Bash([|"cd / && rm -rf *"|]);""")]
    [InlineData("""Bash([|$"rm -rf {path}"|]);""")]
    [InlineData("""Escaped([|"psql -c \"DROP DATABASE shop\""|]);""")]
    [InlineData("""List("git", [|"push"|], "--force");""")]
    [InlineData("""List("git", new[] { [|"push"|], "--force" });""")]
    [InlineData("""const string command = "rm -rf /"; [|Bash(command)|];""")]
    public Task Reports_what_a_method_of_the_project_hands_on(string statement) => Reports(Helper(statement));

    [Theory]
    [InlineData("""Git("push");""")]
    [InlineData("""Git("push --force-with-lease");""")]
    [InlineData("""Git(path);""")]
    [InlineData("""Asked("push --force");""")]
    [InlineData("""if (force) Git("push --force");""")]
    [InlineData("""Logged("rm -rf /");""")]
    [InlineData("""Dry("rm -rf /");""")]
    [InlineData("""Bash($"rm -rf {System.IO.Path.GetTempPath()}/x");""")]
    [InlineData("""List("git", "commit", "-m", "push --force");""")]
    [InlineData("""Git("clone https://x/y"); Git("reset --hard");""")]
    public Task Stays_silent_for_what_a_method_of_the_project_hands_on(string statement) => Silent(Helper(statement));

    [Fact]
    public Task A_chosen_folder_makes_it_less_sure() => Reports(Method("""Process.Start(new ProcessStartInfo("git", [|"reset --hard"|]) { WorkingDirectory = path });"""));

    [Fact]
    public Task A_chosen_folder_is_not_shown_at_minimal() => Silent(Method("""Process.Start(new ProcessStartInfo("git", "reset --hard") { WorkingDirectory = path });"""), AtMinimal);

    [Fact]
    public Task Stays_silent_in_debug_builds() => Silent($$"""
        {{Usings}}
        public class Jobs
        {
            public void Run()
            {
        #if DEBUG
                Process.Start("redis-cli", "FLUSHALL");
        #endif
            }
        }
        """);

    [Fact]
    public Task Stays_silent_for_a_look_alike() => Silent("""
        namespace Own
        {
            public class Process { public static void Start(string fileName, string arguments) { } }
            public class ProcessStartInfo(string fileName, string arguments) { public string Of => fileName + arguments; }
            public class Jobs { public void Run() { Process.Start("rm", "-rf /"); _ = new ProcessStartInfo("rm", "-rf /"); } }
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent(Method("""Process.Start("rm", "-rf /");"""), new() { FileName = "/Jobs.g.cs" });

    [Fact]
    public Task Stays_silent_in_test_projects() => Silent(Method("""Process.Start("rm", "-rf /");"""), new() { References = References.WithTestFramework });

    [Fact]
    public Task Stays_silent_while_typing() => Silent(Method("""Process.Start("rm", "-rf /" """), new() { AllowsErrors = true });

    [Fact]
    public Task Reports_in_lambdas_local_functions_iterators_and_top_level_code() => Reports("""
        using System.Diagnostics;
        using static System.Diagnostics.Process;
        using P = System.Diagnostics.Process;

        Action run = () => Start("git", [|"push -f"|]);
        static void Local() => P.Start("git", [|"push -f"|]);
        IEnumerable<int> Each() { Process.Start("git", [|"push -f"|]); yield return 1; }
        Process.Start("git", [|"push -f"|])!.WaitForExit();
        run(); Local(); _ = Each().Count();
        """, new() { TopLevelProgram = true });

    [Fact]
    public Task Named_arguments_may_change_places() => Reports(Method("""Process.Start(arguments: [|"push -f"|], fileName: "git");"""));
}
