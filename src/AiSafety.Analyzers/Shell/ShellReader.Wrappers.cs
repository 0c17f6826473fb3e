namespace AiSafety.Analyzers.Shell;

/// <summary>Commands that run others, and commands that change what later ones mean.</summary>
internal sealed partial class ShellReader
{
    private static readonly string[] SudoValues = ["-u", "-g", "-h", "-p", "-C", "-D", "-R", "-T", "--user", "--group", "--host", "--prompt", "--chdir"];
    private static readonly string[] XargsValues = ["-I", "-n", "-P", "-L", "-d", "-E", "-s", "-a", "--max-args", "--max-procs", "--delimiter", "--replace"];
    private static readonly string[] SshValues = ["-b", "-c", "-D", "-E", "-e", "-F", "-I", "-i", "-J", "-L", "-l", "-m", "-O", "-o", "-p", "-Q", "-R", "-S", "-W", "-w", "-pw", "-P"];
    private static readonly string[] ExecValues = ["-e", "--env", "-u", "--user", "-w", "--workdir", "--env-file", "--detach-keys", "-n", "--namespace", "-c", "--container", "--context", "--kubeconfig", "--index"];
    private static readonly string[] DockerValues = ["-H", "--host", "-c", "--context", "--config", "-l", "--log-level", "-f", "--file", "-p", "--project-name", "--profile", "--project-directory"];

    /// <summary>The words of the command without what the shell's grammar puts before it.</summary>
    private static IReadOnlyList<ShellWord> Strip(ShellCommand command)
    {
        IReadOnlyList<ShellWord> words = command.Words;
        if (command.Dialect != ShellDialect.Cmd)
            return words;
        for (var rounds = 0; rounds < 10 && words.Count > 1; rounds++)
        {
            var skip = words[0].Constant?.ToLowerInvariant() switch
            {
                "if" => Condition(words),
                "else" or "do" or "call" => 1,
                "for" => words.TakeWhile(word => !IsAny(word.Constant, "do")).Count() + 1,
                "start" => StartOptions(words),
                _ => 0,
            };
            if (skip == 0)
                break;
            words = words.Skip(skip).ToList();
        }

        return words;
    }

    // if [/i] [not] exist x …, if defined x …, if errorlevel n …, if a==b …, if a equ b …
    private static int Condition(IReadOnlyList<ShellWord> words)
    {
        var at = 1;
        while (at < words.Count && IsAny(words[at].Constant, "/i", "not"))
            at++;
        if (at >= words.Count)
            return at;
        if (IsAny(words[at].Constant, "exist", "defined", "errorlevel", "cmdextversion"))
            return at + 2;
        return words[at].ToString().Contains("==") && !words[at].ToString().EndsWith("==", StringComparison.Ordinal) ? at + 1
            : at + 1 < words.Count && (words[at + 1].Lead.StartsWith("==", StringComparison.Ordinal) || IsAny(words[at + 1].Constant, "equ", "neq", "lss", "leq", "gtr", "geq")) ? at + 3
            : at + 1;
    }

    // start ["title"] [/wait] [/min] command
    private static int StartOptions(IReadOnlyList<ShellWord> words)
    {
        var at = 1;
        while (at < words.Count && (words[at].Lead.StartsWith("/", StringComparison.Ordinal) || words[at].Constant is { Length: 0 }))
            at++;
        return at;
    }

    /// <summary>The command that a wrapper runs with its own words, or null when the program is no wrapper.</summary>
    private static IReadOnlyList<ShellWord>? Unwrap(string program, ShellArguments arguments)
    {
        switch (program)
        {
            case "sudo" or "doas":
                return AfterAssignments(arguments, arguments.FirstOperand(SudoValues));
            case "env":
                return AfterAssignments(arguments, arguments.FirstOperand("-u", "--unset", "-C", "--chdir"));
            case "nohup" or "setsid" or "command" or "exec" or "builtin" or "chronic" or "unbuffer" or "busybox" or "time" or "caffeinate" or "winpty":
                return arguments.Words.Skip(arguments.FirstOperand()).ToList();
            case "nice":
                return arguments.Words.Skip(arguments.FirstOperand("-n", "--adjustment")).ToList();
            case "ionice":
                return arguments.Words.Skip(arguments.FirstOperand("-c", "-n", "--class", "--classdata")).ToList();
            case "stdbuf":
                return arguments.Words.Skip(arguments.FirstOperand("-i", "-o", "-e")).ToList();
            case "timeout":
                return arguments.Words.Skip(arguments.FirstOperand("-s", "-k", "--signal", "--kill-after") + 1).ToList();
            case "chroot":
                return arguments.Words.Skip(arguments.FirstOperand() + 1).ToList();
            case "xargs":
                return arguments.Words.Skip(arguments.FirstOperand(XargsValues)).ToList();
            case "wsl":
                return arguments.Words.Skip(arguments.FirstOperand("-d", "--distribution", "-u", "--user", "--cd")).ToList();
            default:
                return null;
        }
    }

