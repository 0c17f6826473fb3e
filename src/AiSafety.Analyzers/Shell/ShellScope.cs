namespace AiSafety.Analyzers.Shell;

/// <summary>How much lies below a path that a command deletes.</summary>
internal enum ShellReach
{
    Unknown,

    /// <summary>One fixed place below others, or one that holds nothing of value.</summary>
    Bounded,

    /// <summary>What a variable says; all there is when it is empty or too short.</summary>
    Chosen,

    /// <summary>A whole file system, home or data folder.</summary>
    Everything,
}

/// <summary>What is known while the commands of a text are read in order: variables and the current folder.</summary>
internal sealed class ShellScope
{
    private const char Chosen = '\u0001';
    private const char Scratch = '\u0002';
    private const char Fixed = '\u0003';
    private const char Unknown = '\u0004';
    private const char Literal = '\u0005';
    private const char Home = '\u0006';

    /// <summary>Folders directly below which a system or its users keep what they have.</summary>
    private static readonly HashSet<string> Roots = new(StringComparer.OrdinalIgnoreCase)
    {
        "/bin", "/boot", "/data", "/dev", "/etc", "/home", "/lib", "/lib64", "/media", "/mnt", "/opt", "/proc", "/root", "/sbin", "/srv", "/sys", "/usr", "/users", "/var", "/volumes",
        "/usr/bin", "/usr/lib", "/usr/local", "/usr/share", "/var/lib", "/var/www", "/system", "/library", "/applications",
        "?:/windows", "?:/users", "?:/program files", "?:/program files (x86)", "?:/programdata", "?:/windows/system32", "?:/inetpub", "?:/inetpub/wwwroot",
    };

    private static readonly HashSet<string> Homes = new(StringComparer.OrdinalIgnoreCase) 
    {
        "HOME", "USERPROFILE", "HOMEPATH", "APPDATA", "LOCALAPPDATA", "ProgramFiles", "ProgramData", "env:HOME", "env:USERPROFILE", "env:HOMEPATH", "env:APPDATA", "env:LOCALAPPDATA",
        "env:ProgramFiles", "env:ProgramData",
    };

    private static readonly HashSet<string> Systems = new(StringComparer.OrdinalIgnoreCase)
    {
        "SystemRoot", "windir", "SystemDrive", "env:SystemRoot", "env:windir", "env:SystemDrive",
    };

    private static readonly HashSet<string> Here = new(StringComparer.OrdinalIgnoreCase) { "PWD", "CD", "~dp0", "PSScriptRoot", "OLDPWD" };

    private readonly Dictionary<string, ShellWord?> variables = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> checks = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> clones = new(StringComparer.Ordinal);
    private int steps;

    /// <summary>Where the text has changed to; null before the first change.</summary>
    public ShellReach? Folder { get; private set; }

    /// <summary>Whether the current folder is a working copy that the same text made, or lies among temporary files.</summary>
    public bool IsInClone { get; private set; }

    /// <summary>A variable gets a value; null says a temporary file or folder.</summary>
    public void Assign(string name, ShellWord? value) => variables[name] = value;

    /// <summary>The script tests the variable before it goes on.</summary>
    public void Check(string name) => checks.Add(name);

    /// <summary>The current folder changes.</summary>
    public void ChangeFolder(ShellWord target, ShellDialect dialect)
    {
        var (reach, isRelative) = Of(target, dialect);
        IsInClone = IsClone(target) || IsScratch(target, dialect);
        Folder = reach == ShellReach.Everything && isRelative ? Folder : reach;
    }

    /// <summary>A working copy is made in a folder.</summary>
    public void Clone(ShellWord folder) => clones.Add(Bare(folder));

    /// <summary>Whether the folder is a working copy that the same text made.</summary>
    public bool IsClone(ShellWord folder) => clones.Contains(Bare(folder));

    /// <summary>Whether the path lies among temporary files.</summary>
    public bool IsScratch(ShellWord path, ShellDialect dialect)
    {
        steps = 0;
        var text = Expand(path, dialect);
        return text.IndexOf(Scratch) >= 0 || text.StartsWith("/tmp/", StringComparison.Ordinal);
    }

