using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AiSafety.Analyzers.Fixes.Handlers;

/// <summary>Gives a catch clause a variable for its exception.</summary>
internal static class CatchVariable
{
    private static readonly string[] Names = ["exception", "caught", "exception1", "exception2"];

    /// <summary>The clause with a declaration that names the exception; the clause itself when it has one.</summary>
    public static CatchClauseSyntax Ensure(CatchClauseSyntax clause, SemanticModel model)
    {
        if (clause.Declaration is { Identifier.RawKind: not 0 } named && !named.Identifier.IsMissing && named.Identifier.ValueText.Length > 0)
            return clause;
        // Tokens without elastic trivia: the formatter would put the brace of a one-line clause on a line of its own.
        var name = SyntaxFactory.Identifier(SyntaxFactory.TriviaList(), FreeName(clause, model), SyntaxFactory.TriviaList());
        if (clause.Declaration is { } declaration)
        {
            return clause.WithDeclaration(declaration
                .WithType(declaration.Type.WithTrailingTrivia(SyntaxFactory.Space))
                .WithIdentifier(name));
        }

        return clause
            .WithCatchKeyword(clause.CatchKeyword.WithTrailingTrivia(SyntaxFactory.Space))
            .WithDeclaration(SyntaxFactory.CatchDeclaration(
                SyntaxFactory.Token(SyntaxFactory.TriviaList(), SyntaxKind.OpenParenToken, SyntaxFactory.TriviaList()),
                TypeName("System.Exception", clause, model).WithTrailingTrivia(SyntaxFactory.Space), name,
                SyntaxFactory.Token(SyntaxFactory.TriviaList(), SyntaxKind.CloseParenToken, clause.CatchKeyword.TrailingTrivia)));
    }

    /// <summary>The root with <paramref name="node"/> of the clause's block replaced by what is made of the exception's variable, which is declared if it is not yet.</summary>
    public static SyntaxNode Pass(CatchClauseSyntax clause, SyntaxNode node, Func<ExpressionSyntax, SyntaxNode> change, FixSite site)
    {
        var named = Ensure(clause, site.Model);
        var changed = change(SyntaxFactory.IdentifierName(named.Declaration!.Identifier.WithoutTrivia())).WithAdditionalAnnotations(Formatter.Annotation);
        return site.Root.ReplaceNode(clause, named.WithBlock(clause.Block.ReplaceNode(node, changed)));
    }

    /// <summary>A type's name as it is written at the place.</summary>
    public static TypeSyntax TypeName(string metadataName, SyntaxNode at, SemanticModel model) =>
        SyntaxFactory.ParseTypeName(model.Compilation.GetTypeByMetadataName(metadataName)?.ToMinimalDisplayString(model, at.SpanStart) ?? metadataName);

    private static string FreeName(CatchClauseSyntax clause, SemanticModel model)
    {
        var taken = new HashSet<string>(model.LookupSymbols(clause.SpanStart).Select(symbol => symbol.Name));
        foreach (var declared in clause.Block.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)))
            taken.Add(declared.ValueText);
        return Names.FirstOrDefault(name => !taken.Contains(name)) ?? "exception3";
    }
}
