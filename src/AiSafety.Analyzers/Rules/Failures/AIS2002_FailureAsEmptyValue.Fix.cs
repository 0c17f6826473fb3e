using System.Composition;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Fixes;
using AiSafety.Analyzers.Fixes.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Failures;

/// <summary>Removes the handler; a parse with a default becomes the parse that does not throw.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class FailureAsEmptyValueFix() : RuleFix(FailureAsEmptyValueRule.Spec)
{
    internal const string LetPropagate = "Let the exception propagate";
    internal const string UseTryParse = "Use TryParse";

    private protected override async Task OfferAsync(FixSite site)
    {
        if (site.Enclosing<CatchClauseSyntax>() is not { } clause)
            return;
        if (ParseWithDefault.Of(clause, site.Model, site.CancellationToken) is { } parse)
        {
            // Evaluating the arguments was under the handler's protection, too: only plain reads make no difference.
            await site.OfferAsync(
                parse.HasPlainArguments ? FixKind.Mechanical : FixKind.Judgement,
                UseTryParse,
                site.Root.ReplaceNode(clause.Parent!, parse.Replacement())).ConfigureAwait(false);
        }

        await site.OfferAsync(FixKind.Judgement, LetPropagate, Propagation.Remove(clause, site.Root)).ConfigureAwait(false);
    }
}
