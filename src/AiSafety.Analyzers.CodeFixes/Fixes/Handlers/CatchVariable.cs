using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

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
        var name = SyntaxFactory.Identifier(FreeName(clause, model));
        if (clause.Declaration is { } declaration)
        {
            return clause.WithDeclaration(declaration
                .WithType(declaration.Type.WithTrailingTrivia(SyntaxFactory.Space))
                .WithIdentifier(name));
        }

        return clause
            .WithCatchKeyword(clause.CatchKeyword.WithTrailingTrivia(SyntaxFactory.Space))
            .WithDeclaration(SyntaxFactory.CatchDeclaration(TypeName("System.Exception", clause, model).WithTrailingTrivia(SyntaxFactory.Space), name)
                .WithTrailingTrivia(clause.CatchKeyword.TrailingTrivia));
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
