namespace AiSafety.Analyzers.Sql;

internal enum SqlTokenKind : byte
{
    /// <summary>A bare name or keyword; it may contain holes.</summary>
    Word,

    /// <summary>A quoted name: <c>"x"</c>, <c>[x]</c>, <c>`x`</c>.</summary>
    Quoted,

    /// <summary>A string in single quotes, of any prefix.</summary>
    String,

    /// <summary>A dollar-quoted string.</summary>
    Dollar,
    Number,

    /// <summary><c>@x</c>, <c>:x</c>, <c>$1</c>, <c>?</c>.</summary>
    Parameter,

    /// <summary>A hole that stands alone.</summary>
    Hole,

    /// <summary>An operator or bracket; the token's <see cref="SqlToken.Symbol"/> says which.</summary>
    Symbol,

    /// <summary><c>;</c>, <c>GO</c>, a line with only <c>/</c>, or a client command.</summary>
    Separator,
}

/// <summary>One token: where it stands and what it is.</summary>
internal readonly struct SqlToken(
    SqlTokenKind kind, int start, int end, SqlWord word = SqlWord.None, string symbol = "", SqlHole? hole = null, bool unclear = false, bool batchEnd = false)
{
    public readonly SqlTokenKind Kind = kind;
    public readonly SqlWord Word = word;
    public readonly int Start = start;
    public readonly int End = end;

    /// <summary>The operator, for <see cref="SqlTokenKind.Symbol"/>.</summary>
    public readonly string Symbol = symbol;

    /// <summary>The hole that the token is, or that its text ends with.</summary>
    public readonly SqlHole? Hole = hole;

    /// <summary>
    /// The token may be more than a name: two unknown strings in a row, or one glued to a finished name (<c>users{where}</c>).
    /// </summary>
    public readonly bool Unclear = unclear;

    /// <summary>A separator that also ends the body of a procedure: <c>GO</c>, <c>/</c>.</summary>
    public readonly bool BatchEnd = batchEnd;
}

/// <summary>A comment and the number of tokens before it.</summary>
internal readonly record struct SqlComment(int Start, int End, int TokenIndex);

/// <summary>Text to read: a whole <see cref="SqlText"/>, or the content of a string in it.</summary>
internal sealed class SqlSource(string text, IReadOnlyDictionary<int, SqlHole> holes, int[]? map)
{
    public string Text { get; } = text;

    public IReadOnlyDictionary<int, SqlHole> Holes { get; } = holes;

    /// <summary>The position in the outermost text.</summary>
    public int ToRoot(int position) =>
        map is null ? position : map.Length == 0 ? 0 : position < map.Length ? map[position] : map[map.Length - 1] + 1;

    /// <summary>The hole at a position, or null.</summary>
    public SqlHole? HoleAt(int position) =>
        Text[position] == SqlText.Placeholder && Holes.TryGetValue(position, out var hole) ? hole : null;
}

/// <summary>
/// Splits SQL of any of the five dialects into tokens. Where dialects read a character differently, the context decides;
/// where it does not, <see cref="UnreliableFrom"/> says from where on the tokens are a guess.
/// </summary>
internal sealed class SqlLexer
{
    private const int MaxBracketedName = 256;
    private readonly SqlSource _source;
    private readonly string _text;
    private int _at;
    private bool _commentsNest = true;
    private int _hashLineEnd = -1;
    private int _hashLineWhere;

    private SqlLexer(SqlSource source)
    {
        _source = source;
        _text = source.Text;
    }

    public List<SqlToken> Tokens { get; } = [];

    public List<SqlComment> Comments { get; } = [];

    /// <summary>The first position whose reading is uncertain (an open string or comment, an ambiguous escape).</summary>
    public int UnreliableFrom { get; private set; } = int.MaxValue;

    public static SqlLexer Run(SqlSource source)
    {
        var lexer = new SqlLexer(source);
        while (lexer._at < lexer._text.Length)
            lexer.Next();
        return lexer;
    }

