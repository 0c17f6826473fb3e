using AiSafety.Analyzers.Sql;

namespace AiSafety.Analyzers.Shell;

/// <summary>
/// Finds the commands of a command line or script that take something away for good: files, disks, the history of a repository, clusters, stacks, databases.
/// Texts that are handed to another shell (<c>sh -c</c>, <c>ssh host</c>, <c>docker exec</c>) and SQL that is handed to a client are read, too. A command whose
/// program, verb or rehearsal option is not known is not judged; nothing is thrown whatever the text is.
/// </summary>
internal sealed partial class ShellReader
{
    /// <summary>How deep texts inside texts are followed.</summary>
    private const int MaxNesting = 5;

    /// <summary>More texts inside one text are not read.</summary>
    private const int MaxTexts = 200;

    private readonly List<ShellFinding> findings = [];
    private int texts;

    private ShellReader()
    {
    }

    /// <summary>What the commands of a script or command line destroy.</summary>
    public static IReadOnlyList<ShellFinding> Read(ShellText text, ShellDialect dialect)
    {
        var reader = new ShellReader();
        reader.ReadText(text, dialect, 0, null);
        return reader.findings;
    }

    /// <summary>What a program destroys that is started with arguments in one string, without a shell.</summary>
    /// <param name="program">The program's name or path.</param>
    /// <param name="arguments">The arguments, as .NET takes them apart; positions are positions in them.</param>
    public static IReadOnlyList<ShellFinding> Read(ShellText program, ShellText arguments)
    {
        var reader = new ShellReader();
        var command = new ShellCommand(ShellDialect.Arguments);
        command.Words.Add(Word(program));
        foreach (var each in ShellLexer.Run(arguments, ShellDialect.Arguments))
            command.Words.AddRange(each.Words);

        // cmd takes the rest of the line as it is.
        var rest = command.Words.FindIndex(1, word => word.Lead.ToLowerInvariant() is "/c" or "/k" or "/r");
        if (rest > 0 && rest + 1 < command.Words.Count && ProgramName(command.Words[0]) == "cmd")
            reader.ReadText(Unquote(arguments.Slice(command.Words[rest + 1].Start, arguments.Combined.Length)), ShellDialect.Cmd, 1, command.Words[rest + 1].Start);
        else
            reader.Judge(command, new ShellScope(), 0, null);
        return reader.findings;
    }

