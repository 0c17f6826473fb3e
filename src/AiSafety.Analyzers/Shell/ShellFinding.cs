namespace AiSafety.Analyzers.Shell;

/// <summary>How sure it is that a command takes away something that somebody still needs.</summary>
internal enum ShellSureness
{
    /// <summary>The name of what is taken says that it does not live long.</summary>
    ShortLived,

    /// <summary>What is taken is only known at run time.</summary>
    Chosen,

    Certain,
}

/// <summary>A command that takes away something for good.</summary>
/// <param name="Start">Where it begins in <see cref="ShellText.Combined"/> of the text that was read.</param>
/// <param name="Command">The command, shortened for a message.</param>
/// <param name="Loss">What it does, third person: <c>deletes everything below '/'</c>.</param>
/// <param name="Sureness">How sure it is that it should not.</param>
internal sealed record ShellFinding(int Start, string Command, string Loss, ShellSureness Sureness)
{
    /// <summary>What to do instead, where there is something better than to ask first.</summary>
    public string? Remedy { get; init; }

    /// <summary>It is about the folder that the process runs in, which the text does not say.</summary>
    public bool InCurrentFolder { get; init; }

    /// <summary>It throws away what is not committed in a working copy.</summary>
    public bool InWorkingCopy { get; init; }

    /// <summary>It stops a machine: nothing stored is lost.</summary>
    public bool StopsMachine { get; init; }
}
