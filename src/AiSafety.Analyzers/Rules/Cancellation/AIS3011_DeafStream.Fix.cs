using System.Composition;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Tokens;
using AiSafety.Analyzers.Fixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Cancellation;

/// <summary>Gives the stream the token.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class DeafStreamFix() : RuleFix(DeafStreamRule.Spec)
{
    internal const string Add = "Read the stream with the cancellation token";

    private protected override Task OfferAsync(FixSite site)
    {
        if (site.Enclosing<CommonForEachStatementSyntax>() is not { } statement
            || site.Model.GetOperation(statement, site.CancellationToken) is not IForEachLoopOperation loop
            || site.Member(statement) is not { } member
            || DeafStreams.Find(loop, member, Session.For(site.Model.Compilation), site.CancellationToken) is not { } found)
            return Task.CompletedTask;
        var stream = found.Stream.WithoutTrivia();
        if (!IsPrimary(stream))
            stream = SyntaxFactory.ParenthesizedExpression(stream);
        var changed = SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, stream, SyntaxFactory.IdentifierName("WithCancellation")),
            SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(SyntaxFactory.ParseExpression(found.Token.Expression)))));
        return site.OfferAsync(FixKind.Mechanical, Add, site.Root.ReplaceNode(found.Stream, changed.WithTriviaFrom(found.Stream)));
    }

    private static bool IsPrimary(ExpressionSyntax expression) =>
        expression is NameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax
            or ThisExpressionSyntax or ObjectCreationExpressionSyntax;
}
