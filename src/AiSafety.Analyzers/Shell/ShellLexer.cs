namespace AiSafety.Analyzers.Shell;

/// <summary>
/// Takes a text apart into commands. Commands inside others (subshells, substitutions, script blocks) come before the one that holds them. Nothing is
/// thrown whatever the text is; the time is linear in its length.
/// </summary>
internal abstract class ShellLexer(ShellText text, ShellDialect dialect)
{
    /// <summary>Longer texts are not read.</summary>
    public const int MaxLength = 200_000;

    /// <summary>Deeper nesting is not read.</summary>
    private const int MaxDepth = 40;

    private readonly List<ShellCommand> commands = [];
    private int depth;

    protected ShellText Text { get; } = text;

    protected string Source { get; } = text.Combined;

    protected int At { get; set; }

    /// <summary>Where reading stops; a substitution in backquotes narrows it.</summary>
    protected int End { get; set; } = text.Combined.Length;

    protected ShellCommand Current { get; private set; } = new(dialect);

    /// <summary>The commands of a text; none when it is too long or too deep.</summary>
    public static IReadOnlyList<ShellCommand> Run(ShellText text, ShellDialect dialect)
    {
        if (text.Combined.Length > MaxLength)
            return [];
        ShellLexer lexer = dialect switch
        {
            ShellDialect.Posix => new PosixLexer(text),
            ShellDialect.Cmd => new CmdLexer(text),
            ShellDialect.PowerShell => new PowerShellLexer(text),
            _ => new ArgumentLexer(text),
        };
        lexer.ReadCommands('\0');
        lexer.Finish();
        return lexer.depth > MaxDepth ? [] : lexer.commands;
    }

    /// <summary>Reads commands up to and including the closing character, or to the end.</summary>
    protected abstract void ReadCommands(char close);

    /// <summary>Ends the command at hand.</summary>
    /// <param name="feeds">The next one reads its output.</param>
    protected void Finish(bool feeds = false)
    {
        var done = Current;
        Current = new ShellCommand(dialect) { Feeder = feeds && !done.IsEmpty ? done : null };
        if (!done.IsEmpty)
            commands.Add(done);
    }

    /// <summary>Reads the commands inside the one at hand; returns the first word of the first of them.</summary>
    protected string ReadNested(char close)
    {
        if (++depth > MaxDepth)
        {
            // Too deep: nothing of the text counts, and the depth says so.
            At = End;
            return "";
        }

        var (outer, before) = (Current, commands.Count);
        Current = new ShellCommand(dialect);
        ReadCommands(close);
        Finish();
        Current = outer;
        if (depth <= MaxDepth)
            depth--;
        return commands.Count > before && commands[before].Words is [{ Constant: { } name }, ..] ? name : "";
    }

    protected bool IsHole(int position) => Source[position] == ShellText.Placeholder && Text.Holes.ContainsKey(position);

    protected bool Sees(char c, int ahead = 0) => At + ahead < End && Source[At + ahead] == c;

    /// <summary>Takes the hole at hand into the word.</summary>
    protected void TakeHole(ShellWordBuilder word, bool quoted)
    {
        word.Append(new ShellPiece(ShellPieceKind.Hole, "", quoted, Text.Holes[At]));
        At++;
    }

    /// <summary>Takes the character at hand, hole or not, into the word.</summary>
    protected void Take(ShellWordBuilder word, bool quoted)
    {
        if (IsHole(At))
        {
            TakeHole(word, quoted);
            return;
        }

        word.Append(Source[At], quoted);
        At++;
    }

    protected void SkipLine()
    {
        while (At < End && Source[At] != '\n')
            At++;
    }

    protected static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c == '_';
}
