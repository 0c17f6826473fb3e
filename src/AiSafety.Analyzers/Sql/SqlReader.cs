using System.Text;

namespace AiSafety.Analyzers.Sql;

/// <summary>
/// Recognises the statements of a SQL text and judges how much each one destroys. It knows the shape of the writing statements of T-SQL,
/// PostgreSQL, MySQL, SQLite and Oracle and skips the rest; what does not fit a shape is <see cref="SqlVerdict.Unknown"/>.
/// Time is linear in the length of the text; nothing is thrown whatever the text is.
/// </summary>
internal sealed partial class SqlReader
{
    /// <summary>How deep texts inside texts (<c>EXEC('…')</c>, <c>DO $$…$$</c>) are followed.</summary>
    private const int MaxNesting = 4;

    /// <summary>How many tokens after SET are searched for the ON of a session option.</summary>
    private const int MaxSwitchTokens = 12;

    private readonly SqlSource _source;
    private readonly SqlLexer _lexer;
    private readonly List<SqlToken> _tokens;
    private readonly int[] _closing;
    private readonly int _nesting;
    private readonly Scope _scope;
    private readonly string? _inheritedReason;
    private readonly bool _questionMarkIsName;
    private readonly Dictionary<string, Cte> _ctes = new(StringComparer.Ordinal);
    private readonly Stack<bool> _blocks = new();
    private int _conditionalBlocks;
    private bool _afterIf;
    private bool _inParentheses;
    private int _lead = -1;

    private SqlReader(SqlSource source, Scope scope, int nesting, string? inheritedReason, bool questionMarkIsName)
    {
        _source = source;
        _scope = scope;
        _nesting = nesting;
        _inheritedReason = inheritedReason;
        _questionMarkIsName = questionMarkIsName;
        _lexer = SqlLexer.Run(source);
        _tokens = _lexer.Tokens;
        _closing = MatchParentheses(_tokens);
    }

    /// <summary>What the statements of one text share, however deep they stand.</summary>
    private sealed class Scope
    {
        public List<SqlStatement> Statements { get; } = [];

        public HashSet<string> Created { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Temporary { get; } = new(StringComparer.Ordinal);

        /// <summary><c>SET ROWCOUNT n</c> is in force.</summary>
        public bool RowCount { get; set; }
    }

    /// <summary>A common table expression: whether its rows are only some of its table's, and whether that table is temporary.</summary>
    private readonly record struct Cte(bool Restricted, bool Temporary);

    /// <summary>All statements of the text, in the order in which they begin.</summary>
    public static IReadOnlyList<SqlStatement> Read(SqlText text)
    {
        var scope = new Scope();
        var reader = new SqlReader(new SqlSource(text.Combined, text.Holes, map: null), scope, 0, null, questionMarkIsName: false);
        reader.ReadRange(0, reader._tokens.Count);

        // Inner texts and data-modifying CTEs are read before the statement that holds them.
        return scope.Statements.OrderBy(statement => statement.Start).ToList();
    }

    /// <summary>Whether the text contains DELETE, UPDATE, TRUNCATE or DROP as a word: the cheap test before <see cref="Read"/>.</summary>
    public static bool MayContainWrite(string text) => WritingWords.Any(word => ContainsWord(text, word));

    /// <summary>The words without one of which no text destroys anything.</summary>
    public static readonly string[] WritingWords = ["DELETE", "UPDATE", "TRUNCATE", "DROP"];

    /// <summary>Whether the text contains a word, in any case.</summary>
    public static bool ContainsWord(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + word.Length;
            if ((at == 0 || !IsWordCharacter(text[at - 1])) && (end == text.Length || !IsWordCharacter(text[end])))
                return true;
        }

        return false;
    }

    private static bool IsWordCharacter(char c) => char.IsLetterOrDigit(c) || c == '_';

