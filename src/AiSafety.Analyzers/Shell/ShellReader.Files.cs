namespace AiSafety.Analyzers.Shell;

/// <summary>Files, folders and disks.</summary>
internal sealed partial class ShellReader
{
    private static readonly string[] FindFilters =
    [
        "-name", "-iname", "-path", "-ipath", "-wholename", "-regex", "-iregex", "-mtime", "-mmin", "-ctime", "-cmin", "-atime", "-amin", "-newer", "-size", "-empty", "-user", "-group", "-perm",
        "-uid", "-gid", "-nouser", "-nogroup", "-inum", "-samefile", "-lname", "-not", "!", "-prune", "-xtype",
    ];

    private static readonly HashSet<string> Listings = new(StringComparer.Ordinal) { "ls", "dir", "get-childitem", "gci", "find", "fd" };

    private void JudgeFiles(Context context)
    {
        var arguments = context.Arguments;
        switch (context.Program)
        {
            case "find":
                JudgeFind(context);
                return;
            case "shred":
                if (arguments.Operands("-n", "-s").Find(word => IsDisk(word.Constant)) is not null)
                    Add(context, "overwrites a disk", ShellSureness.Certain);
                return;
            case "robocopy":
                if (arguments.Words.Any(word => IsAny(word.Constant, "/mir", "/purge")) && !arguments.HasSwitch('l') && arguments.Operands() is [_, var target, ..])
                    AddReach(context, target, "deletes what the target has and the source has not");
                return;
        }

        if (context.Dialect == ShellDialect.PowerShell)
            JudgeRemoveItem(context);
        else if (context.Program is "remove-item" or "ri")
            return;
        else if (context.Dialect == ShellDialect.Cmd && context.Program is "rd" or "rmdir" or "del" or "erase")
            JudgeWindowsDelete(context);
        else if (context.Program == "rm")
            JudgeRemove(context);
    }

    private void JudgeRemove(Context context)
    {
        var arguments = context.Arguments;
        if (!(arguments.HasLetter('r', 'R') || arguments.Has("--recursive")) || arguments.HasLetter('i', 'I') || arguments.Has("--interactive"))
            return;
        var targets = arguments.Operands();
        foreach (var target in targets)
        {
            if (target.Constant == "{}" && context.IsFed)
                continue;
            if (AddReach(context, target))
                return;
        }

        if (context.IsFed)
            AddListed(context);
    }

    /// <summary>Adds a finding when the target can be more than a fixed place.</summary>
    private bool AddReach(Context context, ShellWord target, string? loss = null)
    {
        var (reach, inCurrentFolder) = context.Scope.Of(target, context.Dialect);
        if (reach is ShellReach.Unknown or ShellReach.Bounded)
            return false;

        // Without a shell nothing expands a wildcard or a tilde; some programs do it themselves.
        var sureness = reach == ShellReach.Everything && !(context.Dialect == ShellDialect.Arguments && (target.ToString().Contains('*') || target.Lead.StartsWith("~", StringComparison.Ordinal)))
            ? ShellSureness.Certain
            : ShellSureness.Chosen;
        loss ??= reach == ShellReach.Everything ? "deletes everything below its target" : "deletes whatever its target turns out to be, also when that is empty or too short";
        Add(context, loss, sureness, inCurrentFolder: inCurrentFolder);
        return true;
    }

    /// <summary>What another command lists is deleted.</summary>
    private void AddListed(Context context)
    {
        var filtered = false;
        for (var feeder = context.Command.Feeder; feeder is not null && feeder.Words.Count > 0; feeder = feeder.Feeder)
        {
            var program = ProgramName(feeder.Words[0]);
            var arguments = new ShellArguments(feeder.Words.Skip(1).ToList(), feeder.Dialect);
            if (!Listings.Contains(program))
            {
                filtered |= program is not ("sort" or "cat" or "tee" or "sort-object" or "select-object");
                continue;
            }

            if (program == "find" ? IsFiltered(arguments) : program == "fd" || arguments.Words.Any(word => StartsWithAny(word.Lead, "-filter", "-include", "-exclude", "-name")))
                return;
            if (filtered)
                return;
            var folders = program == "find" ? FindRoots(arguments) : arguments.Operands("-Path", "-LiteralPath", "-Depth");
            if (arguments.Value("-Path", "-LiteralPath") is { } path)
                folders.Insert(0, path);
            if (folders.Count == 0)
                Add(context, "deletes everything in the current folder", ShellSureness.Certain, inCurrentFolder: context.Scope.Folder is null);
            else
                _ = folders.Exists(folder => AddReach(context, folder));
            return;
        }
    }

