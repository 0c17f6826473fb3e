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
    // So many words besides the stock words make a reason with, and without, a word that explains.
    private const int MinOwnWords = 3;
    private const int ManyOwnWords = 6;

    // Words that state the fact, and words without content.
    private static readonly HashSet<string> Stock = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "an", "and", "are", "as", "async", "asynchronous", "asynchronously", "at", "await", "awaited", "awaiting", "background", "be", "by",
        "call", "do", "does", "doesn", "don", "dont", "e", "error", "exception", "expected", "fire", "fixme", "for", "forget", "g", "here", "i",
        "ignore", "ignored", "in", "intentional", "intentionally", "is", "it", "its", "just", "kick", "no", "not", "nothing", "of", "off", "on",
        "pattern", "process", "run", "so", "start", "starts", "t", "task", "tasks", "that", "the", "then", "this", "thread", "to", "todo", "trigger",
        "unawaited", "wait", "we", "with",
    };

    // What states that the task is dropped.
    private static readonly string[] Facts = ["fire and forget", "fire-and-forget", "fire & forget", "not await", "don't await", "do not await", "unawaited", "discard"];

    // What speaks about not waiting, or about where a failure goes.
    private static readonly string[] Explaining =
    [
        "because", "best effort", "best-effort", "block", "by design", "caught", "catches", "delay", "deliberate", "errors are", "errors mean",
        "exceptions are", "failure is", "failures are", "fails", "fault", "handled", "handles", "harmless", "intentional", "lifetime", "logged", "matter",
        "must not", "never throw", "no need", "not throw", "observed", "recorded", "records", "on purpose", "outlive", "retries", "safe", "since", "slow", "so that", "so the",
        "surviv", "swallow", "to await", "wait for",
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
        var own = 0;
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
            if (!Stock.Contains(text.Substring(start, i - start)))
                own++;
            start = -1;
        }

        return own >= MinOwnWords && Contains(text, Explaining) || own >= ManyOwnWords && Contains(text, Facts);
    }

    private static bool Contains(string text, string[] signs)
    {
        foreach (var sign in signs)
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
