using System.Text;

namespace AiSafety.Analyzers.Sql;

internal sealed partial class SqlReader
{
    /// <summary>EXEC('…'), EXECUTE IMMEDIATE '…', EXECUTE format('…'), sp_executesql N'…': the text inside is read as SQL.</summary>
    private int ReadExecute(int i, int end)
    {
        var j = WordAt(i + 1) == SqlWord.Immediate ? i + 2 : i + 1;
        var next = Skip(i + 1, end);
        if (j >= next)
        {
            Emit(SqlStatementKind.Other, SqlVerdict.NotDestructive, i, next);
            return next;
        }

        if (SymbolAt(j) == "(" || _tokens[j].Kind is SqlTokenKind.String or SqlTokenKind.Dollar || (WordAt(j) == SqlWord.Format && SymbolAt(j + 1) == "("))
        {
            ReadStringExpression(j, next, i, next);
        }
        else if (TryReadName(ref j, next, out var procedure) && procedure.Last is "sp_executesql" or "sp_msforeachtable" or "sp_msforeachdb")
        {
            if (SymbolAt(j + 1) == "=" && j + 1 < next)
                j += 2;
            ReadStringExpression(j, next, i, next, questionMarkIsName: procedure.Last != "sp_executesql");
        }

        Emit(SqlStatementKind.Other, SqlVerdict.NotDestructive, i, next);
        return next;
    }

    /// <summary>PostgreSQL's anonymous block: DO [LANGUAGE x] $$ … $$.</summary>
    private int ReadDo(int i, int end)
    {
        var next = SeparatorFrom(i, end);
        for (var j = i + 1; j < next; j++)
        {
            if (_tokens[j].Kind is not (SqlTokenKind.Dollar or SqlTokenKind.String))
                continue;
            ReadStringExpression(j, j + 1, i, next);
            break;
        }

        Emit(SqlStatementKind.Other, SqlVerdict.NotDestructive, i, next);
        return next;
    }

    /// <summary>
    /// Reads the SQL that an expression of strings yields: <c>'DELETE FROM ' + QUOTENAME(@t)</c>. What is not a string becomes a hole.
    /// </summary>
    private void ReadStringExpression(int i, int end, int statement, int statementEnd, bool questionMarkIsName = false)
    {
        while (i < end && SymbolAt(i) == "(")
        {
            end = Math.Min(end, _closing[i]);
            i++;
        }

        var isFormat = i + 1 < end && WordAt(i) == SqlWord.Format && SymbolAt(i + 1) == "(";
        if (isFormat)
        {
            end = Math.Min(end, _closing[i + 1]);
            i += 2;
        }

        if (_nesting >= MaxNesting || i >= end || _tokens[end - 1].End > _lexer.UnreliableFrom)
            return;
        var inner = new InnerText(_source);
        while (i < end && SymbolAt(i) != ",")
        {
            var token = _tokens[i];
            if (token.Symbol is "+" or "||")
            {
                i++;
            }
            else if (token.Kind is SqlTokenKind.String or SqlTokenKind.Dollar)
            {
                inner.AppendString(token, isFormat);
                i++;
            }
            else if (inner.IsEmpty && token.Kind == SqlTokenKind.Word && token.Word is SqlWord.Using or SqlWord.Into)
            {
                return;
            }
            else if (token.Word is SqlWord.Using or SqlWord.Into)
            {
                break;
            }
            else
            {
                inner.AppendHole(token);
                while (i < end && SymbolAt(i) is not ("+" or "||" or ","))
                    i = After(i, end);
            }
        }

        if (inner.IsEmpty)
            return;
        var reader = new SqlReader(inner.ToSource(), _scope, _nesting + 1, IntentReason(_lead, statement, statementEnd) ?? _inheritedReason, questionMarkIsName);
        reader.ReadRange(0, reader._tokens.Count);
    }

    /// <summary>The content of string literals, with the place of each character in the outermost text.</summary>
    private sealed class InnerText(SqlSource source)
    {
        private readonly StringBuilder _text = new();
        private readonly Dictionary<int, SqlHole> _holes = [];
        private readonly List<int> _map = [];

        public bool IsEmpty => _text.Length == 0;

        public SqlSource ToSource() => new(_text.ToString(), _holes, _map.ToArray());

        public void AppendHole(SqlToken token) =>
            AppendHole(token.Start, token.Word is SqlWord.Quotename or SqlWord.Quote_Ident ? SqlHole.Identifier
                : token.Kind == SqlTokenKind.Number ? SqlHole.Value
                : token.Kind == SqlTokenKind.Hole ? token.Hole ?? SqlHole.Text
                : SqlHole.Text);

        public void AppendString(SqlToken token, bool isFormat)
        {
            var text = source.Text;
            int i, end;
            var quoteDoubles = false;
            if (token.Kind == SqlTokenKind.Dollar)
            {
                var tag = text.IndexOf('$', token.Start + 1) + 1 - token.Start;
                i = token.Start + tag;
                end = token.End - tag;
            }
            else
            {
                i = text.IndexOf('\'', token.Start) + 1;
                end = token.End - 1;
                var isOracleQuote = text[i - 1] == '\'' && i - 2 >= token.Start && text[i - 2] is 'q' or 'Q';
                quoteDoubles = !isOracleQuote;
                if (isOracleQuote)
                {
                    i++;
                    end--;
                }
            }

            while (i < end)
            {
                if (source.HoleAt(i) is { } hole)
                {
                    AppendHole(i, hole);
                    i++;
                }
                else if (isFormat && text[i] == '%')
                {
                    i = AppendFormatItem(i, end);
                }
                else
                {
                    // A doubled or escaped quote stands for one.
                    if (quoteDoubles && i + 1 < end && text[i + 1] == '\'' && text[i] is '\'' or '\\')
                        i++;
                    _text.Append(text[i]);
                    _map.Add(source.ToRoot(i));
                    i++;
                }
            }
        }

        /// <summary>PostgreSQL's format(): %I is a name, %L a literal, %s anything.</summary>
        private int AppendFormatItem(int i, int end)
        {
            var j = i + 1;
            while (j < end && source.Text[j] is '$' or '-' || (j < end && char.IsDigit(source.Text[j])))
                j++;
            var type = j < end ? source.Text[j] : '%';
            if (type is 'I' or 'L' or 's')
            {
                AppendHole(i, type switch { 'I' => SqlHole.Identifier, 'L' => SqlHole.Value, _ => SqlHole.Text });
                return j + 1;
            }

            _text.Append('%');
            _map.Add(source.ToRoot(i));
            return type == '%' && j == i + 1 ? i + 2 : i + 1;
        }

        private void AppendHole(int position, SqlHole hole)
        {
            _holes[_text.Length] = hole;
            _text.Append(SqlText.Placeholder);
            _map.Add(source.ToRoot(position));
        }
    }
}
