using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>What a member takes that runs a command.</summary>
internal enum CommandForm
{
    /// <summary>A program, and its arguments as one text or as a list.</summary>
    Program,

    /// <summary>Arguments of the program that its receiver was made for.</summary>
    Arguments,

    /// <summary>A command line that a POSIX shell on another machine reads.</summary>
    RemoteShell,

    /// <summary>A script of PowerShell.</summary>
    PowerShellScript,

    /// <summary>The name of a command of PowerShell; calls behind it add parameters.</summary>
    PowerShellCommand,
}

/// <summary>A member that runs a command, or carries one to where it runs.</summary>
/// <param name="Form">What it takes.</param>
/// <param name="Text">The parameter with the program, script or arguments.</param>
internal sealed record CommandRunner(CommandForm Form, string Text);

/// <summary>Members that run commands.</summary>
internal static class CommandRunners
{
    private static readonly CommandRunner Program = new(CommandForm.Program, "fileName");

    /// <summary>Calls.</summary>
    public static readonly FactTable<CommandRunner> Calls = new("command runners")
    {
        { "System.Diagnostics.Process", "Start", Program },
        { "CliWrap.Command", "WithArguments", new(CommandForm.Arguments, "arguments") },
        { "Renci.SshNet.SshClient", "RunCommand", new(CommandForm.RemoteShell, "commandText") },
        { "Renci.SshNet.SshClient", "CreateCommand", new(CommandForm.RemoteShell, "commandText") },
        { "Renci.SshNet.ISshClient", "RunCommand", new(CommandForm.RemoteShell, "commandText") },
        { "Renci.SshNet.ISshClient", "CreateCommand", new(CommandForm.RemoteShell, "commandText") },
        { "System.Management.Automation.PowerShell", "AddScript", new(CommandForm.PowerShellScript, "script") },
        { "System.Management.Automation.PowerShell", "AddCommand", new(CommandForm.PowerShellCommand, "cmdlet") },
    };

    /// <summary>What carries a program and its arguments to where it is started.</summary>
    public static readonly FactTable<CommandRunner> Constructors = new("command carriers")
    {
        { "System.Diagnostics.ProcessStartInfo", ".ctor", Program },
        { "System.Diagnostics.Process", ".ctor", Program },
    };
}
