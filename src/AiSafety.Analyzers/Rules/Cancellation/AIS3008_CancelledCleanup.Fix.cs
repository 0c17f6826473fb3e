using System.Composition;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Tokens;
using AiSafety.Analyzers.Fixes;
using AiSafety.Analyzers.Fixes.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Cancellation;

/// <summary>Lets the clean-up run to its end.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class CancelledCleanupFix() : RuleFix(CancelledCleanupRule.Spec)
{
    internal const string PassNone = "Pass CancellationToken.None to the clean-up";

    private protected override Task OfferAsync(FixSite site)
    {
        if (site.Enclosing<InvocationExpressionSyntax>() is not { } invocation
            || site.Model.GetOperation(invocation, site.CancellationToken) is not IInvocationOperation call
            || TokenProvenance.Given(call, TokenTypes.Of(Session.For(site.Model.Compilation))) is not { Value.Syntax: ExpressionSyntax token })
            return Task.CompletedTask;
        var none = SyntaxFactory.MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression,
            SyntaxFactory.ParseExpression(CatchVariable.TypeName("System.Threading.CancellationToken", token, site.Model).ToString()),
            SyntaxFactory.IdentifierName("None"));
        return site.OfferAsync(FixKind.Mechanical, PassNone, site.Root.ReplaceNode(token, none.WithTriviaFrom(token)));
    }
}
