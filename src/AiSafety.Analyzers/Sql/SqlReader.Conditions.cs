using System.Globalization;

namespace AiSafety.Analyzers.Sql;

internal sealed partial class SqlReader
{
    private const int MaxConditionDepth = 48;

    /// <summary>What a condition lets through.</summary>
    private enum Truth
    {
        /// <summary>Some rows, or it depends on a value that is not in the text.</summary>
        Depends,

        /// <summary>Every row (rows where a compared column is NULL set aside).</summary>
        Always,

        /// <summary>No row.</summary>
        Never,

        /// <summary>A hole could make it anything.</summary>
        Unknown,
    }

    private bool ComparesLiteralsOnly(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (!(_tokens[i].Kind is SqlTokenKind.Number or SqlTokenKind.String or SqlTokenKind.Symbol || WordAt(i) is SqlWord.True or SqlWord.False or SqlWord.And or SqlWord.Or or SqlWord.Not))
                return false;
        }

        return true;
    }

    /// <summary>Judges the condition in tokens [start, end).</summary>
    private Truth Evaluate(int start, int end) => EvaluateOr(start, end, 0);

    private Truth EvaluateOr(int start, int end, int depth)
    {
        if (depth > MaxConditionDepth)
            return Truth.Unknown;
        while (start < end && SymbolAt(start) == "(" && _closing[start] == end - 1)
        {
            start++;
            end--;
        }

        if (start >= end)
            return Truth.Unknown;
        var result = Truth.Never;
        var nullTests = new HashSet<string>(StringComparer.Ordinal);
        var termStart = start;
        foreach (var termEnd in Splits(start, end, SqlWord.Or))
        {
            var term = EvaluateAnd(termStart, termEnd, depth);
            if (term == Truth.Always || CompletesNullTest(termStart, termEnd, nullTests))
                return Truth.Always;
            if (term == Truth.Unknown || (term == Truth.Depends && result != Truth.Unknown))
                result = term;
            termStart = termEnd + 1;
        }

        return result;
    }

    private Truth EvaluateAnd(int start, int end, int depth)
    {
        var result = Truth.Always;
        var termStart = start;
        foreach (var termEnd in Splits(start, end, SqlWord.And))
        {
            var term = EvaluateNot(termStart, termEnd, depth);
            if (term is Truth.Never or Truth.Depends)
                return term;
            if (term == Truth.Unknown)
                result = term;
            termStart = termEnd + 1;
        }

        return result;
    }

    private Truth EvaluateNot(int start, int end, int depth)
    {
        var negated = false;
        while (start < end && WordAt(start) == SqlWord.Not)
        {
            negated = !negated;
            start++;
        }

        var result = start < end && SymbolAt(start) == "(" && _closing[start] == end - 1
            ? EvaluateOr(start, end, depth + 1)
            : EvaluateTest(start, end);
        return !negated ? result : result switch
        {
            Truth.Always => Truth.Never,
            Truth.Never => Truth.Always,
            _ => result,
        };
    }

    /// <summary>The ends of the operands that a word joins at the outer level; the AND of BETWEEN joins nothing.</summary>
    private IEnumerable<int> Splits(int start, int end, SqlWord word)
    {
        var cases = 0;
        var betweens = 0;
        for (var i = start; i < end; i = After(i, end))
        {
            if (cases == 0 && WordAt(i) == SqlWord.Between)
                betweens++;
            else if (cases == 0 && WordAt(i) == SqlWord.And && betweens > 0)
                betweens--;
            else if (cases == 0 && WordAt(i) == word)
                yield return i;
            CountCase(i, ref cases);
        }

        yield return end;
    }

    /// <summary><c>x IS NULL OR x IS NOT NULL</c> of one column holds for every row.</summary>
    private bool CompletesNullTest(int start, int end, HashSet<string> seen)
    {
        if (end - start < 3 || WordAt(end - 1) != SqlWord.Null)
            return false;
        var negated = WordAt(end - 2) == SqlWord.Not;
        var column = end - (negated ? 3 : 2);
        if (WordAt(column) != SqlWord.Is || ColumnText(start, column) is not { } text)
            return false;
        seen.Add((negated ? "+" : "-") + text);
        return seen.Contains((negated ? "-" : "+") + text);
    }

    private Truth EvaluateTest(int start, int end)
    {
        if (start >= end)
            return Truth.Unknown;
        var at = -1;
        for (var i = start; i < end; i = After(i, end))
        {
            if (!IsComparison(i))
                continue;
            if (at >= 0)
                return HasOpenHole(start, end) ? Truth.Unknown : Truth.Depends;
            at = i;
        }

        if (at < 0)
            return EvaluateValue(start, end);
        var likeNegated = WordAt(at - 1) == SqlWord.Not && at - 1 > start;
        var leftEnd = likeNegated ? at - 1 : at;
        if (WordAt(at) != SqlWord.None)
        {
            if (!MatchesAnything(at, end))
                return HasOpenHole(start, end) ? Truth.Unknown : Truth.Depends;
            return likeNegated ? Truth.Never : Truth.Always;
        }

        var equal = CompareOperands(start, leftEnd, at + 1, end);
        if (equal is null)
            return HasOpenHole(start, end) ? Truth.Unknown : Truth.Depends;
        var holds = SymbolAt(at) switch
        {
            "=" or "==" or "<=>" => equal == 0,
            "<>" or "!=" => equal != 0,
            "<" => equal < 0,
            ">" => equal > 0,
            "<=" => equal <= 0,
            _ => equal >= 0,
        };
        return holds ? Truth.Always : Truth.Never;
    }

    private bool IsComparison(int i) =>
        SymbolAt(i) is "=" or "==" or "<=>" or "<>" or "!=" or "<" or ">" or "<=" or ">="
        || WordAt(i) is SqlWord.Like or SqlWord.Ilike or SqlWord.Glob or SqlWord.Rlike or SqlWord.Regexp;

    /// <summary>A bare value as the condition: WHERE 1, WHERE true.</summary>
    private Truth EvaluateValue(int start, int end)
    {
        if (end == start + 1)
        {
            if (Literal(start, end) is { } literal)
            {
                return literal.Number is { } number ? number != 0 ? Truth.Always : Truth.Never
                    : literal.Text!.ToLowerInvariant() is "t" or "true" or "y" or "yes" or "on" ? Truth.Always
                    : Truth.Depends;
            }

            if (_tokens[start].Kind == SqlTokenKind.Hole)
                return Truth.Unknown;
        }

        return HasOpenHole(start, end) ? Truth.Unknown : Truth.Depends;
    }

    /// <summary>LIKE '%', GLOB '*', REGEXP '.*': the whole right side is a pattern that matches every text.</summary>
    private bool MatchesAnything(int operation, int end)
    {
        var pattern = operation + 1;
        var alone = pattern + 1 == end || (WordAt(pattern + 1) == SqlWord.Escape && pattern + 3 == end);
        if (!alone || pattern >= end || StringValue(pattern) is not { Length: > 0 } text)
            return false;
        return WordAt(operation) switch
        {
            SqlWord.Glob => text.Trim('*').Length == 0,
            SqlWord.Regexp or SqlWord.Rlike => text is ".*" or "^.*$" or ".*?",
            _ => text.Trim('%').Length == 0,
        };
    }

    /// <summary>The order of two operands where the text decides it: two literals, or one column against itself; null elsewhere.</summary>
    private int? CompareOperands(int leftStart, int leftEnd, int rightStart, int rightEnd)
    {
        Unwrap(ref leftStart, ref leftEnd);
        Unwrap(ref rightStart, ref rightEnd);
        if (Literal(leftStart, leftEnd) is { } left && Literal(rightStart, rightEnd) is { } right)
        {
            if (left.Number is { } leftNumber && right.Number is { } rightNumber)
                return leftNumber.CompareTo(rightNumber);
            if (left.Text is null || right.Text is null)
                return null;
            if (left.Text == right.Text)
                return 0;

            // Collations disagree about case, and about the order of texts.
            return string.Equals(left.Text.Trim(), right.Text.Trim(), StringComparison.OrdinalIgnoreCase) ? null : -2;
        }

        return ColumnText(leftStart, leftEnd) is { } column && column == ColumnText(rightStart, rightEnd) ? 0 : null;
    }

    private void Unwrap(ref int start, ref int end)
    {
        while (start < end && SymbolAt(start) == "(" && _closing[start] == end - 1)
        {
            start++;
            end--;
        }
    }

    /// <summary>A column or parameter as it compares; null for anything else, for NULL, and for positional parameters and holes.</summary>
    private string? ColumnText(int start, int end)
    {
        if (start >= end || (end - start) % 2 == 0 || end - start > 9)
            return null;
        var parts = new string[(end - start + 1) / 2];
        for (var i = start; i < end; i++)
        {
            var token = _tokens[i];
            if ((i - start) % 2 == 1)
            {
                if (token.Symbol != ".")
                    return null;
                continue;
            }

            if (token.Kind is not (SqlTokenKind.Word or SqlTokenKind.Quoted or SqlTokenKind.Parameter) || token.Word is SqlWord.Null || TextOf(i) == "?")
                return null;
            parts[(i - start) / 2] = Normal(i);
        }

        var text = string.Join(".", parts);
        return text.IndexOf(SqlText.Placeholder) >= 0 ? null : text;
    }

    private readonly record struct LiteralValue(decimal? Number, string? Text);

    /// <summary>A number, string or truth value that the text spells out; a string of digits is both.</summary>
    private LiteralValue? Literal(int start, int end)
    {
        var negative = end == start + 2 && SymbolAt(start) == "-";
        if (negative)
            start++;
        if (end != start + 1)
            return null;
        switch (_tokens[start].Kind)
        {
            case SqlTokenKind.Number when decimal.TryParse(TextOf(start), NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                return new LiteralValue(negative ? -number : number, null);
            case SqlTokenKind.String when !negative && StringValue(start) is { } text:
                return new LiteralValue(decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null, text);
            case SqlTokenKind.Word when !negative && WordAt(start) is SqlWord.True or SqlWord.False:
                return new LiteralValue(WordAt(start) == SqlWord.True ? 1 : 0, null);
            default:
                return null;
        }
    }

    /// <summary>The content of a string literal (also of one in double quotes); null when it holds a hole.</summary>
    private string? StringValue(int i)
    {
        if (i >= _tokens.Count)
            return null;
        var text = TextOf(i);
        var kind = _tokens[i].Kind;
        if (text.IndexOf(SqlText.Placeholder) >= 0 || !(kind == SqlTokenKind.String || (kind == SqlTokenKind.Quoted && text[0] == '"')) || text.Length < 2)
            return null;
        var open = text.IndexOf(kind == SqlTokenKind.String ? '\'' : '"');
        return text.Substring(open + 1, Math.Max(0, text.Length - open - 2));
    }

    /// <summary>A hole of unknown text that is more than the whole operand of a comparison, so that it may go on with the condition.</summary>
    private bool HasOpenHole(int start, int end)
    {
        for (var i = start; i < end; i = After(i, end))
        {
            var token = _tokens[i];
            if (token.Unclear || (token.Hole == SqlHole.Text && !(i == start || IsComparison(i - 1) || SymbolAt(i - 1) is "+" or "-" or "||" or ".")))
                return true;
        }

        return false;
    }
}
