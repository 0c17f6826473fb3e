using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AiSafety.Analyzers.Fixes.Handlers;

/// <summary>Changes that let a caught exception propagate.</summary>
internal static class Propagation
{
    /// <summary>
    /// The root without the handler: the try's statements alone when the clause is the only one and there is no
    /// finally block; else with the handler reduced to <c>throw;</c>.
    /// </summary>
    public static SyntaxNode Remove(CatchClauseSyntax clause, SyntaxNode root) =>
        clause.Parent is TryStatementSyntax { Catches.Count: 1, Finally: null } attempt
            ? Unwrap(attempt, root)
            : root.ReplaceNode(clause, Rethrowing(clause));

    /// <summary>The clause with its variable, if it still needs one, and only <c>throw;</c> in it.</summary>
    private static CatchClauseSyntax Rethrowing(CatchClauseSyntax clause) =>
        clause.WithBlock(SyntaxFactory.Block(SyntaxFactory.ThrowStatement()).WithTriviaFrom(clause.Block)).WithAdditionalAnnotations(Formatter.Annotation);

    private static SyntaxNode Unwrap(TryStatementSyntax attempt, SyntaxNode root)
    {
        var statements = attempt.Block.Statements;
        if (statements.Count == 0)
            return root.ReplaceNode(attempt, SyntaxFactory.EmptyStatement().WithTriviaFrom(attempt));
        // Comments before the closing brace stay behind the last statement.
        var last = statements.Last();
        var trailing = attempt.Block.CloseBraceToken.LeadingTrivia.Any(each => !each.IsKind(SyntaxKind.WhitespaceTrivia) && !each.IsKind(SyntaxKind.EndOfLineTrivia))
            ? last.GetTrailingTrivia().AddRange(attempt.Block.CloseBraceToken.LeadingTrivia)
            : last.GetTrailingTrivia();
        statements = statements.Replace(last, last.WithTrailingTrivia(trailing.Any(SyntaxKind.EndOfLineTrivia) ? trailing : trailing.AddRange(attempt.GetTrailingTrivia())));
        statements = statements.Replace(statements[0], statements[0].WithLeadingTrivia(First(attempt, statements[0])));
        switch (attempt.Parent)
        {
            case BlockSyntax or SwitchSectionSyntax:
                return root.ReplaceNode(attempt, statements.Select(each => each.WithAdditionalAnnotations(Formatter.Annotation)));
            case GlobalStatementSyntax global:
                return root.ReplaceNode(global, statements.Select(each => SyntaxFactory.GlobalStatement(each).WithAdditionalAnnotations(Formatter.Annotation)));
            default:
                return root.ReplaceNode(attempt, SyntaxFactory.Block(statements).WithTriviaFrom(attempt).WithAdditionalAnnotations(Formatter.Annotation));
        }
    }

    // The comments of the try and of its first statement.
    private static SyntaxTriviaList First(TryStatementSyntax attempt, StatementSyntax first)
    {
        var own = first.GetLeadingTrivia();
        return own.Any(each => each.IsKind(SyntaxKind.SingleLineCommentTrivia) || each.IsKind(SyntaxKind.MultiLineCommentTrivia) || each.IsDirective)
            ? attempt.GetLeadingTrivia().AddRange(own.SkipWhile(each => each.IsKind(SyntaxKind.WhitespaceTrivia)))
            : attempt.GetLeadingTrivia();
    }
}