    /// <summary>What a program destroys that is started with a list of arguments, without a shell; positions are indexes of the list.</summary>
    public static IReadOnlyList<ShellFinding> Read(ShellText program, IReadOnlyList<ShellText> arguments)
    {
        var reader = new ShellReader();
        var command = new ShellCommand(ShellDialect.Arguments);
        command.Words.Add(Word(program));
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i].Combined.Length <= ShellLexer.MaxLength)
                command.Words.Add(Word(arguments[i], i));
        }

        reader.Judge(command, new ShellScope(), 0, null);
        return reader.findings;
    }

    /// <summary>What a command of a shell destroys whose words are given one by one.</summary>
    public static IReadOnlyList<ShellFinding> ReadCommand(IReadOnlyList<ShellText> words, ShellDialect dialect)
    {
        var reader = new ShellReader();
        var command = new ShellCommand(dialect);
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Combined.Length <= ShellLexer.MaxLength)
                command.Words.Add(Word(words[i], i));
        }

        reader.Judge(command, new ShellScope(), 0, null);
        return reader.findings;
    }

    /// <summary>Whether the program is one whose arguments are worth reading.</summary>
    public static bool MayRun(ShellText program) =>
        program.Combined.Length <= ShellLexer.MaxLength && ProgramName(Word(program)) is { Length: > 0 } name && (Programs.Contains(name) || name.StartsWith("mkfs", StringComparison.Ordinal));

    /// <summary>Whether a text contains a word without which no command destroys anything: the cheap test before <see cref="Read(ShellText, ShellDialect)"/>.</summary>
    public static bool MayDestroy(string text) => Words.Any(word => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    private static readonly string[] Words =
    [
        "rm", "rd", "ri ", "del", "erase", "push", "reset", "clean", "destroy", "prune", "uninstall", "drop", "flush", "truncate", "shutdown", "reboot", "poweroff", "halt", "mkfs", "dd ", "format", "apply",
        "wipefs", "down", "terminate", "purge",
    ];

    /// <summary>The programs that are judged, and those that run others.</summary>
    private static readonly HashSet<string> Programs = new(StringComparer.Ordinal)
    {
        "rm", "ri", "rd", "rmdir", "del", "erase", "remove-item", "find", "shred", "robocopy", "dd", "format", "wipefs", "blkdiscard", "format-volume", "clear-disk", "remove-partition", "sgdisk",
        "git", "kubectl", "oc", "helm", "docker", "podman", "docker-compose", "terraform", "tofu", "terragrunt", "pulumi", "cdk", "aws", "az", "gcloud", "gsutil",
        "shutdown", "reboot", "poweroff", "halt", "init", "telinit", "systemctl", "stop-computer", "restart-computer",
        "dropdb", "psql", "mysql", "mariadb", "sqlcmd", "osql", "invoke-sqlcmd", "sqlite3", "duckdb", "clickhouse-client", "cqlsh", "mysqladmin", "redis-cli", "valkey-cli", "mongosh", "mongo",
        "dotnet", "dotnet-ef", "sudo", "doas", "env", "nohup", "setsid", "nice", "ionice", "stdbuf", "timeout", "time", "chroot", "xargs", "wsl", "busybox",
        "sh", "bash", "zsh", "dash", "ash", "ksh", "fish", "rbash", "su", "runuser", "cmd", "powershell", "pwsh", "invoke-expression", "iex", "ssh", "plink",
    };

    /// <summary>One word that is the whole text.</summary>
    private static ShellWord Word(ShellText text, int start = 0)
    {
        var word = new ShellWordBuilder(start);
        for (var i = 0; i < text.Combined.Length; i++)
        {
            if (text.Holes.TryGetValue(i, out var hole))
                word.Append(new ShellPiece(ShellPieceKind.Hole, "", IsQuoted: true, hole));
            else
                word.Append(text.Combined[i], quoted: true);
        }

        return word.Build();
    }

    private static ShellText Unquote(ShellText text)
    {
        var (start, end) = (0, text.Combined.Length);
        while (end > start && char.IsWhiteSpace(text.Combined[end - 1]))
            end--;
        if (end - start < 2 || text.Combined[start] != '"' || text.Combined[end - 1] != '"')
            return text;

        // cmd /c "…" drops the outer pair; an inner text may be quoted in the way of the caller.
        return text.Slice(start + 1, end - 1);
    }

    private void ReadText(ShellText text, ShellDialect dialect, int nesting, int? origin)
    {
        if (nesting > MaxNesting || ++texts > MaxTexts)
            return;
        var scope = new ShellScope();
        foreach (var command in ShellLexer.Run(text, dialect))
            Judge(command, scope, nesting, origin);
    }

    private void Judge(ShellCommand command, ShellScope scope, int nesting, int? origin)
    {
        foreach (var (name, value) in command.Assignments)
            Assign(name, value, scope);
        foreach (var target in command.WrittenTo)
        {
            if (IsDisk(target.Constant))
                Add(command, [ShellWord.Of(">"), target], "overwrites a disk", ShellSureness.Certain, origin);
        }

        var words = Strip(command);
        if (command.AssignsTo is { } variable)
            AssignResult(variable, words, scope);

        // Wrappers stand before the command that they run: sudo env X=1 nohup rm …
        var isFed = false;
        for (var rounds = 0; rounds < 10 && words.Count > 0; rounds++)
        {
            if (ProgramName(words[0]) is not { Length: > 0 } program)
                return;
            var arguments = new ShellArguments(words.Skip(1).ToList(), command.Dialect);
            if (Unwrap(program, arguments) is { } inner)
            {
                isFed |= program == "xargs";
                words = inner;
                continue;
            }

            if (Remember(program, arguments, scope) || ReadInner(program, arguments, command, nesting, origin) || IsRehearsal(arguments))
                return;
            Judge(new Context(program, arguments, command, words, scope, isFed, origin));
            return;
        }
    }

    /// <summary>What a judge of one program works with.</summary>
    private sealed record Context(string Program, ShellArguments Arguments, ShellCommand Command, IReadOnlyList<ShellWord> Words, ShellScope Scope, bool IsFed, int? Origin)
    {
        public ShellDialect Dialect => Command.Dialect;
    }

    private void Judge(Context context)
    {
        switch (context.Program)
        {
            case "rm" or "rmdir" or "rd" or "del" or "erase" or "ri" or "remove-item" or "find" or "shred" or "robocopy":
                JudgeFiles(context);
                break;
            case "dd" or "format" or "wipefs" or "blkdiscard" or "format-volume" or "clear-disk" or "remove-partition" or "sgdisk":
                JudgeDisks(context);
                break;
            case var program when program.StartsWith("mkfs", StringComparison.Ordinal):
                JudgeDisks(context);
                break;
            case "git":
                JudgeGit(context);
                break;
            case "kubectl" or "oc" or "helm" or "docker" or "podman" or "docker-compose":
                JudgeContainers(context);
                break;
            case "terraform" or "tofu" or "terragrunt" or "pulumi" or "cdk" or "aws" or "az" or "gcloud" or "gsutil":
                JudgeClouds(context);
                break;
            case "shutdown" or "reboot" or "poweroff" or "halt" or "init" or "telinit" or "systemctl" or "stop-computer" or "restart-computer":
                JudgeMachines(context);
                break;
            default:
                JudgeDatabases(context);
                break;
        }
    }

    private void Add(Context context, string loss, ShellSureness sureness, string? remedy = null, bool inCurrentFolder = false, bool inWorkingCopy = false, bool stopsMachine = false)
    {
        Add(context.Command, context.Words, loss, sureness, context.Origin);
        findings[findings.Count - 1] = findings[findings.Count - 1] with
        {
            Remedy = remedy,
            InCurrentFolder = inCurrentFolder,
            InWorkingCopy = inWorkingCopy,
            StopsMachine = stopsMachine,
        };
    }

    private void Add(ShellCommand command, IEnumerable<ShellWord> words, string loss, ShellSureness sureness, int? origin) =>
        findings.Add(new ShellFinding(origin ?? command.Start, Shorten(string.Join(" ", words.Take(12))), loss, sureness));

    private static string Shorten(string command)
    {
        var line = command.Replace('\n', ' ').Replace('\r', ' ');
        return line.Length <= 60 ? line : line.Substring(0, char.IsHighSurrogate(line[58]) ? 58 : 59) + "…";
    }

    /// <summary>The sureness of a loss that names of things decide.</summary>
    private static ShellSureness OfNames(IEnumerable<ShellWord> names)
    {
        var sureness = ShellSureness.Certain;
        foreach (var name in names)
        {
            if (name.Pieces.Any(piece => piece.Kind == ShellPieceKind.Text && ShellScratch.IsShortLived(piece.Text)))
                return ShellSureness.ShortLived;
            if (name.Varies)
                sureness = ShellSureness.Chosen;
        }

        return sureness;
    }

    /// <summary>Whether the command only shows what it would do, or how it is used, or asks before it acts. An option whose value is not known counts.</summary>
    private static bool IsRehearsal(ShellArguments arguments)
    {
        foreach (var word in arguments.Words)
        {
            if (word.Constant == "--")
                return false;
            var lead = word.Lead;
            if (lead.Length < 2 || lead[0] is not ('-' or '/'))
                continue;
            var split = lead.IndexOfAny(['=', ':']);
            var name = (split < 0 ? lead : lead.Substring(0, split)).ToLowerInvariant();
            var value = split < 0 ? "" : lead.Substring(split + 1).ToLowerInvariant();
            switch (name)
            {
                case "--dry-run" or "--dryrun" or "-whatif" or "--what-if" or "--whatif" or "-confirm" or "--simulate" or "--no-act" or "-wi" or "-cf":
                    if (word.Varies || value is not ("none" or "false" or "0" or "$false"))
                        return true;
                    break;
                case "--help" or "-help" or "/?" or "-?" or "--version" or "/help":
                    return true;
            }
        }

        return false;
    }

    private static readonly char[] Separators = ['/', '\\'];

    /// <summary>The program's name without folder and ending, in lower case; empty where it is not known.</summary>
    private static string ProgramName(ShellWord word)
    {
        // A path that ends in a known name: {tools}/git
        if (word.Constant is null && (word.Pieces[word.Pieces.Count - 1] is not { Kind: ShellPieceKind.Text, Text: var tail } || tail.IndexOfAny(Separators) < 0))
            return "";
        var text = word.Constant ?? word.Pieces[word.Pieces.Count - 1].Text;
        var name = (text.StartsWith("[", StringComparison.Ordinal) ? text : text.Substring(text.LastIndexOfAny(Separators) + 1)).ToLowerInvariant();
        foreach (var ending in new[] { ".exe", ".cmd", ".bat", ".com" })
        {
            if (name.EndsWith(ending, StringComparison.Ordinal))
                return name.Substring(0, name.Length - ending.Length);
        }

        return name;
    }

    private static bool IsDisk(string? path) =>
        path is not null && StartsWithAny(path, "/dev/sd", "/dev/hd", "/dev/vd", "/dev/xvd", "/dev/nvme", "/dev/disk", "/dev/mmcblk", "/dev/mapper", "/dev/md", @"\\.\physicaldrive");

    private static bool StartsWithAny(string text, params string[] starts) => starts.Any(start => text.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    private static bool IsAny(string? text, params string[] of) => text is not null && Array.IndexOf(of, text.ToLowerInvariant()) >= 0;

    /// <summary>The first statement of a SQL text that destroys something, in words; null without one.</summary>
    private static (string Loss, ShellSureness Sureness)? Sql(ShellText text)
    {
        if (text.Combined.Length > ShellLexer.MaxLength || !SqlReader.MayContainWrite(text.Combined))
            return null;
        if (Sql(text, SqlHole.Text, static _ => true) is { } proven)
            return proven;

        // Whatever a DROP or TRUNCATE names, it is gone.
        return text.Holes.Count == 0 ? null : Sql(text, SqlHole.Identifier, static kind => kind is not (SqlStatementKind.Delete or SqlStatementKind.Update));
    }

    private static (string Loss, ShellSureness Sureness)? Sql(ShellText text, SqlHole hole, Func<SqlStatementKind, bool> isWanted)
    {
        var parts = new List<SqlPart>();
        var start = 0;
        foreach (var each in text.Holes.OrderBy(each => each.Key))
        {
            parts.Add(SqlPart.Constant(text.Combined.Substring(start, each.Key - start)));
            parts.Add(SqlPart.OfHole(each.Value == ShellHole.Value ? SqlHole.Value : hole));
            start = each.Key + 1;
        }

        parts.Add(SqlPart.Constant(text.Combined.Substring(start)));
        foreach (var statement in SqlReader.Read(new SqlText(parts)))
        {
            var loss = statement.Kind switch
            {
                SqlStatementKind.DropDatabase => "drops a database",
                SqlStatementKind.DropSchema => "drops a schema",
                SqlStatementKind.DropTable => "drops a table",
                SqlStatementKind.Truncate => "empties a table",
                SqlStatementKind.Delete => "deletes every row of a table",
                SqlStatementKind.Update => "overwrites every row of a table",
                _ => null,
            };
            if (loss is null || !statement.IsDefect || !isWanted(statement.Kind))
                continue;
            return (loss, ShellScratch.IsShortLived(statement.Target) ? ShellSureness.ShortLived
                : statement.Target.Contains("{") || statement.Target.Contains("$") ? ShellSureness.Chosen : ShellSureness.Certain);
        }

        return null;
    }
}
