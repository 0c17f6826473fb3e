namespace AiSafety.Analyzers.Shell;

/// <summary>The command interpreter of Windows: quotes, carets, percent signs.</summary>
internal sealed class CmdLexer(ShellText text) : ShellLexer(text, ShellDialect.Cmd)
{
    protected override void ReadCommands(char close)
    {
        while (At < End)
        {
            switch (Source[At])
            {
                case '\n' or '(' or ')':
                    At++;
                    Finish();
                    break;
                case ' ' or '\t' or '\r' or ',' or ';':
                    At++;
                    break;
                case '@' when Current.Words.Count == 0:
                    At++;
                    break;
                case '&':
                    At += Sees('&', 1) ? 2 : 1;
                    Finish();
                    break;
                case '|':
                    var isOr = Sees('|', 1);
                    At += isOr ? 2 : 1;
                    Finish(feeds: !isOr);
                    break;
                case '<' or '>':
                    ReadRedirection();
                    break;
                case ':' when Sees(':', 1) && Current.Words.Count == 0:
                    SkipLine();
                    break;
                default:
                    Add(ReadWord());
                    break;
            }
        }
    }

    private void Add(ShellWord word)
    {
        if (At < End && Source[At] is '<' or '>' && word.Constant is { } number && number.All(char.IsDigit))
            return;
        if (Current.Words.Count == 0 && string.Equals(word.Constant, "rem", StringComparison.OrdinalIgnoreCase))
            SkipLine();
        else if (Current.Words.Count == 0 && word.Constant is { } name && name.IndexOf('/') is > 0 and var slash && name.Take(slash).All(char.IsLetter))
        {
            // rd/s/q
            Current.Words.Add(ShellWord.Of(name.Substring(0, slash), word.Start));
            Current.Words.Add(word.Skip(slash));
        }
        else
            Current.Words.Add(word);
    }

    private void ReadRedirection()
    {
        var writes = Source[At] == '>';
        while (At < End && Source[At] is '<' or '>' or '&' or ' ' or '\t')
            At++;
        if (At >= End || Source[At] is '\n' or '|' or '(' or ')')
            return;
        var target = ReadWord();
        if (writes)
            Current.WrittenTo.Add(target);
    }

    private ShellWord ReadWord()
    {
        var start = At;
        var word = new ShellWordBuilder(start);
        var quoted = false;
        while (At < End)
        {
            if (IsHole(At))
            {
                TakeHole(word, quoted);
                continue;
            }

            var c = Source[At];
            if (c == '\n' || (!quoted && c is ' ' or '\t' or '\r' or '&' or '|' or '<' or '>' or '(' or ')' or ',' or ';'))
                break;
            if (c == '"')
            {
                quoted = !quoted;
                At++;
            }
            else if (c == '^' && !quoted)
            {
                At++;
                if (At < End && Source[At] != '\n')
                    Take(word, quoted: true);
            }
            else if (c is '%' or '!' && ReadVariable(c) is { } variable)
            {
                word.Append(new ShellPiece(ShellPieceKind.Variable, variable, quoted));
            }
            else
            {
                // cmd expands wildcards in quotes, too: the programs do it.
                Take(word, quoted: false);
            }
        }

        if (At == start)
            At++;
        return word.Build();
    }

    /// <summary>Takes <c>%name%</c>, <c>!name!</c>, <c>%1</c>, <c>%~dp0</c> or <c>%%i</c>; null where it is none.</summary>
    private string? ReadVariable(char mark)
    {
        var start = At + 1;
        var at = start;
        while (at < End && at - start < 100 && (IsNameCharacter(Source[at]) || Source[at] is '(' or ')' or ':' or '~' or '-' or '='))
            at++;
        if (at > start && at < End && Source[at] == mark)
        {
            At = at + 1;
            var name = Source.Substring(start, at - start);
            return name.IndexOf(':') is > 0 and var colon ? name.Substring(0, colon) : name;
        }

        if (mark == '!')
            return null;
        at = start;
        if (at < End && Source[at] == '%')
            at++;
        if (at < End && Source[at] == '~')
            at++;
        while (at - start < 10 && at + 1 < End && char.IsLetter(Source[at]) && char.IsLetterOrDigit(Source[at + 1]))
            at++;
        if (at >= End || !char.IsLetterOrDigit(Source[at]))
            return null;
        At = at + 1;
        return Source.Substring(start, At - start);
    }
}
