using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>Tells a comment that gives a reason from one that only says that something is ignored.</summary>
internal static class Reasons
{
    private const int LeastWords = 4;

    private static readonly Regex Word = new(@"\p{L}[\p{L}'’]*", RegexOptions.CultureInvariant);

    private static readonly Regex Ideograph = new(@"[\u3040-\u30FF\u3400-\u9FFF\uAC00-\uD7AF]", RegexOptions.CultureInvariant);

    private static readonly HashSet<string> StockWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "ignore", "ignored", "ignoring", "swallow", "swallowed", "swallowing", "nothing", "todo", "fixme", "hack", "expected", "best", "effort",
        "error", "errors", "exception", "exceptions", "failure", "failures", "silent", "silently", "intentional", "intentionally",
        "deliberate", "deliberately", "empty", "catch", "caught", "continue", "log", "later", "handle", "noop",
        "a", "an", "the", "all", "any", "and", "or", "this", "that", "these", "here", "do", "does", "to", "just", "we", "it", "is", "in", "on", "no", "op",
    };

    /// <summary>
    /// Whether a clause is explained: a comment with a reason inside its braces, on the line of its <c>catch</c>, or on
    /// the line above it.
    /// </summary>
    public static bool Explain(CatchClauseSyntax clause) => IsReason(Texts(clause));

    /// <summary>Whether a clause has any comment but a note to do it later.</summary>
    public static bool Comment(CatchClauseSyntax clause)
    {
        foreach (var text in Texts(clause))
        {
            foreach (Match word in Word.Matches(text))
            {
                if (!word.Value.Equals("TODO", StringComparison.OrdinalIgnoreCase) && !word.Value.Equals("FIXME", StringComparison.OrdinalIgnoreCase))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether the statement has a comment with a reason on its line or on the lines directly above it.</summary>
    public static bool Explain(StatementSyntax statement)
    {
        var last = statement.GetLastToken();
        return IsReason(statement.GetLeadingTrivia().Concat(last.TrailingTrivia).Where(IsComment).Select(Text).Where(text => !IsCode(text)));
    }

    /// <summary>As above, for an argument or one of several settings: its own line or the lines directly above it.</summary>
    public static bool ExplainPart(SyntaxNode part)
    {
        var last = part.GetLastToken();
        var comma = last.GetNextToken();
        var behind = comma.IsKind(SyntaxKind.CommaToken) ? last.TrailingTrivia.Concat(comma.TrailingTrivia) : last.TrailingTrivia;
        return IsReason(part.GetLeadingTrivia().Concat(behind).Where(IsComment).Select(Text).Where(text => !IsCode(text)));
    }

    /// <summary>Whether comments hold at least four words that are not all stock words.</summary>
    public static bool IsReason(IEnumerable<string> comments)
    {
        var (words, telling) = (0, 0);
        foreach (var text in comments)
        {
            // Two ideographs stand for about one word.
            var ideographs = Ideograph.Matches(text).Count;
            words += ideographs / 2;
            telling += ideographs / 2;
            foreach (Match word in Word.Matches(Ideograph.Replace(text, " ")))
            {
                words++;
                if (!StockWords.Contains(word.Value))
                    telling++;
            }
        }

        return words >= LeastWords && telling > 0;
    }

    private static IEnumerable<string> Texts(CatchClauseSyntax clause)
    {
        var lines = clause.SyntaxTree.GetText().Lines;
        var line = lines.GetLineFromPosition(clause.CatchKeyword.SpanStart).LineNumber;
        var previous = clause.CatchKeyword.GetPreviousToken();
        foreach (var trivia in previous.TrailingTrivia.Concat(clause.DescendantTrivia()))
        {
            if (!IsComment(trivia))
                continue;
            var end = lines.GetLineFromPosition(trivia.Span.End).LineNumber;
            var isNear = clause.Block.Span.Contains(trivia.Span)
                || end == line || end == line - 1
                || lines.GetLineFromPosition(trivia.SpanStart).LineNumber == line;
            if (isNear && !IsCode(Text(trivia)))
                yield return Text(trivia);
        }
    }

    private static bool IsComment(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia);

    private static string Text(SyntaxTrivia trivia) => trivia.ToString().Trim('/', '*', ' ', '\t', '\r', '\n');

    // A statement that was commented out explains nothing.
    private static bool IsCode(string text) => text.EndsWith(";", StringComparison.Ordinal) || text.Contains(");") || text is "{" or "}";
}
