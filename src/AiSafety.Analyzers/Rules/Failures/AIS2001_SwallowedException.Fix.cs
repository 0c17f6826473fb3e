using System.Composition;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Fixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AiSafety.Analyzers.Rules.Failures;

/// <summary>Lets the exception propagate.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class SwallowedExceptionFix() : RuleFix(SwallowedExceptionRule.Spec)
{
    internal const string LetPropagate = "Let the exception propagate (rethrow)";

    private protected override Task OfferAsync(FixSite site)
    {
        if (site.Enclosing<CatchClauseSyntax>() is not { } clause)
            return Task.CompletedTask;
        var rethrow = clause.WithBlock(SyntaxFactory.Block(SyntaxFactory.ThrowStatement()));
        return site.OfferAsync(FixKind.Judgement, LetPropagate, site.Root.ReplaceNode(clause, rethrow));
    }
}