    private void Next()
    {
        var c = _text[_at];
        if (char.IsWhiteSpace(c) || c == '\uFEFF')
        {
            _at++;
        }
        else if (c == '-' && Peek(1) == '-')
        {
            LineComment();
        }
        else if (c == '/' && Peek(1) == '*')
        {
            BlockComment();
        }
        else if (c == '#')
        {
            HashSign();
        }
        else if (c == '\'')
        {
            QuotedString(_at, backslashEscapes: false);
        }
        else if (c == '"')
        {
            QuotedName('"');
        }
        else if (c == '`')
        {
            QuotedName('`');
        }
        else if (c == '[')
        {
            Bracket();
        }
        else if (c == '$')
        {
            DollarSign();
        }
        else if (c == '?' || (c is '@' or ':' && IsNamePart(_at + 1)))
        {
            Parameter();
        }
        else if (char.IsDigit(c) || (c == '.' && char.IsDigit(Peek(1)) && !PreviousTouches()))
        {
            Number();
        }
        else if (char.IsLetter(c) || c == '_' || _source.HoleAt(_at) is not null)
        {
            Word();
        }
        else if (c == ';')
        {
            Add(SqlTokenKind.Separator, 1);
        }
        else if (c == '/' && IsAloneOnLine(_at, _at + 1))
        {
            Tokens.Add(new SqlToken(SqlTokenKind.Separator, _at, ++_at, batchEnd: true));
        }
        else if (c == '\\' && IsLineStart(_at))
        {
            // A client command such as \connect: the line is not SQL.
            Tokens.Add(new SqlToken(SqlTokenKind.Separator, _at, _at = LineEnd(_at)));
        }
        else
        {
            Symbol();
        }
    }

    private char Peek(int distance) => _at + distance < _text.Length ? _text[_at + distance] : '\0';

    private bool IsNamePart(int position)
    {
        if (position >= _text.Length)
            return false;
        var c = _text[position];
        return char.IsLetterOrDigit(c) || c is '_' or '#' or '$' or '@' || _source.HoleAt(position) is not null;
    }

    private bool PreviousTouches() =>
        Tokens.Count > 0 && Tokens[Tokens.Count - 1].End == _at && Tokens[Tokens.Count - 1].Kind is not (SqlTokenKind.Symbol or SqlTokenKind.Separator);

    private void Add(SqlTokenKind kind, int length)
    {
        Tokens.Add(new SqlToken(kind, _at, _at + length));
        _at += length;
    }

    private int LineEnd(int from)
    {
        var end = _text.IndexOf('\n', from);
        return end < 0 ? _text.Length : end;
    }

    private bool IsLineStart(int position)
    {
        for (var i = position - 1; i >= 0 && _text[i] is not ('\n' or '\r'); i--)
        {
            if (_text[i] is not (' ' or '\t' or '\uFEFF'))
                return false;
        }

        return true;
    }

    private bool IsAloneOnLine(int start, int end)
    {
        if (!IsLineStart(start))
            return false;
        while (end < _text.Length && _text[end] is ' ' or '\t')
            end++;
        return end >= _text.Length || _text[end] is '\r' or '\n';
    }

    private void Unreliable(int from) => UnreliableFrom = Math.Min(UnreliableFrom, from);

    private void LineComment()
    {
        var end = LineEnd(_at);
        Comments.Add(new SqlComment(_at, end, Tokens.Count));
        _at = end;
    }

    private void BlockComment()
    {
        var end = BlockCommentEnd(_at, _commentsNest);
        if (end < 0 && _commentsNest)
        {
            // MySQL and SQLite do not nest: an inner "/*" must not swallow the rest of the text.
            _commentsNest = false;
            end = BlockCommentEnd(_at, nest: false);
        }

        if (end < 0)
        {
            Unreliable(_at);
            end = _text.Length;
        }

        if (IsTemplateMark(_at, end))
            Tokens.Add(new SqlToken(SqlTokenKind.Hole, _at, end, hole: SqlHole.Text));
        else
            Comments.Add(new SqlComment(_at, end, Tokens.Count));
        _at = end;
    }

    /// <summary><c>/**where**/</c> is where a SQL builder puts its clauses.</summary>
    private bool IsTemplateMark(int start, int end)
    {
        if (end - start < 7 || _text[start + 2] != '*' || _text[end - 3] != '*')
            return false;
        for (var i = start + 3; i < end - 3; i++)
        {
            if (!char.IsLetter(_text[i]))
                return false;
        }

        return true;
    }