    private static IReadOnlyList<ShellWord> AfterAssignments(ShellArguments arguments, int at)
    {
        while (at < arguments.Words.Count && arguments.Words[at].Lead.IndexOf('=') > 0)
            at++;
        return arguments.Words.Skip(at).ToList();
    }

    /// <summary>Reads the text or command that the program hands to another shell; whether it is such a program.</summary>
    private bool ReadInner(string program, ShellArguments arguments, ShellCommand command, int nesting, int? origin)
    {
        switch (program)
        {
            case "sh" or "bash" or "zsh" or "dash" or "ash" or "ksh" or "fish" or "rbash":
                ReadScript(arguments, command, nesting, origin);
                return true;
            case "su" or "runuser":
                if (arguments.Value("-c", "--command") is { } suText)
                    ReadWords([suText], ShellDialect.Posix, nesting, origin);
                return true;
            case "eval":
                ReadWords(arguments.Words, command.Dialect, nesting, origin);
                return true;
            case "trap":
                if (arguments.Operands() is [var handler, ..])
                    ReadWords([handler], ShellDialect.Posix, nesting, origin);
                return true;
            case "cmd":
                var slash = arguments.Words.TakeWhile(word => !IsAny(word.Constant, "/c", "/k", "/r")).Count();
                if (slash < arguments.Words.Count)
                    ReadWords(arguments.Words.Skip(slash + 1), ShellDialect.Cmd, nesting, origin);
                return true;
            case "powershell" or "pwsh":
                ReadPowerShell(arguments, command, nesting, origin);
                return true;
            case "invoke-expression" or "iex":
                if (arguments.Words is [.., var expression])
                    ReadWords([expression], ShellDialect.PowerShell, nesting, origin);
                return true;
            case "ssh" or "plink":
                var host = arguments.FirstOperand(SshValues);
                if (host + 1 < arguments.Words.Count)
                    ReadWords(arguments.Words.Skip(host + 1), ShellDialect.Posix, nesting, origin);
                else if (Input(command) is { } input)
                    ReadText(input, ShellDialect.Posix, nesting + 1, origin ?? command.Start);
                return true;
            case "docker" or "podman" or "kubectl" or "oc" or "docker-compose":
                return ReadInContainer(program, arguments, command, nesting, origin);
            default:
                return false;
        }
    }

    private void ReadWords(IEnumerable<ShellWord> words, ShellDialect dialect, int nesting, int? origin)
    {
        var text = words.ToList();
        if (text.Count > 0)
            ReadText(ShellWord.Join(text), dialect, nesting + 1, origin ?? text[0].Start);
    }

    private void ReadScript(ShellArguments arguments, ShellCommand command, int nesting, int? origin)
    {
        for (var i = 0; i < arguments.Words.Count; i++)
        {
            var lead = arguments.Words[i].Lead;
            if (lead.Length < 2 || lead[0] is not ('-' or '+'))
                break;
            if (lead is "-o" or "+o" or "-O" or "--rcfile" or "--init-file")
            {
                i++;
                continue;
            }

            if (lead[1] == '-' || lead.IndexOf('c') < 0)
                continue;
            var text = arguments.Words.Skip(i + 1).FirstOrDefault(word => !word.Lead.StartsWith("-", StringComparison.Ordinal));
            if (text is not null)
                ReadWords([text], ShellDialect.Posix, nesting, origin);
            return;
        }

        // Without a file to run it reads its input.
        if (arguments.Operands().Count == 0 && Input(command) is { } input)
            ReadText(input, ShellDialect.Posix, nesting + 1, origin ?? command.Start);
    }

    private void ReadPowerShell(ShellArguments arguments, ShellCommand command, int nesting, int? origin)
    {
        for (var i = 0; i < arguments.Words.Count; i++)
        {
            var lead = arguments.Words[i].Lead.ToLowerInvariant();
            if (lead.Length > 1 && lead[0] is '-' or '/')
            {
                var name = lead.Substring(1);
                if (name.Length > 0 && "command".StartsWith(name, StringComparison.Ordinal))
                {
                    ReadWords(arguments.Words.Skip(i + 1), ShellDialect.PowerShell, nesting, origin);
                    return;
                }

                // What is encoded or in a file cannot be read.
                if (name is "e" or "ec" or "enc" or "f" || "encodedcommand".StartsWith(name, StringComparison.Ordinal) || "file".StartsWith(name, StringComparison.Ordinal))
                    return;
                if (name is "executionpolicy" or "ex" or "ep" or "windowstyle" or "w" or "version" or "v" or "inputformat" or "outputformat" or "psconsolefile" or "configurationname" or "workingdirectory" or "wd")
                    i++;
                continue;
            }

            // A bare text is a command for the old one and a file for the new one; as a file it could not be run.
            ReadWords(arguments.Words.Skip(i), ShellDialect.PowerShell, nesting, origin);
            return;
        }

        if (Input(command) is { } input)
            ReadText(input, ShellDialect.PowerShell, nesting + 1, origin ?? command.Start);
    }

