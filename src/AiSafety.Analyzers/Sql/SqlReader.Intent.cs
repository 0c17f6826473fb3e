namespace AiSafety.Analyzers.Sql;

internal sealed partial class SqlReader
{
    private const string IntentPhrase = "all rows";

    /// <summary>
    /// The reason in an <c>all rows</c> comment that stands before, inside or on the last line of the statement; null without one.
    /// </summary>
    private string? IntentReason(int lead, int verb, int end)
    {
        var comments = _lexer.Comments;
        var index = FirstCommentFrom(Math.Max(lead, 0));
        var terminated = IsSeparator(end) ? 1 : 0;
        for (; index < comments.Count && comments[index].TokenIndex <= end + terminated; index++)
        {
            var comment = comments[index];
            var applies =
                comment.TokenIndex <= lead || comment.TokenIndex == verb ? IsAbove(comment)
                : comment.TokenIndex < end || IsBehind(comment, end, terminated);
            if (applies && ReasonIn(comment) is { } reason)
                return reason;
        }

        return null;
    }

    /// <summary>The first comment with at least that many tokens before it.</summary>
    private int FirstCommentFrom(int tokenIndex)
    {
        var comments = _lexer.Comments;
        int low = 0, high = comments.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (comments[middle].TokenIndex < tokenIndex)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>A comment before the statement belongs to it unless it ends the line of the statement before.</summary>
    private bool IsAbove(SqlComment comment)
    {
        if (comment.TokenIndex == 0 || comment.TokenIndex >= _tokens.Count)
            return true;
        return HasLineBreak(_tokens[comment.TokenIndex - 1].End, comment.Start) || !HasLineBreak(comment.End, _tokens[comment.TokenIndex].Start);
    }

    /// <summary>A comment behind the statement belongs to it when it ends the statement's line, or when nothing follows it.</summary>
    private bool IsBehind(SqlComment comment, int end, int terminated)
    {
        var last = _tokens[end - 1 + (comment.TokenIndex > end ? terminated : 0)];
        if (comment.TokenIndex >= _tokens.Count)
            return true;
        return !HasLineBreak(last.End, comment.Start)
            && (HasLineBreak(comment.End, _tokens[comment.TokenIndex].Start) || IsSeparator(comment.TokenIndex));
    }

    private bool HasLineBreak(int from, int to) => to > from && _source.Text.IndexOf('\n', from, to - from) >= 0;

    private string? ReasonIn(SqlComment comment)
    {
        var text = _source.Text;
        var at = text.IndexOf(IntentPhrase, comment.Start, comment.End - comment.Start, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return null;
        var reason = text.Substring(at + IntentPhrase.Length, comment.End - at - IntentPhrase.Length).Trim(' ', '\t', '\r', '\n', ':', ';', ',', '-', '–', '—', '.', '(', ')', '*', '/', '=');
        var isPlaceholder = reason.StartsWith("todo", StringComparison.OrdinalIgnoreCase) || reason.StartsWith("fixme", StringComparison.OrdinalIgnoreCase);
        return reason.Count(char.IsLetter) >= 3 && !isPlaceholder ? reason : null;
    }
}
