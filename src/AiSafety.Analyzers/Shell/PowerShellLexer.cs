namespace AiSafety.Analyzers.Shell;

/// <summary>PowerShell, as far as it decides what is a command and what is a word.</summary>
internal sealed class PowerShellLexer(ShellText text) : ShellLexer(text, ShellDialect.PowerShell)
{
    protected override void ReadCommands(char close)
    {
        while (At < End)
        {
            var c = Source[At];
            if (c == close && close != '\0')
            {
                At++;
                break;
            }

            switch (c)
            {
                case '\n' or ';' or ')' or '}':
                    At++;
                    Finish();
                    break;
                case ' ' or '\t' or '\r' or ',':
                    At++;
                    break;
                case '`' when Sees('\n', 1):
                    At += 2;
                    break;
                case '#':
                    SkipLine();
                    break;
                case '<' when Sees('#', 1):
                    var end = Source.IndexOf("#>", At, End - At, StringComparison.Ordinal);
                    At = end < 0 ? End : end + 2;
                    break;
                case '|':
                    var isOr = Sees('|', 1);
                    At += isOr ? 2 : 1;
                    Finish(feeds: !isOr);
                    break;
                case '&' when Sees('&', 1):
                    At += 2;
                    Finish();
                    break;
                case '&' or '.' when Current.Words.Count == 0 && At + 1 < End && Source[At + 1] is ' ' or '"' or '\'' or '{' or '$':
                    // The call operators.
                    At++;
                    break;
                case '(' or '{':
                    AddNested(1);
                    break;
                case '@' when At + 1 < End && Source[At + 1] is '(' or '{':
                    AddNested(2);
                    break;
                case '>':
                    ReadRedirection();
                    break;
                case '=' when Current is { AssignsTo: null, Words: [{ Pieces: [{ Kind: ShellPieceKind.Variable, Text: var name }] }] }:
                    At++;
                    Current.Words.Clear();
                    Current.AssignsTo = name;
                    break;
                default:
                    Current.Words.Add(ReadWord());
                    break;
            }
        }
    }

    private void AddNested(int length)
    {
        var word = new ShellWordBuilder(At);
        word.Append(new ShellPiece(ShellPieceKind.Substitution, ReadBracketed(length), IsQuoted: false));
        Current.Words.Add(word.Build());
    }

    private string ReadBracketed(int length)
    {
        At += length;
        return ReadNested(Source[At - 1] == '{' ? '}' : ')');
    }

    private void ReadRedirection()
    {
        while (At < End && Source[At] is '>' or '&' or ' ')
            At++;
        if (At < End && Source[At] is not ('\n' or ';' or '|' or ')' or '}'))
            ReadWord();
    }

    private ShellWord ReadWord()
    {
        var start = At;
        var word = new ShellWordBuilder(start);
        while (At < End)
        {
            if (IsHole(At))
            {
                TakeHole(word, quoted: false);
                continue;
            }

            var c = Source[At];
            if (c is ' ' or '\t' or '\r' or '\n' or ';' or '|' or '{' or '}' or ')' or ',' or '>' || (c == '=' && Source[start] == '$'))
                break;
            if (c == '(')
            {
                if (At == start)
                    break;

                // A method call: what is in the parentheses belongs to the value.
                var called = word.Build().Constant;
                var inner = ReadBracketed(1);
                word.Append(new ShellPiece(ShellPieceKind.Substitution, called ?? inner, IsQuoted: false));
            }
            else if (c == '@' && At == start && At + 1 < End && Source[At + 1] is '\'' or '"')
                ReadHereString(word);
            else if (c == '\'')
                ReadLiteral(word);
            else if (c == '"')
                ReadExpandable(word);
            else if (c == '`' && At + 1 < End)
            {
                At++;
                Take(word, quoted: true);
            }
            else if (c == '$')
                ReadExpansion(word, quoted: false);
            else
                Take(word, quoted: false);
        }

        if (At == start)
            At++;
        return word.Build();
    }

    private void ReadLiteral(ShellWordBuilder word)
    {
        At++;
        while (At < End)
        {
            if (Source[At] == '\'')
            {
                if (!Sees('\'', 1))
                    break;
                At++;
            }

            Take(word, quoted: true);
        }

        At++;
    }

    private void ReadExpandable(ShellWordBuilder word)
    {
        At++;
        while (At < End && Source[At] != '"')
        {
            if (Source[At] == '$')
                ReadExpansion(word, quoted: true);
            else
            {
                if (Source[At] == '`' && At + 1 < End)
                    At++;
                Take(word, quoted: true);
            }
        }

        At++;
    }

    private void ReadHereString(ShellWordBuilder word)
    {
        var close = "\n" + Source[At + 1] + "@";
        var start = Math.Min(At + 2, End);
        var end = Source.IndexOf(close, start, End - start, StringComparison.Ordinal);
        var (stop, next) = end < 0 ? (End, End) : (end, end + close.Length);
        At = start;
        while (At < stop)
            Take(word, quoted: true);
        At = next;
    }

    private void ReadExpansion(ShellWordBuilder word, bool quoted)
    {
        if (Sees('(', 1))
        {
            word.Append(new ShellPiece(ShellPieceKind.Substitution, ReadBracketed(2), quoted));
            return;
        }

        At++;
        var start = At;
        if (Sees('{'))
        {
            var end = Source.IndexOf('}', At, End - At);
            var name = end < 0 ? "" : Source.Substring(At + 1, end - At - 1);
            At = end < 0 ? End : end + 1;
            word.Append(new ShellPiece(ShellPieceKind.Variable, name, quoted));
            return;
        }

        while (At < End && (IsNameCharacter(Source[At]) || (Source[At] == ':' && At > start && At + 1 < End && IsNameCharacter(Source[At + 1]))))
            At++;
        if (At == start)
        {
            word.Append('$', quoted);
            return;
        }

        var variable = Source.Substring(start, At - start);
        if (variable.ToLowerInvariant() is "true" or "false" or "null")
        {
            foreach (var c in "$" + variable)
                word.Append(c, quoted);
            return;
        }

        word.Append(new ShellPiece(ShellPieceKind.Variable, variable, quoted));

        // A member of the variable is part of its value.
        while (!quoted && Sees('.') && At + 1 < End && char.IsLetter(Source[At + 1]))
        {
            At++;
            while (At < End && IsNameCharacter(Source[At]))
                At++;
        }
    }
}