    /// <summary>For each opening parenthesis or subscript the index of its closing token; where it is never closed, the separator behind it or the token count.</summary>
    private static int[] MatchParentheses(List<SqlToken> tokens)
    {
        var closing = new int[tokens.Count];
        var open = new Stack<int>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind == SqlTokenKind.Separator)
            {
                // A statement does not go on past its separator: what is still open there stays open.
                while (open.Count > 0)
                    closing[open.Pop()] = i;
            }
            else if (tokens[i].Symbol is "(" or "[")
            {
                open.Push(i);
            }
            else if (tokens[i].Symbol is ")" or "]" && open.Count > 0)
            {
                closing[open.Pop()] = i;
            }
        }

        while (open.Count > 0)
            closing[open.Pop()] = tokens.Count;
        return closing;
    }

    private SqlWord WordAt(int i) => i >= 0 && i < _tokens.Count ? _tokens[i].Word : SqlWord.None;

    private string SymbolAt(int i) => i >= 0 && i < _tokens.Count ? _tokens[i].Symbol : "";

    private bool IsSeparator(int i) => i < _tokens.Count && _tokens[i].Kind == SqlTokenKind.Separator;

    /// <summary>The index after token i, or after its closing parenthesis when it opens one.</summary>
    private int After(int i, int end) => Math.Min(end, _tokens[i].Symbol is "(" or "[" ? _closing[i] + 1 : i + 1);

    private bool IsConditional => _afterIf || _conditionalBlocks > 0;

    private void ReadRange(int i, int end)
    {
        while (i < end)
        {
            var next = ReadOne(i, end);
            i = Math.Max(next, i + 1);
        }
    }

    /// <summary>Reads what begins at token i, which is a place where a statement may begin; returns the first token after it.</summary>
    private int ReadOne(int i, int end)
    {
        var token = _tokens[i];
        if (token.Kind == SqlTokenKind.Separator)
        {
            _afterIf = false;
            if (token.BatchEnd)
            {
                _blocks.Clear();
                _conditionalBlocks = 0;
            }

            return i + 1;
        }

        _lead = i;
        var next = token.Kind == SqlTokenKind.Word ? ReadWord(i, end) : ReadUnknown(i, end);
        if (token.Word is not (SqlWord.If or SqlWord.While or SqlWord.Else or SqlWord.With))
            _afterIf = false;
        return next;
    }

    private int ReadWord(int i, int end)
    {
        switch (_tokens[i].Word)
        {
            case SqlWord.Delete:
                return ReadDelete(i, end);
            case SqlWord.Update:
                return ReadUpdate(i, end);
            case SqlWord.Truncate:
                return ReadTruncate(i, end);
            case SqlWord.Drop:
                return ReadDrop(i, end);
            case SqlWord.Alter:
                return ReadAlter(i, end);
            case SqlWord.Create:
                return ReadCreate(i, end);
            case SqlWord.With:
                return ReadWith(i, end);
            case SqlWord.Insert or SqlWord.Replace:
                return ReadInsert(i, end);
            case SqlWord.Merge:
                return ReadToSeparator(i, end);
            case SqlWord.Exec or SqlWord.Execute or SqlWord.Call:
                return ReadExecute(i, end);
            case SqlWord.Do:
                return ReadDo(i, end);
            case SqlWord.Begin:
                return ReadBegin(i, end);
            case SqlWord.End:
                return ReadEnd(i, end);
            case SqlWord.If or SqlWord.While:
                _afterIf = true;
                return ConditionEnd(i + 1, end);
            case SqlWord.Elseif or SqlWord.Elsif or SqlWord.When:
                var then = ConditionEnd(i + 1, end);
                return WordAt(then) == SqlWord.Then ? then + 1 : then;
            case SqlWord.Else:
                _afterIf = true;
                return i + 1;
            case SqlWord.Then:
                PushBlock(conditional: true);
                return i + 1;
            case SqlWord.Loop or SqlWord.Repeat:
                PushBlock(conditional: false);
                return i + 1;
            case SqlWord.Exception:
                return i + 1;
            case SqlWord.For or SqlWord.Until:
                return ConditionEnd(i + 1, end);
            case SqlWord.Set:
                return ReadSet(i, end);
            case SqlWord.Select:
                return ReadSelect(i, end);
            case SqlWord.Explain:
                return ReadExplain(i, end);
            case SqlWord.Prepare:
                return ReadPrepare(i, end);
            case var word when SqlWords.Starters.Contains(word) || SqlWords.SeparatedStarters.Contains(word):
                return ReadOther(i, end);
            default:
                return ReadUnknown(i, end);
        }
    }

    /// <summary>A statement that the rules do not care about; it ends where the next one begins.</summary>
    private int ReadOther(int i, int end)
    {
        var next = Skip(i + 1, end);
        Emit(SqlStatementKind.Other, SqlVerdict.NotDestructive, i, next);
        return next;
    }

    private int ReadToSeparator(int i, int end)
    {
        var next = SeparatorFrom(i, end);
        Emit(SqlStatementKind.Other, SqlVerdict.NotDestructive, i, next);
        return next;
    }

    /// <summary>Text that begins like no statement: nothing in it is judged up to the next separator.</summary>
    private int ReadUnknown(int i, int end)
    {
        var next = SeparatorFrom(i, end);
        Emit(SqlStatementKind.Other, SqlVerdict.Unknown, i, next);
        return next;
    }

    private int SeparatorFrom(int i, int end)
    {
        while (i < end && !IsSeparator(i))
            i++;
        return i;
    }

    /// <summary>The first token from i on that is a separator or begins another statement, outside parentheses and CASE.</summary>
    private int Skip(int i, int end)
    {
        var cases = 0;
        while (i < end && !IsSeparator(i))
        {
            if (cases == 0 && StartsStatement(i, end))
                return i;
            CountCase(i, ref cases);
            if (SymbolAt(i) == "(" && WordAt(i + 1) is SqlWord.Delete or SqlWord.Update && _closing[i] > i + 2)
                ReadNestedRange(i + 1, Math.Min(end, _closing[i]));
            i = After(i, end);
        }

        return i;
    }

    private void CountCase(int i, ref int cases)
    {
        if (WordAt(i) == SqlWord.Case)
            cases++;
        else if (WordAt(i) == SqlWord.End && cases > 0)
            cases--;
    }

    /// <summary>Whether a new statement begins at token i although no separator stands before it.</summary>
    private bool StartsStatement(int i, int end)
    {
        var token = _tokens[i];
        if (!SqlWords.Starters.Contains(token.Word) || !IsComplete(i - 1))
            return false;
        var next = i + 1 < end ? _tokens[i + 1] : default;
        var hasNext = i + 1 < end;
        if (hasNext && next.Symbol is "," or "." or "=" or ")")
            return false;
        switch (token.Word)
        {
            case SqlWord.Delete or SqlWord.Update or SqlWord.Truncate or SqlWord.Insert or SqlWord.Merge or SqlWord.Drop or SqlWord.Create or SqlWord.Alter:
                return hasNext && next.Kind is SqlTokenKind.Word or SqlTokenKind.Quoted or SqlTokenKind.Parameter or SqlTokenKind.Hole
                    && !(token.Word == SqlWord.Truncate && next.Word == SqlWord.Partition);
            case SqlWord.If:
                var exists = next.Word == SqlWord.Not ? i + 2 : i + 1;
                return WordAt(exists) != SqlWord.Exists || SymbolAt(exists + 1) == "(";
            case SqlWord.With:
                return next.Word == SqlWord.Recursive
                    || (hasNext && next.Kind is SqlTokenKind.Word or SqlTokenKind.Quoted && (WordAt(i + 2) == SqlWord.As || SymbolAt(i + 2) == "("));
            case SqlWord.Use:
                return next.Word is not (SqlWord.Index or SqlWord.Key);
            case SqlWord.Fetch:
                return !IsRowLimit(i);
            default:
                return true;
        }
    }

    /// <summary>Whether token i can end a statement.</summary>
    private bool IsComplete(int i)
    {
        if (i < 0)
            return true;
        if (_tokens[i].Kind != SqlTokenKind.Symbol)
            return !SqlWords.Incomplete.Contains(_tokens[i].Word);

        // "deleted.*" and "RETURNING *" end a list; "a *" wants another operand.
        var isColumnStar = _tokens[i].Symbol == "*" && (SymbolAt(i - 1) == "." || WordAt(i - 1) is SqlWord.Returning or SqlWord.Output);
        return isColumnStar || _tokens[i].Symbol is ")" or "]";
    }

    /// <summary><c>FETCH FIRST n ROWS ONLY</c>, not <c>FETCH NEXT FROM cursor</c>.</summary>
    private bool IsRowLimit(int i) =>
        WordAt(i) == SqlWord.Fetch && WordAt(i + 1) is SqlWord.First or SqlWord.Next && WordAt(i + 2) != SqlWord.From;

    /// <summary>The end of an IF, WHILE, WHEN or FOR head: the first token of what it guards.</summary>
    private int ConditionEnd(int i, int end)
    {
        var cases = 0;
        while (i < end && !IsSeparator(i))
        {
            if (cases == 0 && (WordAt(i) is SqlWord.Then or SqlWord.Loop or SqlWord.Begin || (WordAt(i) == SqlWord.Do && IsComplete(i - 1)) || StartsStatement(i, end)))
                return WordAt(i) == SqlWord.Do ? i + 1 : i;
            CountCase(i, ref cases);
            i = After(i, end);
        }

        return i;
    }

    private void PushBlock(bool conditional)
    {
        _blocks.Push(conditional);
        if (conditional)
            _conditionalBlocks++;
    }

    private int ReadBegin(int i, int end)
    {
        if (WordAt(i + 1) is SqlWord.Tran or SqlWord.Transaction or SqlWord.Work or SqlWord.Deferred or SqlWord.Immediate or SqlWord.Exclusive or SqlWord.Isolation)
            return ReadOther(i, end);
        PushBlock(IsConditional);
        return WordAt(i + 1) is SqlWord.Try or SqlWord.Catch or SqlWord.Atomic ? i + 2 : i + 1;
    }

    private int ReadEnd(int i, int end)
    {
        if (_blocks.Count > 0 && _blocks.Pop())
            _conditionalBlocks--;
        var next = i + 1;
        if (next < end && WordAt(next) is SqlWord.Loop or SqlWord.Try or SqlWord.Catch or SqlWord.Case or SqlWord.Repeat)
            return next + 1;

        // "END IF;" closes, but in T-SQL a new IF may follow END.
        return WordAt(next) is SqlWord.If or SqlWord.While && (next + 1 >= end || IsSeparator(next + 1)) ? next + 1 : next;
    }

    private int ReadSet(int i, int end)
    {
        if (WordAt(i + 1) == SqlWord.Rowcount)
            _scope.RowCount = !(i + 2 < end && TextOf(i + 2) == "0");

        // SET NOCOUNT ON, SET IDENTITY_INSERT dbo.t ON: here ON ends the statement.
        for (var j = i + 1; j < Math.Min(end, i + MaxSwitchTokens); j++)
        {
            if (WordAt(j) == SqlWord.On)
            {
                Emit(SqlStatementKind.Other, SqlVerdict.NotDestructive, i, j + 1);
                return j + 1;
            }

            if (_tokens[j].Kind is not (SqlTokenKind.Word or SqlTokenKind.Quoted) && SymbolAt(j) is not ("," or "."))
                break;
        }

        return ReadOther(i, end);
    }

    /// <summary>SELECT … INTO creates its table.</summary>
    private int ReadSelect(int i, int end)
    {
        var next = ReadOther(i, end);
        for (var j = i + 1; j < next; j = After(j, next))
        {
            if (WordAt(j) != SqlWord.Into)
                continue;
            j++;
            if (TryReadName(ref j, next, out var name) && !name.HasHole && !IsConditional)
                _scope.Created.Add(name.Last);
            break;
        }

        return next;
    }

    /// <summary>EXPLAIN shows the plan of a statement; only with ANALYZE does it run it.</summary>
    private int ReadExplain(int i, int end)
    {
        var runs = WordAt(i + 1) == SqlWord.Analyze;
        var next = i + (runs ? 2 : 1);
        if (next < end && SymbolAt(next) == "(")
        {
            for (var option = next + 1; option < _closing[next] && option < end; option++)
                runs |= WordAt(option) == SqlWord.Analyze;
            next = After(next, end);
        }

        return runs ? next : ReadToSeparator(i, end);
    }

    private int ReadPrepare(int i, int end)
    {
        for (var j = i + 1; j < end && !IsSeparator(j); j = After(j, end))
        {
            if (WordAt(j) == SqlWord.As)
                return j + 1;
            if (WordAt(j) == SqlWord.From)
            {
                var next = SeparatorFrom(j, end);
                ReadStringExpression(j + 1, next, i, next);
                return next;
            }
        }

        return ReadOther(i, end);
    }

    private int ReadInsert(int i, int end)
    {
        var next = Skip(i + 1, end);
        var j = i + 1;
        while (j < next && WordAt(j) is SqlWord.Into or SqlWord.Or or SqlWord.Ignore or SqlWord.Replace or SqlWord.Low_Priority)
            j++;
        Emit(SqlStatementKind.Insert, SqlVerdict.NotDestructive, i, next, TryReadName(ref j, next, out var table) ? [table] : null);
        return next;
    }

    /// <summary>A statement inside parentheses, such as a data-modifying CTE.</summary>
    private void ReadNestedRange(int i, int end)
    {
        // One level is all that any dialect allows, and all that keeps the time linear.
        if (_inParentheses)
            return;
        _inParentheses = true;
        var lead = _lead;
        _lead = i;
        if (WordAt(i) == SqlWord.Delete)
            ReadDelete(i, end);
        else
            ReadUpdate(i, end);
        _lead = lead;
        _inParentheses = false;
    }

    private int ReadWith(int i, int end)
    {
        _ctes.Clear();
        var j = WordAt(i + 1) == SqlWord.Recursive ? i + 2 : i + 1;
        while (TryReadName(ref j, end, out var name))
        {
            if (SymbolAt(j) == "(" && j < end)
                j = After(j, end);
            if (WordAt(j) != SqlWord.As || j >= end)
                break;
            j++;
            while (j < end && WordAt(j) is SqlWord.Not or SqlWord.Materialized)
                j++;
            if (j >= end || SymbolAt(j) != "(")
                break;
            var bodyEnd = Math.Min(end, _closing[j]);
            if (WordAt(j + 1) is SqlWord.Delete or SqlWord.Update)
                ReadNestedRange(j + 1, bodyEnd);
            else
                _ctes[name.Last] = ReadCteBody(j + 1, bodyEnd);
            j = After(j, end);
            if (j < end && SymbolAt(j) == ",")
            {
                j++;
                continue;
            }

            if (j >= end || IsSeparator(j))
                return j;

            // SEARCH and CYCLE clauses may stand before the statement itself.
            j = StartsStatement(j, end) ? j : Skip(j, end);
            if (j >= end || IsSeparator(j))
                return j;
            _lead = i;
            var next = WordAt(j) switch
            {
                SqlWord.Delete => ReadDelete(j, end),
                SqlWord.Update => ReadUpdate(j, end),
                _ => j,
            };
            _ctes.Clear();
            return next;
        }

        return Skip(Math.Max(j, i + 1), end);
    }

    private Cte ReadCteBody(int i, int end)
    {
        var restricted = false;
        var temporary = false;
        var sources = 0;
        for (var j = i; j < end; j++)
        {
            restricted |= SqlWords.Restricting.Contains(WordAt(j)) || _tokens[j].Kind == SqlTokenKind.Hole
                || (_tokens[j].Kind is SqlTokenKind.Word or SqlTokenKind.Quoted && _ctes.Count > 0 && _ctes.TryGetValue(Normal(j), out var used) && used.Restricted);
            if (WordAt(j) == SqlWord.From)
            {
                var at = j + 1;
                sources++;
                temporary = sources == 1 && TryReadName(ref at, end, out var source) && IsTemporary(source);
            }
        }

        return new Cte(restricted, temporary);
    }

    private string TextOf(int i) => _source.Text.Substring(_tokens[i].Start, _tokens[i].End - _tokens[i].Start);

    /// <summary>A name as it compares: without quotes, in lower case.</summary>
    private string Normal(int i)
    {
        var token = _tokens[i];
        var quoted = token.Kind == SqlTokenKind.Quoted && token.End - token.Start >= 2;
        return _source.Text.Substring(token.Start + (quoted ? 1 : 0), token.End - token.Start - (quoted ? 2 : 0)).ToLowerInvariant();
    }

    private void Emit(SqlStatementKind kind, SqlVerdict verdict, int verb, int end, IReadOnlyList<Name>? targets = null, Write? write = null, bool temporary = false, bool created = false)
    {
        // The statement may end in a hole that its verdict already took into account, never in a separator.
        end = Math.Max(end, verb + 1);
        var extentEnd = end < _tokens.Count ? _tokens[end].Start : _source.Text.Length;
        if (extentEnd > _lexer.UnreliableFrom && verdict is SqlVerdict.Unfiltered or SqlVerdict.AlwaysTrue)
            verdict = SqlVerdict.Unknown;
        var start = _source.ToRoot(_tokens[verb].Start);
        _scope.Statements.Add(new SqlStatement
        {
            Kind = kind,
            Verdict = verdict,
            Start = start,
            Length = _source.ToRoot(_tokens[end - 1].End - 1) + 1 - start,
            Target = targets is null ? "" : string.Join(", ", targets.Select(target => Display(target.Start, target.End))),
            Condition = write is null ? "" : Display(write.ConditionStart, write.ConditionEnd),
            IsPlaceholderCondition = write is { Where: not null } && ComparesLiteralsOnly(write.ConditionStart, write.ConditionEnd),
            HasOtherTables = write is { HasOtherTables: true },
            AssignedColumns = write?.Columns ?? [],
            IntentReason = verdict is SqlVerdict.Unfiltered or SqlVerdict.AlwaysTrue ? IntentReason(Math.Min(_lead, verb), verb, end) ?? _inheritedReason : null,
            IsTemporaryTarget = temporary,
            IsCreatedInText = created,
            IsOpenEnded = end >= _tokens.Count && _nesting == 0,
        });
    }

    /// <summary>The text of tokens [start, end) as it is written, holes shown as <c>{…}</c>.</summary>
    private string Display(int start, int end)
    {
        var display = new StringBuilder();
        for (var i = start < end ? _tokens[start].Start : 0; start < end && i < _tokens[end - 1].End; i++)
        {
            if (_source.HoleAt(i) is null)
                display.Append(_source.Text[i]);
            else
                display.Append("{…}");
        }

        return display.ToString();
    }
}
