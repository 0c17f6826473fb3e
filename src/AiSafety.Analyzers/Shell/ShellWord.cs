using System.Text;

namespace AiSafety.Analyzers.Shell;

/// <summary>How a command line is taken apart.</summary>
internal enum ShellDialect
{
    /// <summary>sh, bash, dash, zsh.</summary>
    Posix,

    /// <summary>The command interpreter of Windows.</summary>
    Cmd,

    /// <summary>Windows PowerShell and PowerShell.</summary>
    PowerShell,

    /// <summary>No shell: a program's arguments, as they are handed to the operating system. Nothing is expanded.</summary>
    Arguments,
}

internal enum ShellPieceKind
{
    Text,

    /// <summary>A variable of the shell; <see cref="ShellPiece.Text"/> is its name.</summary>
    Variable,

    /// <summary>The output of a command; <see cref="ShellPiece.Text"/> is the command's first word.</summary>
    Substitution,

    /// <summary>A hole of the text.</summary>
    Hole,
}

/// <summary>A piece of a word.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its characters, or a name; see <see cref="ShellPieceKind"/>.</param>
/// <param name="IsQuoted">No wildcard or tilde in it is expanded.</param>
/// <param name="Hole">For a hole, what is known about it.</param>
/// <param name="IsChecked">A variable that stops the script when it is empty (<c>${x:?}</c>).</param>
internal readonly record struct ShellPiece(ShellPieceKind Kind, string Text, bool IsQuoted, ShellHole Hole = default, bool IsChecked = false);

/// <summary>A word of a command: what the shell passes as one argument, before variables are filled in.</summary>
internal sealed class ShellWord(int start, List<ShellPiece> pieces)
{
    /// <summary>Where it begins in the text.</summary>
    public int Start { get; } = start;

    public IReadOnlyList<ShellPiece> Pieces { get; } = pieces;

    /// <summary>The word, where nothing but constant text is in it; else null.</summary>
    public string? Constant { get; } = pieces.TrueForAll(piece => piece.Kind == ShellPieceKind.Text) ? string.Concat(pieces.Select(piece => piece.Text)) : null;

    /// <summary>The constant text that the word begins with; empty where it begins with something else.</summary>
    public string Lead => Pieces.Count > 0 && Pieces[0].Kind == ShellPieceKind.Text ? Constant ?? Pieces[0].Text : "";

    public bool IsQuoted => Pieces.Any(piece => piece.IsQuoted);

    /// <summary>Whether something that is only known at run time is in it.</summary>
    public bool Varies => Constant is null;

    public static ShellWord Of(string constant, int start = 0) => new(start, [new ShellPiece(ShellPieceKind.Text, constant, IsQuoted: true)]);

    /// <summary>The word without its first characters, which must be constant.</summary>
    public ShellWord Skip(int count)
    {
        var pieces = Pieces.ToList();
        while (count > 0 && pieces.Count > 0)
        {
            var taken = Math.Min(count, pieces[0].Text.Length);
            count -= taken;
            if (taken == pieces[0].Text.Length)
                pieces.RemoveAt(0);
            else
                pieces[0] = pieces[0] with { Text = pieces[0].Text.Substring(taken) };
        }

        return new ShellWord(Start, pieces);
    }

    /// <summary>The word as a text that another shell reads.</summary>
    public ShellText ToText() => new(Parts());

    /// <summary>The word as a text that no shell reads: what a variable stands for is not known.</summary>
    public ShellText ToPlainText() => new(Pieces.Select(piece => piece.Kind == ShellPieceKind.Text ? new ShellPart(piece.Text) : new ShellPart(null, piece.Hole)));

    /// <summary>Words as one text, with a blank between them.</summary>
    public static ShellText Join(IEnumerable<ShellWord> words) => new(words.SelectMany((word, i) => i == 0 ? word.Parts() : word.Parts().Prepend(new ShellPart(" "))));

    /// <summary>The word for a message: variables by name, holes as <c>{…}</c>.</summary>
    public override string ToString()
    {
        var shown = new StringBuilder();
        foreach (var piece in Pieces)
        {
            shown.Append(piece.Kind switch
            {
                ShellPieceKind.Text => piece.Text,
                ShellPieceKind.Variable => "$" + piece.Text,
                ShellPieceKind.Substitution => "$(…)",
                _ => "{…}",
            });
        }

        return shown.ToString();
    }

    private IEnumerable<ShellPart> Parts() => Pieces.Select(piece => piece.Kind switch
    {
        ShellPieceKind.Text => new ShellPart(piece.Text),
        ShellPieceKind.Variable => new ShellPart("${" + piece.Text + "}"),
        ShellPieceKind.Substitution => new ShellPart(null, ShellScratch.Makes(piece.Text) ? ShellHole.Scratch : ShellHole.Unknown),
        _ => new ShellPart(null, piece.Hole),
    });
}

/// <summary>Collects the pieces of a word; neighbouring characters of one kind become one piece.</summary>
internal sealed class ShellWordBuilder(int start)
{
    private readonly List<ShellPiece> pieces = [];
    private readonly StringBuilder text = new();
    private bool isQuoted;

    public bool IsEmpty => pieces.Count == 0 && text.Length == 0;

    public void Append(char c, bool quoted)
    {
        if (text.Length > 0 && quoted != isQuoted)
            Flush();
        isQuoted = quoted;
        text.Append(c);
    }

    public void Append(ShellPiece piece)
    {
        Flush();
        pieces.Add(piece);
    }

    public ShellWord Build()
    {
        Flush();
        return new ShellWord(start, pieces);
    }

    private void Flush()
    {
        if (text.Length == 0)
            return;
        pieces.Add(new ShellPiece(ShellPieceKind.Text, text.ToString(), isQuoted));
        text.Clear();
    }
}

/// <summary>One command: its words, and what stands around them.</summary>
internal sealed class ShellCommand(ShellDialect dialect)
{
    public ShellDialect Dialect { get; } = dialect;

    public List<ShellWord> Words { get; } = [];

    /// <summary>Files that its output goes to.</summary>
    public List<ShellWord> WrittenTo { get; } = [];

    /// <summary><c>name=value</c> before the command.</summary>
    public List<(string Name, ShellWord Value)> Assignments { get; } = [];

    /// <summary>The variable that takes the command's result (PowerShell); null without one.</summary>
    public string? AssignsTo { get; set; }

    /// <summary>The text that it reads as input: a here-document or here-string.</summary>
    public ShellText? Input { get; set; }

    /// <summary>The command whose output it reads.</summary>
    public ShellCommand? Feeder { get; init; }

    public bool IsEmpty => Words.Count == 0 && Assignments.Count == 0 && WrittenTo.Count == 0;

    public int Start => Words.Count > 0 ? Words[0].Start : WrittenTo.Count > 0 ? WrittenTo[0].Start : 0;
}
