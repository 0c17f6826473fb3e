using System.Text;

namespace AiSafety.Analyzers.Sql;

/// <summary>What is known about a part of a SQL text that is only computed at run time.</summary>
internal enum SqlHole
{
    /// <summary>A number, date, Guid, bool, enum or SQL parameter: it can stand for a value or a piece of a name, never for a clause.</summary>
    Value,

    /// <summary>Constant-like, such as <c>nameof</c> or a quoted name: it is a name and nothing more.</summary>
    Identifier,

    /// <summary>A string of unknown content: it could be a value, a name or whole clauses.</summary>
    Text,
}

/// <summary>One piece of a <see cref="SqlText"/>: constant text, or a hole.</summary>
internal readonly struct SqlPart
{
    private readonly string? _text;

    private SqlPart(string? text, SqlHole hole)
    {
        _text = text;
        Hole = hole;
    }

    public static SqlPart Constant(string text) => new(text, default);

    public static SqlPart OfHole(SqlHole hole) => new(null, hole);

    public bool IsHole => _text is null;

    /// <summary>The constant text; empty for a hole.</summary>
    public string Text => _text ?? "";

    /// <summary>What kind of hole it is; without meaning for constant text.</summary>
    public SqlHole Hole { get; }
}

/// <summary>A place in a <see cref="SqlText"/>: which part, and how far into its constant text.</summary>
internal readonly record struct SqlPosition(int Part, int Offset);

/// <summary>
/// A SQL text as the program builds it: constant pieces with holes between them.
/// In <see cref="Combined"/> every hole is one placeholder character; all positions that the reader returns are positions in it.
/// </summary>
internal sealed class SqlText
{
    /// <summary>Stands for one hole in <see cref="Combined"/>. Only <see cref="Holes"/> says whether a character is really a hole.</summary>
    public const char Placeholder = '\uFFFC';

    private readonly int[] _starts;

    public SqlText(IReadOnlyList<SqlPart> parts)
    {
        Parts = parts;
        _starts = new int[parts.Count];
        var combined = new StringBuilder();
        var holes = new Dictionary<int, SqlHole>();
        for (var i = 0; i < parts.Count; i++)
        {
            _starts[i] = combined.Length;
            if (parts[i].IsHole)
            {
                holes.Add(combined.Length, parts[i].Hole);
                combined.Append(Placeholder);
            }
            else
            {
                combined.Append(parts[i].Text);
            }
        }

        Combined = combined.ToString();
        Holes = holes;
    }

    /// <summary>A text without holes.</summary>
    public static SqlText Of(string constant) => new([SqlPart.Constant(constant)]);

    public IReadOnlyList<SqlPart> Parts { get; }

    public string Combined { get; }

    /// <summary>The holes by their position in <see cref="Combined"/>.</summary>
    public IReadOnlyDictionary<int, SqlHole> Holes { get; }

    /// <summary>The part that holds the character at a position of <see cref="Combined"/>; the end of the text belongs to the last part.</summary>
    public SqlPosition Locate(int position)
    {
        if (_starts.Length == 0)
            return default;
        var index = Array.BinarySearch(_starts, position);
        if (index < 0)
            index = Math.Max(~index - 1, 0);

        // Empty parts share their start with the part that holds the character.
        while (index + 1 < _starts.Length && _starts[index + 1] <= position)
            index++;
        return new SqlPosition(index, position - _starts[index]);
    }
}
