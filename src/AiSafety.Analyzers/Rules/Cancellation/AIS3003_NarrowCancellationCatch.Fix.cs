using System.Composition;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Fixes;
using AiSafety.Analyzers.Fixes.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AiSafety.Analyzers.Rules.Cancellation;

/// <summary>Catches the base class.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class NarrowCancellationCatchFix() : RuleFix(NarrowCancellationCatchRule.Spec)
{
    internal const string CatchEvery = "Catch OperationCanceledException";

    private protected override Task OfferAsync(FixSite site)
    {
        if (site.Enclosing<CatchClauseSyntax>() is not { Declaration.Type: { } type } clause)
            return Task.CompletedTask;
        var wide = CatchVariable.TypeName("System.OperationCanceledException", clause, site.Model).WithTriviaFrom(type);
        return site.OfferAsync(FixKind.Mechanical, CatchEvery, site.Root.ReplaceNode(type, wide));
    }
}