    private void JudgeFind(Context context)
    {
        var arguments = context.Arguments;
        var deletes = arguments.Words.Any(word => word.Constant == "-delete");
        for (var i = 0; i + 1 < arguments.Words.Count && !deletes; i++)
        {
            if (!IsAny(arguments.Words[i].Constant, "-exec", "-execdir", "-ok"))
                continue;
            var run = arguments.Words.Skip(i + 1).TakeWhile(word => word.Constant is not (";" or "+")).ToList();
            deletes = arguments.Words[i].Constant != "-ok" && run.Exists(word => ProgramName(word) == "rm");
        }

        if (!deletes || IsFiltered(arguments))
            return;
        var roots = FindRoots(arguments);
        if (roots.Count == 0)
            roots.Add(ShellWord.Of("."));
        foreach (var root in roots)
        {
            if (root.Constant is "." or "./")
            {
                var folder = context.Scope.Folder;
                if (folder is null or ShellReach.Everything or ShellReach.Chosen)
                {
                    Add(context, "deletes everything in the current folder", folder == ShellReach.Chosen ? ShellSureness.Chosen : ShellSureness.Certain, inCurrentFolder: folder is null);
                    return;
                }
            }
            else if (AddReach(context, root))
            {
                return;
            }
        }
    }

    private static bool IsFiltered(ShellArguments arguments) => arguments.Words.Any(word => IsAny(word.Constant, FindFilters));

    private static List<ShellWord> FindRoots(ShellArguments arguments) =>
        arguments.Words.SkipWhile(word => word.Constant is "-L" or "-P" or "-H").TakeWhile(word => word.Lead is not (['-', ..] or "!" or "(")).ToList();

    private void JudgeWindowsDelete(Context context)
    {
        var arguments = context.Arguments;
        if (!arguments.HasSwitch('s') || arguments.HasSwitch('p') || arguments.HasSwitch('?'))
            return;
        foreach (var target in arguments.Words)
        {
            if (!target.Lead.StartsWith("/", StringComparison.Ordinal) && AddReach(context, target))
                return;
        }
    }

    private void JudgeRemoveItem(Context context)
    {
        var (targets, recurses, isFiltered) = (new List<ShellWord>(), false, false);
        for (var i = 0; i < context.Arguments.Words.Count; i++)
        {
            var word = context.Arguments.Words[i];
            var lead = word.Lead.ToLowerInvariant();
            if (lead.Length < 2 || lead[0] != '-')
            {
                targets.Add(word);
                continue;
            }

            var name = lead.Substring(1).TrimEnd(':');
            if (name is "rf" or "fr")
                recurses = true;
            else if ("recurse".StartsWith(name.Split(':')[0], StringComparison.Ordinal))
                recurses = !name.EndsWith(":$false", StringComparison.Ordinal);
            else if (name.Length > 1 && ("include".StartsWith(name, StringComparison.Ordinal) || "exclude".StartsWith(name, StringComparison.Ordinal) || "filter".StartsWith(name, StringComparison.Ordinal)))
            {
                isFiltered |= !(i + 1 < context.Arguments.Words.Count && context.Arguments.Words[i + 1].Constant is "*" or "*.*");
                i++;
            }
            else if (name is "erroraction" or "ea" or "warningaction" or "wa" or "stream" or "credential" or "errorvariable" or "ev")
                i++;
        }

        if (!recurses || isFiltered)
            return;
        if (targets.Count == 0 && context.Command.Feeder is not null)
            AddListed(context);
        foreach (var target in targets)
        {
            if (AddReach(context, target))
                return;
        }
    }

    private void JudgeDisks(Context context)
    {
        var arguments = context.Arguments;
        var isDestructive = context.Program switch
        {
            "dd" => arguments.Words.Any(word => word.Lead.StartsWith("of=", StringComparison.Ordinal) && IsDisk(word.Lead.Substring(3))),
            "format" => context.Dialect != ShellDialect.Posix && arguments.Words.Any(word => word.Constant is [var drive, ':'] && char.IsLetter(drive)),
            "wipefs" => (arguments.HasLetter('a') || arguments.Has("--all")) && !arguments.HasLetter('n'),
            "sgdisk" => arguments.HasLetter('Z', 'z') || arguments.Has("--zap-all", "--zap"),
            "blkdiscard" => arguments.Operands("-o", "-l", "-p").Count > 0,
            "format-volume" or "clear-disk" or "remove-partition" => context.Dialect == ShellDialect.PowerShell,

            // A file is as good as a disk for a test; only devices count.
            _ => arguments.Operands("-L", "-n", "-t", "-b", "-F", "-s", "-m", "-i").Exists(word => word.Lead.StartsWith("/dev/", StringComparison.Ordinal)),
        };
        if (isDestructive)
            Add(context, "erases a disk or partition", ShellSureness.Certain);
    }
}
