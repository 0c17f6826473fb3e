using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>What a member does to the content that a file has.</summary>
internal enum ContentUse
{
    Reads,

    /// <summary>Empties it first, or replaces all of it.</summary>
    Replaces,

    /// <summary>Writes over its beginning and keeps the rest.</summary>
    KeepsTail,

    /// <summary>What the argument of type FileMode says.</summary>
    ByMode,
}

/// <summary>A member that opens, reads or writes a file.</summary>
/// <param name="Use">What happens to the content.</param>
/// <param name="Path">The parameter that is the file's path; an overload without it takes something else.</param>
internal sealed record FileAccessFact(ContentUse Use, string Path);

/// <summary>Members that open, read or write a file by its path.</summary>
internal static class FileAccesses
{
    private static readonly FileAccessFact Reads = new(ContentUse.Reads, "path");
    private static readonly FileAccessFact Replaces = new(ContentUse.Replaces, "path");
    private static readonly FileAccessFact ByMode = new(ContentUse.ByMode, "path");

    /// <summary>Calls.</summary>
    public static readonly FactTable<FileAccessFact> Calls = new("file accesses")
    {
        { "System.IO.File", "ReadAllText?", Reads },
        { "System.IO.File", "ReadAllBytes?", Reads },
        { "System.IO.File", "ReadAllLines?", Reads },
        { "System.IO.File", "ReadLines?", Reads },
        { "System.IO.File", "OpenRead", Reads },
        { "System.IO.File", "OpenText", Reads },
        { "System.Xml.Linq.XDocument", "Load", new(ContentUse.Reads, "uri") },
        { "System.Xml.Linq.XElement", "Load", new(ContentUse.Reads, "uri") },

        { "System.IO.File", "WriteAllText?", Replaces },
        { "System.IO.File", "WriteAllBytes?", Replaces },
        { "System.IO.File", "WriteAllLines?", Replaces },
        { "System.IO.File", "Create", Replaces },
        { "System.IO.File", "CreateText", Replaces },
        { "System.Xml.Linq.XDocument", "Save", new(ContentUse.Replaces, "fileName") },
        { "System.Xml.Linq.XElement", "Save", new(ContentUse.Replaces, "fileName") },

        { "System.IO.File", "OpenWrite", new(ContentUse.KeepsTail, "path") },
        { "System.IO.File", "Open", ByMode },
    };

    /// <summary>Constructors.</summary>
    public static readonly FactTable<FileAccessFact> Constructors = new("file streams")
    {
        { "System.IO.FileStream", ".ctor", ByMode },
        { "System.IO.StreamReader", ".ctor", Reads },
        { "System.IO.StreamWriter", ".ctor", Replaces },
    };
}
