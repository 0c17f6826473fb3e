using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>What a documentation comment promises for the case of a failure.</summary>
internal static class Documentation
{
    private static readonly Regex Failure = new(
        @"\b(fail|fails|failed|failure|error|errors|exception|exceptions|invalid|malformed|unreadable|swallow|swallows|swallowed)\b|\b(not|isn't) (a )?valid\b|\b(cannot|can't|could not|couldn't|unable)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex Empty = new(
        @"\b(null|default|false|empty|zero|0|none|nothing)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex Swallowing = new(
        @"\b(swallow|swallows|swallowed|ignore|ignores|ignored|suppress|suppresses|suppressed|best[ -]effort|never throws|does not throw|doesn't throw|no exception)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Whether the comment names an empty value together with a failure.</summary>
    public static bool Promises(IMethodSymbol method, CancellationToken cancellationToken) =>
        Text(method, cancellationToken) is { } text && Failure.IsMatch(text) && Empty.IsMatch(text);

    /// <summary>Whether the comment says that failures are passed over.</summary>
    public static bool SaysSwallowed(IMethodSymbol method, CancellationToken cancellationToken) =>
        Text(method, cancellationToken) is { } text && Swallowing.IsMatch(text);

    private static string? Text(IMethodSymbol method, CancellationToken cancellationToken)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            foreach (var trivia in reference.GetSyntax(cancellationToken).GetLeadingTrivia())
            {
                if (trivia.GetStructure() is DocumentationCommentTriviaSyntax comment)
                    return comment.ToString();
            }
        }

        return null;
    }
}
