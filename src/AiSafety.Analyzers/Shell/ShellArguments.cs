namespace AiSafety.Analyzers.Shell;

/// <summary>The words behind a program's name, as options and operands.</summary>
internal sealed class ShellArguments
{
    private readonly int end;

    /// <param name="words">The words behind the name.</param>
    /// <param name="dialect">How they were read.</param>
    public ShellArguments(IReadOnlyList<ShellWord> words, ShellDialect dialect)
    {
        Words = words;
        Dialect = dialect;
        end = words.Count;
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Constant == "--")
            {
                end = i;
                break;
            }
        }
    }

    public IReadOnlyList<ShellWord> Words { get; }

    public ShellDialect Dialect { get; }

    /// <summary>Whether one of the options is given, alone or with <c>=value</c>; case counts.</summary>
    public bool Has(params string[] names) => Find(names) is not null;

    /// <summary>The option's word, or null.</summary>
    public ShellWord? Find(params string[] names)
    {
        for (var i = 0; i < end; i++)
        {
            var lead = Words[i].Lead;
            foreach (var name in names)
            {
                if (lead.StartsWith(name, StringComparison.Ordinal) && (lead.Length == name.Length ? !Words[i].Varies : lead[name.Length] == '='))
                    return Words[i];
            }
        }

        return null;
    }

    /// <summary>Whether a letter is among the single-letter options: <c>-rf</c>.</summary>
    public bool HasLetter(params char[] letters)
    {
        for (var i = 0; i < end; i++)
        {
            if (Words[i].Constant is { Length: > 1 } text && text[0] == '-' && text[1] != '-' && text.IndexOfAny(letters, 1) > 0)
                return true;
        }

        return false;
    }

    /// <summary>Whether a switch of the Windows form is given, also glued to others: <c>/s/q</c>.</summary>
    public bool HasSwitch(char letter)
    {
        foreach (var word in Words)
        {
            if (word.Lead is ['/', ..] text && text.Split('/').Any(each => each.Length > 0 && char.ToLowerInvariant(each[0]) == letter && (each.Length == 1 || each[1] == ':')))
                return true;
        }

        return false;
    }

    /// <summary>The value of an option: <c>--name=value</c>, <c>-nvalue</c> for single letters, or the next word; null without one.</summary>
    public ShellWord? Value(params string[] names)
    {
        for (var i = 0; i < end; i++)
        {
            var lead = Words[i].Lead;
            foreach (var name in names)
            {
                if (!lead.StartsWith(name, StringComparison.Ordinal))
                    continue;
                if (lead.Length == name.Length && !Words[i].Varies)
                    return i + 1 < Words.Count ? Words[i + 1] : null;
                if (lead.Length > name.Length && lead[name.Length] == '=')
                    return Words[i].Skip(name.Length + 1);
                if (name.Length == 2)
                    return Words[i].Skip(2);
            }
        }

        return null;
    }

    /// <summary>The words that are neither options nor their values.</summary>
    /// <param name="withValue">Options that take the next word.</param>
    public List<ShellWord> Operands(params string[] withValue)
    {
        var operands = new List<ShellWord>();
        for (var i = 0; i < Words.Count; i++)
        {
            var lead = Words[i].Lead;
            if (i == end)
                continue;
            if (i < end && lead.Length > 1 && lead[0] == '-')
            {
                if (Array.IndexOf(withValue, lead) >= 0)
                    i++;
            }
            else
            {
                operands.Add(Words[i]);
            }
        }

        return operands;
    }

    /// <summary>The words from an operand on: <c>run --rm</c> of <c>-H x run --rm</c>.</summary>
    public ShellArguments From(int index) => new(Words.Skip(index).ToList(), Dialect);

    /// <summary>The index of the first operand; the count where there is none.</summary>
    public int FirstOperand(params string[] withValue)
    {
        var i = 0;
        for (; i < Words.Count; i++)
        {
            var lead = Words[i].Lead;
            if (Words[i].Constant == "--")
                return i + 1;
            if (lead.Length < 2 || lead[0] != '-')
                break;
            if (Array.IndexOf(withValue, lead) >= 0)
                i++;
        }

        return Math.Min(i, Words.Count);
    }
}
