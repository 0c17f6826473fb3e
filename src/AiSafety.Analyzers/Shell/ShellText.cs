using System.Text;

namespace AiSafety.Analyzers.Shell;

/// <summary>What is known about a part of a command line that is only computed at run time.</summary>
internal enum ShellHole
{
    /// <summary>Nothing: where it comes from cannot be seen.</summary>
    Unknown,

    /// <summary>A number, date, Guid, bool or enum: it names one thing and brings no words or paths of its own.</summary>
    Value,

    /// <summary>A text that is chosen elsewhere: by a caller, a setting, a request.</summary>
    Chosen,

    /// <summary>A place that holds nothing of value: below the folder for temporary files, or made by the same code.</summary>
    Scratch,
}

/// <summary>One piece of a <see cref="ShellText"/>: constant text, or a hole.</summary>
/// <param name="Text">The characters; null for a hole.</param>
/// <param name="Hole">What is known about the hole; without meaning for constant text.</param>
internal readonly record struct ShellPart(string? Text, ShellHole Hole = default);

/// <summary>
/// A command line, script or single argument as the program builds it: constant pieces with holes between them. In <see cref="Combined"/> every hole is
/// one placeholder character; positions that the reader returns are positions in it.
/// </summary>
internal sealed class ShellText
{
    /// <summary>Stands for one hole in <see cref="Combined"/>. Only <see cref="Holes"/> says whether a character is really a hole.</summary>
    public const char Placeholder = '\uFFFC';

    public ShellText(IEnumerable<ShellPart> parts)
    {
        var combined = new StringBuilder();
        var holes = new Dictionary<int, ShellHole>();
        foreach (var part in parts)
        {
            if (part.Text is { } text)
            {
                combined.Append(text);
                continue;
            }

            holes.Add(combined.Length, part.Hole);
            combined.Append(Placeholder);
        }

        Combined = combined.ToString();
        Holes = holes;
    }

    private ShellText(string combined, IReadOnlyDictionary<int, ShellHole> holes)
    {
        Combined = combined;
        Holes = holes;
    }

    public string Combined { get; }

    /// <summary>The holes by their position in <see cref="Combined"/>.</summary>
    public IReadOnlyDictionary<int, ShellHole> Holes { get; }

    /// <summary>A text without holes.</summary>
    public static ShellText Of(string constant) => new([new ShellPart(constant)]);

    /// <summary>The text from one position up to another.</summary>
    public ShellText Slice(int start, int end)
    {
        var holes = new Dictionary<int, ShellHole>();
        foreach (var hole in Holes)
        {
            if (hole.Key >= start && hole.Key < end)
                holes.Add(hole.Key - start, hole.Value);
        }

        return new ShellText(Combined.Substring(start, end - start), holes);
    }
}