    private int BlockCommentEnd(int start, bool nest)
    {
        var depth = 1;
        for (var i = start + 2; i + 1 < _text.Length; i++)
        {
            if (_text[i] == '*' && _text[i + 1] == '/')
            {
                i++;
                if (--depth == 0)
                    return i + 1;
            }
            else if (nest && _text[i] == '/' && _text[i + 1] == '*')
            {
                i++;
                depth++;
            }
        }

        return -1;
    }

    /// <summary><c>#t</c> is a temporary table where a name is expected; <c>#&gt;</c> is a JSON operator; else it is a MySQL comment.</summary>
    private void HashSign()
    {
        if (Peek(1) is '>' or '-' or '=')
        {
            Add(SqlTokenKind.Symbol, 1);
        }
        else if (IsNamePart(_at + 1) && NameIsExpected())
        {
            Word();
        }
        else if (HashHidesWhere())
        {
            Add(SqlTokenKind.Symbol, 1);
        }
        else
        {
            LineComment();
        }
    }

    private bool NameIsExpected()
    {
        if (Tokens.Count == 0)
            return false;
        var previous = Tokens[Tokens.Count - 1];
        return previous.Word is SqlWord.From or SqlWord.Into or SqlWord.Update or SqlWord.Table or SqlWord.Join or SqlWord.Delete or SqlWord.On
                or SqlWord.Exists or SqlWord.Using or SqlWord.Merge or SqlWord.Truncate or SqlWord.Apply or SqlWord.Insert
                or SqlWord.Where or SqlWord.And or SqlWord.Or or SqlWord.Select or SqlWord.Percent
            || (previous.Symbol == ")" && Tokens.Count > 3 && Tokens[Tokens.Count - 4].Word == SqlWord.Top)
            || (previous.Kind == SqlTokenKind.Symbol && previous.Symbol is "." or "," or "(" or "=");
    }

    /// <summary>A "#" with a WHERE after it on its line is read as an operator: taking the filter for a comment would be the worse mistake.</summary>
    private bool HashHidesWhere()
    {
        if (_at >= _hashLineEnd)
        {
            _hashLineEnd = LineEnd(_at);
            _hashLineWhere = _text.LastIndexOf("where", Math.Max(_hashLineEnd - 1, 0), _hashLineEnd - _at, StringComparison.OrdinalIgnoreCase);
        }

        return _hashLineWhere > _at;
    }

    private void QuotedString(int tokenStart, bool backslashEscapes)
    {
        var open = _at;
        var sawEscape = backslashEscapes;
        var i = open + 1;
        while (true)
        {
            if (i >= _text.Length)
            {
                Unreliable(tokenStart);
                break;
            }

            var c = _text[i];
            if (c == '\\' && i + 1 < _text.Length && (_text[i + 1] == '\\' && sawEscape))
            {
                i += 2;
            }
            else if (c == '\\' && i + 1 < _text.Length && _text[i + 1] == '\'')
            {
                if (backslashEscapes || BackslashEscapesQuote(open, i, sawEscape))
                {
                    sawEscape = true;
                    i += 2;
                }
                else
                {
                    i++;
                }
            }
            else if (c == '\'')
            {
                i++;
                if (i >= _text.Length || _text[i] != '\'')
                    break;
                i++;
            }
            else
            {
                i++;
            }
        }

        Tokens.Add(new SqlToken(SqlTokenKind.String, tokenStart, Math.Min(i, _text.Length)));
        _at = Math.Min(i, _text.Length);
    }

    /// <summary>Whether <c>\'</c> at a position is a MySQL escape rather than a backslash that ends a standard string.</summary>
    private bool BackslashEscapesQuote(int open, int backslash, bool sawEscape)
    {
        var after = backslash + 2 < _text.Length ? _text[backslash + 2] : '\0';
        if (char.IsLetterOrDigit(after))
            return true;
        if (after == '\'')
            return sawEscape;
        if (backslash == open + 1 && Tokens.Count > 0 && Tokens[Tokens.Count - 1].Word == SqlWord.Escape)
            return false;
        Unreliable(backslash);
        return false;
    }