    // docker exec [options] container command …; kubectl exec pod -- command …; docker compose exec service command …
    private bool ReadInContainer(string program, ShellArguments arguments, ShellCommand command, int nesting, int? origin)
    {
        var at = arguments.FirstOperand(program is "kubectl" or "oc" ? ["-n", "--namespace", "--context", "--kubeconfig"] : DockerValues);
        var verbs = arguments.From(at);
        if (verbs.Words is [{ Constant: "compose" }, ..])
        {
            verbs = verbs.From(1);
            verbs = verbs.From(verbs.FirstOperand(DockerValues));
        }

        if (verbs.Words is not [{ Constant: "exec" }, ..])
            return false;
        var inner = verbs.From(1);
        var separator = inner.Words.TakeWhile(word => word.Constant != "--").Count();
        var start = separator < inner.Words.Count ? separator + 1 : inner.FirstOperand(ExecValues) + 1;
        if (start >= inner.Words.Count || nesting >= MaxNesting || ++texts > MaxTexts)
            return true;
        var run = new ShellCommand(ShellDialect.Arguments) { Input = command.Input, Feeder = command.Feeder };
        run.Words.AddRange(inner.Words.Skip(start));
        Judge(run, new ShellScope(), nesting + 1, origin);
        return true;
    }

    /// <summary>The text that the command reads as its input, where it stands in the same text.</summary>
    private static ShellText? Input(ShellCommand command)
    {
        if (command.Input is not null)
            return command.Input;
        if (command.Feeder is not { } feeder)
            return null;
        if (feeder.Words is [var only] && feeder.Dialect == ShellDialect.PowerShell && only.IsQuoted)
            return only.ToText();
        if (feeder.Words.Count == 0)
            return null;
        return ProgramName(feeder.Words[0]) switch
        {
            "echo" or "printf" or "write-output" => ShellWord.Join(feeder.Words.Skip(1).SkipWhile(word => IsAny(word.Constant, "-n", "-e", "-en", "-ne"))),
            "cat" => feeder.Input,
            _ => null,
        };
    }

    /// <summary>Commands that only change what later ones mean; whether this is one.</summary>
    private static bool Remember(string program, ShellArguments arguments, ShellScope scope)
    {
        switch (program)
        {
            case "cd" or "chdir" or "pushd" or "set-location" or "sl" or "push-location":
                if (arguments.Words.LastOrDefault(word => word.Lead is not ['-', ..] && !IsAny(word.Constant, "/d")) is { } folder)
                    scope.ChangeFolder(folder, arguments.Dialect);
                return true;
            case "export" or "local" or "declare" or "readonly" or "typeset":
                foreach (var word in arguments.Words)
                {
                    if (PosixLexer.Name(word) is { } name)
                        Assign(name, word.Skip(name.Length + 1), scope);
                }

                return true;
            case "set" when arguments.Dialect == ShellDialect.Cmd:
                if (arguments.Words is [var pair, ..] && pair.Lead.IndexOf('=') is > 0 and var equals)
                    Assign(pair.Lead.Substring(0, equals), pair.Skip(equals + 1), scope);
                return true;
            case "[" or "[[" or "test":
                foreach (var piece in arguments.Words.SelectMany(word => word.Pieces))
                {
                    if (piece.Kind == ShellPieceKind.Variable)
                        scope.Check(piece.Text);
                }

                return true;
            case "git" when arguments.Operands("-b", "--branch", "--depth", "-c", "-C", "-o", "--origin") is [{ Constant: "clone" }, var source, ..] clone:
                scope.Clone(clone.Count > 2 ? clone[2] : Repository(source));
                return true;
            default:
                return false;
        }
    }

    private static ShellWord Repository(ShellWord source)
    {
        var text = source.ToString().TrimEnd('/');
        var name = text.Substring(text.LastIndexOf('/') + 1);
        return ShellWord.Of(name.EndsWith(".git", StringComparison.Ordinal) ? name.Substring(0, name.Length - 4) : name);
    }

    private static void Assign(string name, ShellWord value, ShellScope scope)
    {
        if (value.Pieces.Any(piece => piece.Kind == ShellPieceKind.Substitution && ShellScratch.Makes(piece.Text)))
            scope.Assign(name, null);
        else if (value.Pieces.All(piece => piece.Kind != ShellPieceKind.Substitution) && value.Pieces.Count > 0)
            scope.Assign(name, value);
    }

    // $x = "C:\data"; $x = New-TemporaryFile; $x = Join-Path $env:TEMP "y"
    private static void AssignResult(string name, IReadOnlyList<ShellWord> words, ShellScope scope)
    {
        if (words.Count == 0)
            return;
        if (words.Any(word => word.Pieces.Any(piece => piece.Kind switch
        {
            ShellPieceKind.Substitution => ShellScratch.Makes(piece.Text),
            ShellPieceKind.Variable => ShellScratch.IsVariable(piece.Text),
            ShellPieceKind.Text => ShellScratch.Makes(piece.Text),
            _ => piece.Hole == ShellHole.Scratch,
        })))
            scope.Assign(name, null);
        else if (words.Count == 1 && words[0].IsQuoted)
            scope.Assign(name, words[0]);
    }
}
