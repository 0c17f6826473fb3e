using System.Composition;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Tokens;
using AiSafety.Analyzers.Fixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace AiSafety.Analyzers.Rules.Cancellation;

/// <summary>Passes the token.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class DroppedTokenFix() : RuleFix(DroppedTokenRule.Spec)
{
    internal const string Pass = "Pass the cancellation token";

    private protected override async Task OfferAsync(FixSite site)
    {
        if (site.Enclosing<InvocationExpressionSyntax>() is not { } invocation
            || site.Model.GetOperation(invocation, site.CancellationToken) is not IInvocationOperation call
            || site.Member(invocation) is not { } member
            || DroppedTokens.Find(call, member, Session.For(site.Model.Compilation), site.CancellationToken) is not { } dropped
            || TokenArgument.Pass(call, dropped.Slot, dropped.Token) is not { } passed)
            return;
        var text = await site.Document.GetTextAsync(site.CancellationToken).ConfigureAwait(false);
        var change = Difference(text, invocation.ArgumentList.Span, passed.ArgumentList.ToString());
        await site.OfferAsync(FixKind.Mechanical, Pass, site.Document.WithText(text.WithChanges(change))).ConfigureAwait(false);
    }

    // As small as can be, so that the changes of calls within each other can be applied together.
    private static TextChange Difference(SourceText text, TextSpan span, string changed)
    {
        var before = text.ToString(span);
        var start = 0;
        while (start < before.Length && start < changed.Length && before[start] == changed[start])
            start++;
        var end = 0;
        while (end < before.Length - start && end < changed.Length - start && before[before.Length - 1 - end] == changed[changed.Length - 1 - end])
            end++;
        return new TextChange(TextSpan.FromBounds(span.Start + start, span.End - end), changed.Substring(start, changed.Length - start - end));
    }
}
