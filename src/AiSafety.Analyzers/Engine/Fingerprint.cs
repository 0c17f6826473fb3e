using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AiSafety.Analyzers.Engine;

/// <summary>
/// Names a finding by what it is about, not by its line, so that an edit above does not change it: rule id,
/// containing member, code of the statement without its trivia, which of several equal statements it is, and the
/// token within it.
/// </summary>
internal static class Fingerprint
{
    /// <summary>Key in the diagnostic's properties.</summary>
    public const string Property = "fingerprint";

    /// <summary>Sixteen hexadecimal digits.</summary>
    public static string Of(string id, ISymbol symbol, Location location, CancellationToken cancellationToken)
    {
        var root = location.SourceTree!.GetRoot(cancellationToken);
        var node = Anchor(root.FindNode(location.SourceSpan, getInnermostNodeForTie: true));
        var code = Code(node);
        var ordinal = 0;
        foreach (var other in (node.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? root).DescendantNodes())
        {
            if (other.SpanStart >= node.SpanStart)
                break;
            if (other.RawKind == node.RawKind && Code(other) == code)
                ordinal++;
        }

        var token = node.DescendantTokens().TakeWhile(each => each.Span.End <= location.SourceSpan.Start).Count();
        // A finding inside a literal is one of several that the token can hold.
        var inside = root.FindToken(location.SourceSpan.Start).SpanStart < location.SourceSpan.Start
            ? "|" + location.SourceTree.GetText(cancellationToken).ToString(location.SourceSpan)
            : "";
        return Hash($"{id}|{Name(symbol)}|{code}|{ordinal}|{token}{inside}");
    }

    /// <summary>For a finding in a file that is not C#: its file name, the text it covers, and which of several equal ones it is.</summary>
    public static string OfFile(string id, string path, string covered, int ordinal) =>
        Hash($"{id}|{Path.GetFileName(path)}|{string.Join(" ", covered.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}|{ordinal}");

    private static string Hash(string text)
    {
        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(text));
        var hex = new StringBuilder(16);
        for (var i = 0; i < 8; i++)
            hex.Append(hash[i].ToString("x2", CultureInfo.InvariantCulture));
        return hex.ToString();
    }

    private static SyntaxNode Anchor(SyntaxNode node) =>
        node.FirstAncestorOrSelf<SyntaxNode>(each =>
            each is CatchClauseSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax
            || (each is StatementSyntax and not BlockSyntax)) ?? node;

    private static string Code(SyntaxNode node)
    {
        var text = new StringBuilder(node.Span.Length);
        foreach (var token in node.DescendantTokens())
            text.Append(token.Text).Append(' ');
        return text.ToString();
    }

    private static string Name(ISymbol symbol)
    {
        // Local functions and lambdas have no documentation id of their own.
        while (symbol.ContainingSymbol is IMethodSymbol or IPropertySymbol or IFieldSymbol)
            symbol = symbol.ContainingSymbol;
        return symbol.GetDocumentationCommentId() ?? symbol.ToDisplayString();
    }
}
