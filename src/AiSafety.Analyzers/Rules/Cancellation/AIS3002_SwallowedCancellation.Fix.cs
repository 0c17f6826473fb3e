using System.Composition;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Fixes;
using AiSafety.Analyzers.Fixes.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AiSafety.Analyzers.Rules.Cancellation;

/// <summary>Lets the cancellation pass: by a filter, or by a clause before the catch-all.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class SwallowedCancellationFix() : RuleFix(SwallowedCancellationRule.Spec)
{
    internal const string LetCancellationPass = "Let cancellation pass";

    private const string Canceled = "System.OperationCanceledException";

    private protected override Task OfferAsync(FixSite site)
    {
        if (site.Enclosing<CatchClauseSyntax>() is not { Filter: null, Parent: TryStatementSyntax attempt } clause)
            return Task.CompletedTask;
        var properties = site.Diagnostic.Properties;
        SyntaxNode root;
        if (properties.ContainsKey(SwallowedCancellationRule.TimeLimit))
        {
            if (!properties.TryGetValue(SwallowedCancellationRule.CallersToken, out var token) || token is null)
                return Task.CompletedTask;
            root = Preceded(site, attempt, clause, $"{token}.IsCancellationRequested");
        }
        else
        {
            root = attempt.Catches.Count > 1 ? Preceded(site, attempt, clause, filter: null) : site.Root.ReplaceNode(clause, Filtered(clause, site.Model));
        }

        return site.OfferAsync(FixKind.Mechanical, LetCancellationPass, root);
    }

    private static SyntaxNode Preceded(FixSite site, TryStatementSyntax attempt, CatchClauseSyntax clause, string? filter)
    {
        var passing = SyntaxFactory.CatchClause(
                SyntaxFactory.CatchDeclaration(CatchVariable.TypeName(Canceled, clause, site.Model)),
                filter is null ? null : SyntaxFactory.CatchFilterClause(SyntaxFactory.ParseExpression(filter)),
                SyntaxFactory.Block(SyntaxFactory.ThrowStatement()))
            .WithAdditionalAnnotations(Formatter.Annotation);
        return site.Root.ReplaceNode(attempt, attempt.WithCatches(attempt.Catches.Insert(attempt.Catches.IndexOf(clause), passing)));
    }

    private static CatchClauseSyntax Filtered(CatchClauseSyntax clause, SemanticModel model)
    {
        var named = CatchVariable.Ensure(clause, model);
        var test = SyntaxFactory.ParseExpression(
            $"{named.Declaration!.Identifier.Text} is not {CatchVariable.TypeName(Canceled, clause, model)}");
        return named
            .WithDeclaration(named.Declaration.WithTrailingTrivia(SyntaxFactory.Space))
            .WithFilter(SyntaxFactory.CatchFilterClause(
                    SyntaxFactory.Token(SyntaxKind.WhenKeyword).WithTrailingTrivia(SyntaxFactory.Space),
                    SyntaxFactory.Token(SyntaxKind.OpenParenToken), test, SyntaxFactory.Token(SyntaxKind.CloseParenToken))
                .WithTrailingTrivia(named.Declaration.GetTrailingTrivia()));
    }
}
