namespace AiSafety.Analyzers.Shell;

/// <summary>The grammar of sh and bash, as far as it decides what is a command and what is a word.</summary>
internal sealed class PosixLexer(ShellText text) : ShellLexer(text, ShellDialect.Posix)
{
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "if", "then", "else", "elif", "fi", "do", "done", "while", "until", "esac", "!", "{", "}", "time", "coproc",
    };

    private readonly Queue<(ShellCommand Reader, string Delimiter, bool Indented)> documents = new();
    private bool skipsName;

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
                case '\n':
                    At++;
                    Finish();
                    ReadDocuments();
                    break;
                case ' ' or '\t' or '\r':
                    At++;
                    break;
                case '\\' when Sees('\n', 1):
                    At += 2;
                    break;
                case '#':
                    SkipLine();
                    break;
                case '&' or '|' or '(' or ')' or '<' or '>' when IsInTest():
                    At++;
                    break;
                case '|':
                    At++;
                    var isOr = Sees('|');
                    if (isOr || Sees('&'))
                        At++;
                    Finish(feeds: !isOr);
                    break;
                case '&' when Sees('>', 1):
                    At++;
                    ReadRedirection();
                    break;
                case '&' or ';' or ')':
                    At++;
                    Finish();
                    break;
                case '(':
                    ReadGroup();
                    break;
                case '<' or '>':
                    ReadRedirection();
                    break;
                default:
                    Add(ReadWord());
                    break;
            }
        }
    }

    private bool IsInTest() => Current.Words is [{ Constant: "[[" }, ..] && Current.Words[Current.Words.Count - 1].Constant != "]]";

    private void ReadGroup()
    {
        if (Current.Words.Count == 1 && Sees(')', 1))
        {
            // name() { … }: the body is read like any other code.
            Current.Words.Clear();
            At += 2;
            return;
        }

        At++;
        if (Sees('('))
        {
            SkipArithmetic();
            return;
        }

        ReadNested(')');
    }

    private void SkipArithmetic()
    {
        var end = Source.IndexOf("))", At, End - At, StringComparison.Ordinal);
        At = end < 0 ? End : end + 2;
    }

    private void Add(ShellWord word)
    {
        var isFirst = Current.Words.Count == 0;
        if (skipsName && isFirst)
        {
            skipsName = false;
            return;
        }

        if (isFirst && !word.IsQuoted && word.Constant is { } text && (Reserved.Contains(text) || text == "function"))
        {
            skipsName = text == "function";
            return;
        }

        // The number of the stream that a redirection is about.
        if (At < End && Source[At] is '<' or '>' && word is { IsQuoted: false, Constant: { } number } && number.All(char.IsDigit))
            return;
        if (isFirst && Name(word) is { } name)
            Current.Assignments.Add((name, word.Skip(name.Length + 1)));
        else
            Current.Words.Add(word);
    }

    /// <summary>The name of <c>name=value</c>, or null.</summary>
    internal static string? Name(ShellWord word)
    {
        if (word.Pieces is not [{ Kind: ShellPieceKind.Text, IsQuoted: false, Text: var text }, ..])
            return null;
        var length = text.IndexOf('=');
        return length > 0 && !char.IsDigit(text[0]) && text.Take(length).All(IsNameCharacter) ? text.Substring(0, length) : null;
    }

    private void ReadRedirection()
    {
        if (Source[At] == '<' && Sees('<', 1))
        {
            At += 2;
            if (Sees('<'))
            {
                At++;
                SkipBlanks();
                Current.Input = ReadWord().ToText();
                return;
            }

            var indented = Sees('-');
            if (indented)
                At++;
            SkipBlanks();
            documents.Enqueue((Current, ReadWord().ToString(), indented));
            return;
        }

        var writes = Source[At] == '>';
        At++;
        if (Sees('('))
        {
            At++;
            ReadNested(')');
            return;
        }

        while (At < End && Source[At] is '>' or '|' or '&')
            At++;
        SkipBlanks();
        if (At >= End || Source[At] == '\n')
            return;
        var target = ReadWord();
        if (writes)
            Current.WrittenTo.Add(target);
    }

    private void SkipBlanks()
    {
        while (At < End && Source[At] is ' ' or '\t')
            At++;
    }

    private void ReadDocuments()
    {
        while (documents.Count > 0)
        {
            var (reader, delimiter, indented) = documents.Dequeue();
            var start = At;
            var end = End;
            while (At < End)
            {
                var line = At;
                SkipLine();
                var content = Source.Substring(line, At - line).TrimEnd('\r');
                if (At < End)
                    At++;
                if ((indented ? content.TrimStart('\t') : content) != delimiter)
                    continue;
                end = line;
                break;
            }

            reader.Input = Text.Slice(start, end);
        }
    }

    private ShellWord ReadWord()
    {
        var start = At;
        var word = new ShellWordBuilder(start);
        while (At < End && (IsHole(At) || Source[At] is not (' ' or '\t' or '\r' or '\n' or ';' or '&' or '|' or '<' or '>' or '(' or ')')))
            ReadPiece(word);
        if (At == start)
            At++;
        return word.Build();
    }

    private void ReadPiece(ShellWordBuilder word)
    {
        switch (Source[At])
        {
            case '\\':
                At++;
                if (Sees('\n'))
                    At++;
                else if (At < End)
                    Take(word, quoted: true);
                break;
            case '\'':
                At++;
                while (At < End && Source[At] != '\'')
                    Take(word, quoted: true);
                At++;
                EnsureWord(word);
                break;
            case '"':
                At++;
                ReadQuoted(word);
                break;
            case '`':
                ReadBackquoted(word, quoted: false);
                break;
            case '$':
                ReadExpansion(word, quoted: false);
                break;
            default:
                Take(word, quoted: false);
                break;
        }
    }

    private void ReadQuoted(ShellWordBuilder word)
    {
        while (At < End && Source[At] != '"')
        {
            switch (Source[At])
            {
                case '\\' when At + 1 < End && Source[At + 1] is '"' or '\\' or '$' or '`' or '\n':
                    At++;
                    Take(word, quoted: true);
                    break;
                case '`':
                    ReadBackquoted(word, quoted: true);
                    break;
                case '$':
                    ReadExpansion(word, quoted: true);
                    break;
                default:
                    Take(word, quoted: true);
                    break;
            }
        }

        At++;
        EnsureWord(word);
    }

    // '' and "" are words, too.
    private static void EnsureWord(ShellWordBuilder word)
    {
        if (word.IsEmpty)
            word.Append(new ShellPiece(ShellPieceKind.Text, "", IsQuoted: true));
    }

    private void ReadBackquoted(ShellWordBuilder word, bool quoted)
    {
        var close = At + 1;
        while (close < End && Source[close] != '`')
            close += Source[close] == '\\' ? 2 : 1;
        close = Math.Min(close, End);
        var end = End;
        At++;
        End = close;
        var command = ReadNested('\0');
        (At, End) = (Math.Min(close + 1, end), end);
        word.Append(new ShellPiece(ShellPieceKind.Substitution, command, quoted));
    }

    private void ReadExpansion(ShellWordBuilder word, bool quoted)
    {
        At++;
        if (At >= End)
        {
            word.Append('$', quoted);
            return;
        }

        var c = Source[At];
        if (c == '(' && Sees('(', 1))
        {
            At++;
            SkipArithmetic();
            word.Append(new ShellPiece(ShellPieceKind.Hole, "", quoted, ShellHole.Value));
        }
        else if (c == '(')
        {
            At++;
            word.Append(new ShellPiece(ShellPieceKind.Substitution, ReadNested(')'), quoted));
        }
        else if (c == '{')
        {
            ReadBraced(word, quoted);
        }
        else if (c == '\'' && !quoted)
        {
            At++;
            while (At < End && Source[At] != '\'')
            {
                if (Source[At] == '\\' && At + 1 < End)
                    At++;
                Take(word, quoted: true);
            }

            At++;
            EnsureWord(word);
        }
        else if (IsNameCharacter(c))
        {
            var start = At;
            if (char.IsDigit(c))
                At++;
            else
                while (At < End && IsNameCharacter(Source[At]))
                    At++;
            word.Append(new ShellPiece(ShellPieceKind.Variable, Source.Substring(start, At - start), quoted));
        }
        else if (c is '@' or '*' or '#' or '?' or '$' or '!' or '-')
        {
            At++;
            word.Append(new ShellPiece(ShellPieceKind.Variable, c.ToString(), quoted));
        }
        else if (c != '"' || quoted)
        {
            word.Append('$', quoted);
        }
    }

    // ${name}, ${name:-default}, ${name:?}, ${#name}, ${name%/*}
    private void ReadBraced(ShellWordBuilder word, bool quoted)
    {
        At++;
        var start = At;
        while (At < End && IsNameCharacter(Source[At]))
            At++;
        var name = Source.Substring(start, At - start);
        var rest = At;
        var open = 1;
        while (At < End && open > 0)
        {
            open += Source[At] == '{' ? 1 : Source[At] == '}' ? -1 : 0;
            At++;
        }

        var modifier = Source.Substring(rest, At - rest);
        var isTemporary = modifier.StartsWith(":-/tmp", StringComparison.Ordinal) || modifier.StartsWith("-/tmp", StringComparison.Ordinal);
        word.Append(isTemporary
            ? new ShellPiece(ShellPieceKind.Hole, "", quoted, ShellHole.Scratch)
            : new ShellPiece(ShellPieceKind.Variable, name, quoted, IsChecked: modifier.StartsWith(":?", StringComparison.Ordinal)));
    }
}