    private void QuotedName(char quote)
    {
        var i = _at + 1;
        var closed = false;
        while (i < _text.Length && !closed)
        {
            if (_text[i] == '\\' && quote == '"' && i + 2 < _text.Length && _text[i + 1] == '"' && char.IsLetterOrDigit(_text[i + 2]))
            {
                i += 2;
            }
            else if (_text[i] != quote)
            {
                i++;
            }
            else if (i + 1 < _text.Length && _text[i + 1] == quote)
            {
                i += 2;
            }
            else
            {
                i++;
                closed = true;
            }
        }

        i = Math.Min(i, _text.Length);
        if (!closed)
            Unreliable(_at);
        Tokens.Add(new SqlToken(SqlTokenKind.Quoted, _at, i));
        _at = i;
    }

    /// <summary><c>[x]</c> is a quoted name, except as the subscript of an array that it touches.</summary>
    private void Bracket()
    {
        if (Tokens.Count > 0 && Tokens[Tokens.Count - 1] is var previous && previous.End == _at
            && ((previous.Kind == SqlTokenKind.Word && !SqlWords.Incomplete.Contains(previous.Word) && !SqlWords.Clauses.Contains(previous.Word))
                || previous.Kind is SqlTokenKind.Parameter or SqlTokenKind.Quoted
                || (previous.Kind == SqlTokenKind.Symbol && previous.Symbol is ")" or "]")))
        {
            AddSymbol("[");
            return;
        }

        var limit = Math.Min(_text.Length, _at + MaxBracketedName);
        for (var i = _at + 1; i < limit; i++)
        {
            if (_text[i] != ']')
                continue;
            if (i + 1 < _text.Length && _text[i + 1] == ']')
            {
                i++;
                continue;
            }

            Tokens.Add(new SqlToken(SqlTokenKind.Quoted, _at, i + 1));
            _at = i + 1;
            return;
        }

        AddSymbol("[");
    }

    /// <summary><c>$1</c>, <c>$name</c>, <c>$$ … $$</c> or <c>$tag$ … $tag$</c>.</summary>
    private void DollarSign()
    {
        var tagEnd = _at + 1;
        while (tagEnd < _text.Length && (char.IsLetterOrDigit(_text[tagEnd]) || _text[tagEnd] == '_'))
            tagEnd++;
        if (tagEnd < _text.Length && _text[tagEnd] == '$' && !char.IsDigit(Peek(1)))
        {
            var tag = _text.Substring(_at, tagEnd + 1 - _at);
            var close = _text.IndexOf(tag, tagEnd + 1, StringComparison.Ordinal);
            if (close < 0)
                Unreliable(_at);
            var end = close < 0 ? _text.Length : close + tag.Length;
            Tokens.Add(new SqlToken(SqlTokenKind.Dollar, _at, end));
            _at = end;
        }
        else
        {
            Parameter();
        }
    }

    private void Parameter()
    {
        var i = _at + 1;
        while (IsNamePart(i))
            i++;
        Tokens.Add(new SqlToken(SqlTokenKind.Parameter, _at, i));
        _at = i;
    }

    private void Number()
    {
        var i = _at;
        if (_text[i] == '0' && Peek(1) is 'x' or 'X')
            i += 2;
        while (i < _text.Length && (char.IsDigit(_text[i]) || _text[i] == '.' || (_text[i] is '+' or '-' && _text[i - 1] is 'e' or 'E' && i > _at)
            || (char.IsLetter(_text[i]) && _text[i] < 128)))
        {
            i++;
        }

        Tokens.Add(new SqlToken(SqlTokenKind.Number, _at, i));
        _at = i;
    }

