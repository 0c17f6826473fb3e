using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AiSafety.Analyzers.Engine.Text;

/// <summary>Maps characters of a string's value to where they are written: through escapes, doubled quotes and braces, and the indentation of raw strings.</summary>
internal static class LiteralPositions
{
    /// <summary>
    /// The span of the source that begins with character <paramref name="start"/> of one piece and ends with character <paramref name="last"/> of another,
    /// when both stand in the same literal or interpolated string; else null.
    /// </summary>
    public static TextSpan? Span(TextPart first, int start, TextPart final, int last)
    {
        if (first.Literal is not { } literal || !ReferenceEquals(literal, final.Literal))
            return null;
        var from = Character(first, start);
        var to = Character(final, last);
        return from is { } begin && to is { } end && begin.Start <= end.End ? TextSpan.FromBounds(begin.Start, end.End) : null;
    }

    private static TextSpan? Character(TextPart part, int index) => part.Syntax switch
    {
        LiteralExpressionSyntax literal => Character(literal.Token, part.Text!, index),
        InterpolatedStringTextSyntax text => Character(text.TextToken, part.Text!, index),

        // A hole is one place, whatever was put into it.
        InterpolationSyntax interpolation => interpolation.Span,
        _ => null,
    };

    private static TextSpan? Character(SyntaxToken token, string value, int index)
    {
        var source = token.Text;
        var at = Content(token, source);
        var (escapes, doubled) = Rules(token);
        for (var i = 0; i < value.Length && at < source.Length;)
        {
            var length = 1;
            var width = 1;
            if (escapes && source[at] == '\\')
            {
                length = EscapeLength(source, at);
                width = length == 10 && i + 1 < value.Length && char.IsSurrogatePair(value[i], value[i + 1]) ? 2 : 1;
            }
            else if (source[at] != value[i])
            {
                // The indentation of a raw string.
                at++;
                continue;
            }
            else if (doubled.IndexOf(source[at]) >= 0)
            {
                length = 2;
            }

            if (index < i + width)
                return new TextSpan(token.SpanStart + at, Math.Min(length, source.Length - at));
            i += width;
            at += length;
        }

        return null;
    }

    /// <summary>How far into the token its content begins.</summary>
    private static int Content(SyntaxToken token, string source)
    {
        if (token.IsKind(SyntaxKind.InterpolatedStringTextToken))
            return 0;
        var at = 0;
        while (at < source.Length && source[at] is '@' or '$')
            at++;
        while (at < source.Length && source[at] == '"')
        {
            at++;
            if (!IsRaw(token))
                break;
        }

        return at;
    }

    private static bool IsRaw(SyntaxToken token) => token.Kind() is SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken;

    /// <summary>Whether a backslash escapes, and which characters are written twice.</summary>
    private static (bool Escapes, string Doubled) Rules(SyntaxToken token)
    {
        if (token.IsKind(SyntaxKind.StringLiteralToken))
            return token.Text.StartsWith("@", StringComparison.Ordinal) ? (false, "\"") : (true, "");
        return (token.Parent?.Parent as InterpolatedStringExpressionSyntax)?.StringStartToken.Kind() switch
        {
            SyntaxKind.InterpolatedStringStartToken => (true, "{}"),
            SyntaxKind.InterpolatedVerbatimStringStartToken => (false, "{}\""),
            _ => (false, ""),
        };
    }

    private static int EscapeLength(string source, int at)
    {
        switch (at + 1 < source.Length ? source[at + 1] : '\0')
        {
            case 'u':
                return 6;
            case 'U':
                return 10;
            case 'x':
                var length = 2;
                while (length < 6 && at + length < source.Length && Uri.IsHexDigit(source[at + length]))
                    length++;
                return length;
            default:
                return 2;
        }
    }
}
