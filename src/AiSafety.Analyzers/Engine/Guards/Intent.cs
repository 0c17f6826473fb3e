namespace AiSafety.Analyzers.Engine.Guards;

/// <summary>Which outcome of a boolean with some name means "go ahead".</summary>
internal enum Polarity
{
    /// <summary>The name does not say.</summary>
    Either,
    True,
    False,
}

/// <summary>Reads the intent that the name of a flag, option or setting states.</summary>
internal static class Intent
{
    private static readonly HashSet<string> Permits = new(StringComparer.OrdinalIgnoreCase)
    {
        "all", "allow", "allowed", "allows", "approve", "approved", "clean", "cleanup", "clear", "confirm", "confirmed", "confirmation",
        "delete", "destroy", "drop", "enable", "enabled", "entire", "erase", "everything", "force", "forced", "full", "nuke",
        "overwrite", "purge", "rebuild", "recreate", "refresh", "remove", "replace", "reseed", "reset", "truncate", "wipe", "yes",
    };

    private static readonly HashSet<string> Forbids = new(StringComparer.OrdinalIgnoreCase)
    {
        "avoid", "disable", "disabled", "dont", "dry", "dryrun", "forbid", "forbidden", "keep", "never", "no", "not", "prevent",
        "preserve", "preview", "production", "protect", "protected", "readonly", "retain", "safe", "simulate", "simulation", "skip", "without",
    };

    // Words of a flag that somebody must have set on purpose, on whatever type it stands.
    private static readonly HashSet<string> Deliberate = new(StringComparer.OrdinalIgnoreCase)
    {
        "acknowledged", "all", "approve", "approved", "clear", "confirm", "confirmed", "confirmation", "destroy", "dry", "dryrun", "erase",
        "everything", "force", "forced", "nuke", "overwrite", "purge", "rebuild", "recreate", "reseed", "reset", "simulate", "simulation",
        "truncate", "whatif", "wipe", "yes",
    };

    /// <summary>The outcome that lets the work go on, as far as the words of the name say.</summary>
    public static Polarity Of(string name)
    {
        var (permits, forbids, asks) = (false, 0, false);
        foreach (var word in Words(name))
        {
            if (Forbids.Contains(word))
                forbids++;
            permits |= Permits.Contains(word);
            asks |= IsQuestion(word);
        }

        if (IsWhatIf(name))
            forbids++;

        // Who asks for no questions (skipConfirmation, noPrompt) has decided, too.
        return forbids == 1 && asks ? Polarity.Either : forbids == 1 ? Polarity.False : forbids == 0 && permits ? Polarity.True : Polarity.Either;
    }

    /// <summary>Whether the name says that its flag is about going on with something drastic.</summary>
    public static bool IsDeliberate(string name)
    {
        foreach (var word in Words(name))
        {
            if (Deliberate.Contains(word))
                return true;
        }

        return IsWhatIf(name);
    }

    /// <summary>Whether a method name says that it asks somebody: <c>ConfirmAsync</c>, <c>PromptYesNo</c>.</summary>
    public static bool Asks(string name)
    {
        foreach (var word in Words(name))
        {
            if (IsQuestion(word))
                return true;
        }

        return false;
    }

    /// <summary>Whether a text that an answer is compared with means no.</summary>
    public static bool MeansNo(string text) =>
        text.Trim().ToUpperInvariant() is "N" or "NO" or "NONE" or "CANCEL" or "ESCAPE" or "ABORT" or "Q" or "QUIT" or "FALSE" or "0" or "OFF" or "DISABLED";

    /// <summary>Whether an environment of this name is one where a loss matters.</summary>
    public static bool IsProduction(string name) => name.StartsWith("prod", StringComparison.OrdinalIgnoreCase) || string.Equals(name, "live", StringComparison.OrdinalIgnoreCase);

    private static bool IsQuestion(string word) =>
        word.ToUpperInvariant() is "CONFIRM" or "CONFIRMS" or "CONFIRMED" or "CONFIRMATION" or "PROMPT" or "YES";

    private static bool IsWhatIf(string name) => name.Replace("_", "").IndexOf("whatif", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>The words of a name in camel, Pascal, snake or kebab case.</summary>
    public static IEnumerable<string> Words(string name)
    {
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var ends = i == name.Length || !char.IsLetter(name[i]) || (i > start && char.IsUpper(name[i]) && !char.IsUpper(name[i - 1]));
            if (!ends)
                continue;
            if (i > start)
                yield return name.Substring(start, i - start);
            start = i == name.Length || char.IsLetter(name[i]) ? i : i + 1;
        }
    }
}
