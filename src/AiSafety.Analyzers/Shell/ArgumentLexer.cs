namespace AiSafety.Analyzers.Shell;

/// <summary>
/// The arguments of a program in one string, as .NET and Windows take it apart: blanks separate, double quotes hold together, a backslash before a quote escapes
/// it. No variables, wildcards or operators.
/// </summary>
internal sealed class ArgumentLexer(ShellText text) : ShellLexer(text, ShellDialect.Arguments)
{
    protected override void ReadCommands(char close)
    {
        while (At < End)
        {
            if (Source[At] is ' ' or '\t' or '\n' or '\r')
                At++;
            else
                Current.Words.Add(ReadWord());
        }
    }

    private ShellWord ReadWord()
    {
        var word = new ShellWordBuilder(At);
        var quoted = false;
        while (At < End && (quoted || Source[At] is not (' ' or '\t' or '\n' or '\r')))
        {
            if (Source[At] == '\\')
            {
                TakeBackslashes(word, quoted);
            }
            else if (Source[At] == '"')
            {
                At++;
                if (quoted && Sees('"'))
                    Take(word, quoted);
                else
                    quoted = !quoted;
                if (word.IsEmpty)
                    word.Append(new ShellPiece(ShellPieceKind.Text, "", IsQuoted: true));
            }
            else
            {
                Take(word, quoted);
            }
        }

        return word.Build();
    }

    private void TakeBackslashes(ShellWordBuilder word, bool quoted)
    {
        var count = 0;
        while (Sees('\\', count))
            count++;
        At += count;
        var escapes = Sees('"');
        for (var i = escapes ? count / 2 : count; i > 0; i--)
            word.Append('\\', quoted);
        if (escapes && count % 2 == 1)
            Take(word, quoted);
    }
}
