using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AiSafety.Analyzers.Engine.Text;

/// <summary>One piece of a text that a program builds: constant characters, or something known only at run time.</summary>
/// <param name="Text">The characters; null where they are not known.</param>
/// <param name="IsValue">For an unknown piece: it is a number, date, Guid, bool, enum or parameter, so it cannot bring text of its own.</param>
/// <param name="Syntax">
/// Where it stands: a string literal, the text or a hole of an interpolated string; null when it comes from elsewhere (another file, a computed constant).
/// </param>
/// <param name="Variable">The local or field whose value it is part of, where it came through one; the innermost.</param>
/// <param name="Source">For an unknown piece: the expression that gives it.</param>
internal sealed record TextPart(string? Text, bool IsValue, SyntaxNode? Syntax, ISymbol? Variable = null, IOperation? Source = null)
{
    /// <summary>The whole literal or interpolated string around the piece.</summary>
    public SyntaxNode? Literal => Syntax switch
    {
        LiteralExpressionSyntax literal => literal,
        InterpolatedStringContentSyntax content => content.Parent,
        _ => null,
    };
}

/// <summary>One text that can arrive: its pieces, and the appending operations that some other path does not pass.</summary>
internal sealed record TextVariant(ImmutableArray<TextPart> Parts, ImmutableArray<IOperation> Appends)
{
    public static readonly TextVariant Empty = new(ImmutableArray<TextPart>.Empty, ImmutableArray<IOperation>.Empty);

    public TextVariant Then(TextVariant next) => new(Parts.AddRange(next.Parts), Appends.AddRange(next.Appends));
}
