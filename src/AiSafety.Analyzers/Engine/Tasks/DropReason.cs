using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AiSafety.Analyzers.Engine.Tasks;

/// <summary>
/// Finds a comment that says why a task is dropped. Saying what is dropped, or that it is dropped, is no reason:
/// "fire and forget" and "send the mail in the background" describe the line, "must not delay the answer" explains it.
/// </summary>
internal static class DropReason
{
    private const int MinWords = 4;
    private const int MinOwnWords = 2;

    // Words that state the fact, and words without content.
    private static readonly HashSet<string> Stock = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "an", "and", "as", "async", "asynchronous", "asynchronously", "at", "await", "awaited", "awaiting", "background", "by", "call",
        "do", "don", "dont", "e", "error", "exception", "expected", "fire", "fixme", "for", "forget", "g", "here", "i", "ignore", "ignored", "in",
        "intentional", "intentionally", "is", "it", "its", "just", "kick", "no", "not", "nothing", "of", "off", "on", "pattern", "process",
        "run", "so", "start", "starts", "t", "task", "tasks", "that", "the", "then", "this", "thread", "to", "todo", "trigger", "we", "with",
    };

    // Words that speak about not waiting or about the failure.
    private static readonly string[] Explaining =
    [
        "await", "because", "best effort", "best-effort", "block", "by design", "catch", "caught", "deliberate", "delay", "discard",
        "doesn't matter", "error", "exception", "fail", "fault", "fire and forget", "fire-and-forget", "forget", "handle", "harmless", "intentional",
        "lifetime", "logged", "never throw", "no need", "not wait", "observ", "on purpose", "outlive", "safe", "since", "slow", "so that", "swallow",
        "throw", "wait",
    ];

    /// <summary>Whether a comment on the line of the statement or right above it gives a reason.</summary>
    public static bool IsGiven(SyntaxNode node)
    {
        var statement = node.FirstAncestorOrSelf<SyntaxNode>(static each =>
            each is StatementSyntax or ArrowExpressionClauseSyntax or MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax);
        if (statement is null)
            return false;
        var text = "";
        foreach (var trivia in statement.GetLeadingTrivia())
            text = Append(text, trivia);
        foreach (var trivia in statement.GetTrailingTrivia())
            text = Append(text, trivia);

        // "_ = Task.Run(() => // reason" and "_ = /* reason */ SendAsync()"
        var line = node.SyntaxTree.GetText().Lines.GetLineFromPosition(node.SpanStart).LineNumber;
        foreach (var token in node.DescendantTokens())
        {
            if (node.SyntaxTree.GetText().Lines.GetLineFromPosition(token.SpanStart).LineNumber != line)
                break;
            foreach (var trivia in token.LeadingTrivia)
                text = Append(text, trivia);
            foreach (var trivia in token.TrailingTrivia)
                text = Append(text, trivia);
        }

        return Explains(text);
    }

    /// <summary>Whether a text has enough words of its own, and speaks about not waiting or about the failure.</summary>
    public static bool Explains(string text)
    {
        var (words, own) = (0, 0);
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetter(text[i]))
            {
                start = start < 0 ? i : start;
                continue;
            }

            if (start < 0)
                continue;
            words++;
            if (!Stock.Contains(text.Substring(start, i - start)))
                own++;
            start = -1;
        }

        if (words < MinWords || own < MinOwnWords)
            return false;
        foreach (var sign in Explaining)
        {
            if (text.IndexOf(sign, StringComparison.OrdinalIgnoreCase) >= 0)
                return true;
        }

        return false;
    }

    private static string Append(string text, SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)
            ? text + " " + trivia.ToString()
            : text;
}