    /// <summary>How much lies below the path, and whether that is said by the current folder alone.</summary>
    public (ShellReach Reach, bool InCurrentFolder) Of(ShellWord word, ShellDialect dialect)
    {
        steps = 0;
        var path = Expand(word, dialect);
        if (dialect is ShellDialect.Cmd or ShellDialect.PowerShell || path is [var drive, ':', '\\', ..] && char.IsLetter(drive))
            path = path.Replace('\\', '/');
        if (path.IndexOf(Unknown) >= 0)
            return (ShellReach.Unknown, false);
        if (path.Length == 0 || path.IndexOf(Scratch) >= 0)
            return (ShellReach.Bounded, false);
        var isHome = path[0] == Home || (path[0] == '~' && dialect != ShellDialect.Cmd);
        var isRoot = path[0] == '/' || (path.Length > 1 && path[1] == ':' && char.IsLetter(path[0]));
        var segments = path.Split(new[] { '/' }, StringSplitOptions.RemoveEmptyEntries).Where(segment => segment != ".").ToList();
        var takesContents = false;
        while (segments.Count > 0 && IsAnything(segments[segments.Count - 1]))
        {
            segments.RemoveAt(segments.Count - 1);
            takesContents = true;
        }

        if (segments.Count == 0)
        {
            if (isRoot)
                return (ShellReach.Everything, false);

            // rm refuses "." itself; its contents it takes.
            return takesContents || dialect is ShellDialect.Cmd or ShellDialect.PowerShell ? Contents() : (ShellReach.Bounded, false);
        }

        if (segments.TrueForAll(segment => segment == ".."))
            return takesContents ? (ShellReach.Everything, true) : (ShellReach.Bounded, false);
        if (isHome && segments.Count == 1)
            return (ShellReach.Everything, false);
        if (isRoot && IsRoot(segments))
            return (ShellReach.Everything, false);
        if (segments.Exists(segment => segment is [Fixed] || ShellScratch.IsFolder(segment)))
            return (ShellReach.Bounded, false);
        var last = segments[segments.Count - 1];
        if (IsChosen(last))
            return (ShellReach.Chosen, false);
        if (!isRoot || segments.Exists(IsChosen) || HasWildcard(last))
            return (ShellReach.Bounded, false);

        // A fixed place far from the program: what the Windows shells were told to delete without asking, and everything inside a folder.
        return takesContents || dialect is ShellDialect.Cmd or ShellDialect.PowerShell ? (ShellReach.Chosen, false) : (ShellReach.Bounded, false);
    }

    private (ShellReach, bool) Contents() => Folder is { } folder ? (folder, false) : (ShellReach.Everything, true);

    private static bool IsRoot(List<string> segments)
    {
        var path = string.Join("/", segments);
        var isDrive = path.Length > 1 && path[1] == ':';
        if (isDrive && segments.Count == 1)
            return path.Length == 2;
        var full = isDrive ? "?" + path.Substring(1) : "/" + path;
        return Roots.Contains(full) || (segments.Count == (isDrive ? 3 : 2) && segments[segments.Count - 2].ToUpperInvariant() is "HOME" or "USERS" && !IsChosen(segments[segments.Count - 1]));
    }

    /// <summary>A segment that is nothing but variables: empty, it names the folder around it.</summary>
    private static bool IsChosen(string segment) => segment.IndexOf(Chosen) >= 0 && segment.All(c => c is Chosen or '*' or '.');

    private static bool IsAnything(string segment) => segment is "*" or "**" or "*.*" or ".*" or "?*" or ".[!.]*" or ".??*" or "{*,.*}" or "{,.}*" or "{.*,*}";

    private static bool HasWildcard(string segment) => segment.IndexOfAny(['*', '?', '[']) >= 0;

    private string Expand(ShellWord word, ShellDialect dialect)
    {
        var path = new System.Text.StringBuilder();
        foreach (var piece in word.Pieces)
        {
            switch (piece.Kind)
            {
                case ShellPieceKind.Text:
                    // Quoted, a wildcard or tilde is an ordinary character; the Windows shells leave wildcards to the programs.
                    var keeps = piece.IsQuoted && dialect == ShellDialect.Posix;
                    path.Append(keeps ? piece.Text.Replace('*', Literal).Replace('?', Literal).Replace('~', Literal) : piece.Text);
                    break;
                case ShellPieceKind.Variable:
                    path.Append(dialect == ShellDialect.Arguments ? Literal.ToString() : Variable(piece, dialect));
                    break;
                case ShellPieceKind.Substitution:
                    path.Append(ShellScratch.Makes(piece.Text) ? Scratch.ToString() : piece.Text == "pwd" ? "." : Unknown.ToString());
                    break;
                default:
                    path.Append(piece.Hole switch { ShellHole.Value => Fixed, ShellHole.Chosen => Chosen, ShellHole.Scratch => Scratch, _ => Unknown });
                    break;
            }
        }

        return path.ToString();
    }

    private string Variable(ShellPiece piece, ShellDialect dialect)
    {
        if (piece.IsChecked || checks.Contains(piece.Text))
            return Fixed.ToString();
        if (variables.TryGetValue(piece.Text, out var value))
            return value is null ? Scratch.ToString() : ++steps > 20 ? Unknown.ToString() : Expand(value, dialect);
        if (ShellScratch.IsVariable(piece.Text))
            return Scratch.ToString();
        if (Homes.Contains(piece.Text))
            return Home.ToString();
        if (Here.Contains(piece.Text))
            return ".";
        if (Systems.Contains(piece.Text))
            return "/system";

        // The variable of a loop or pipeline stands for what was listed.
        return piece.Text is "_" or "PSItem" ? Unknown.ToString() : Chosen.ToString();
    }

    private static string Bare(ShellWord word) => word.ToString().TrimEnd('/', '\\').Replace("./", "");
}