    private void Word()
    {
        var start = _at;
        var i = start;
        var hasHole = false;
        var unclear = false;
        SqlHole? last = null;
        while (IsNamePart(i))
        {
            var hole = _source.HoleAt(i);
            hasHole |= hole is not null;
            unclear |= hole == SqlHole.Text && last == SqlHole.Text;
            last = hole;
            i++;
        }

        var length = i - start;
        if (hasHole)
        {
            unclear |= last == SqlHole.Text && length > 1 && char.IsLetterOrDigit(_text[i - 2]);
            Tokens.Add(new SqlToken(length == 1 ? SqlTokenKind.Hole : SqlTokenKind.Word, start, i, hole: last, unclear: unclear));
            _at = i;
            return;
        }

        if (i < _text.Length && _text[i] == '\'' && IsStringPrefix(start, length))
        {
            _at = i;
            if (length <= 2 && _text[i - 1] is 'q' or 'Q')
                OracleQuote(start);
            else
                QuotedString(start, backslashEscapes: length == 1 && _text[start] is 'e' or 'E');
            return;
        }

        var word = SqlWords.Find(_text, start, i);
        if (word == SqlWord.Go && IsLineStart(start) && IsGoLine(i))
        {
            var end = LineEnd(i);
            Tokens.Add(new SqlToken(SqlTokenKind.Separator, start, end, batchEnd: true));
            _at = end;
        }
        else if (length == 9 && IsLineStart(start) && string.Compare(_text, start, "DELIMITER", 0, 9, StringComparison.OrdinalIgnoreCase) == 0)
        {
            Delimiter(start, i);
        }
        else
        {
            Tokens.Add(new SqlToken(SqlTokenKind.Word, start, i, word));
            _at = i;
        }
    }

    private bool IsGoLine(int position)
    {
        while (position < _text.Length && _text[position] is ' ' or '\t' or ';' || (position < _text.Length && char.IsDigit(_text[position])))
            position++;
        return position >= _text.Length || _text[position] is '\r' or '\n' || (_text[position] == '-' && position + 1 < _text.Length && _text[position + 1] == '-');
    }

    /// <summary>The MySQL client's DELIMITER: what stands up to the next <c>DELIMITER ;</c> is the body of stored routines.</summary>
    private void Delimiter(int start, int wordEnd)
    {
        var lineEnd = LineEnd(wordEnd);
        var end = lineEnd;
        if (_text.Substring(wordEnd, lineEnd - wordEnd).Trim() != ";")
        {
            var next = _text.IndexOf("DELIMITER ;", lineEnd, StringComparison.OrdinalIgnoreCase);
            end = next < 0 ? _text.Length : LineEnd(next);
        }

        Tokens.Add(new SqlToken(SqlTokenKind.Separator, start, end, batchEnd: true));
        _at = end;
    }

    private bool IsStringPrefix(int start, int length)
    {
        if (_text[start] == '_')
            return true;
        return length switch
        {
            1 => "NnEeBbXxQq".IndexOf(_text[start]) >= 0,
            2 => (_text[start] is 'n' or 'N' && _text[start + 1] is 'q' or 'Q') || (_text[start] is 'U' or 'u' && _text[start + 1] == '&'),
            _ => false,
        };
    }

    private void OracleQuote(int tokenStart)
    {
        var open = Peek(1);
        var close = open switch { '[' => ']', '(' => ')', '{' => '}', '<' => '>', _ => open };
        var end = _at + 2 < _text.Length ? _text.IndexOf(close + "'", _at + 2, StringComparison.Ordinal) : -1;
        if (end < 0)
            Unreliable(tokenStart);
        end = end < 0 ? _text.Length : end + 2;
        Tokens.Add(new SqlToken(SqlTokenKind.String, tokenStart, end));
        _at = end;
    }

    private void Symbol()
    {
        var c = _text[_at];
        var next = Peek(1);
        var symbol = (c, next) switch
        {
            ('<', '=') when Peek(2) == '>' => "<=>",
            ('<', '=') or ('!', '>') => "<=",
            ('>', '=') or ('!', '<') => ">=",
            ('<', '>') => "<>",
            ('!', '=') or ('^', '=') or ('~', '=') => "!=",
            ('=', '=') => "==",
            ('|', '|') => "||",
            (':', '=') => ":=",
            (':', ':') => "::",
            ('+', '=') or ('-', '=') or ('*', '=') or ('/', '=') or ('%', '=') or ('&', '=') or ('|', '=') => "+=",
            _ => null,
        };
        AddSymbol(symbol ?? OneCharacterSymbols.Get(c));
    }

    private void AddSymbol(string symbol)
    {
        Tokens.Add(new SqlToken(SqlTokenKind.Symbol, _at, _at + symbol.Length, symbol: symbol));
        _at += symbol.Length;
    }

    private static class OneCharacterSymbols
    {
        private static readonly string[] Ascii = Enumerable.Range(0, 128).Select(i => ((char)i).ToString()).ToArray();

        public static string Get(char c) => c < 128 ? Ascii[c] : "\u00B7";
    }
}
