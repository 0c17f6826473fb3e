using System.Collections.Immutable;
using AiSafety.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AiSafety.Analyzers.Fixes;

/// <summary>
/// Base of all fixes: finds the node, and offers a change only after it was tried: a change that brings a new
/// compiler error is never offered. Mechanical changes can be applied in bulk, judgement changes cannot.
/// </summary>
/// <param name="id">The rule's id, or that of a compiler warning whose repair is ours.</param>
public abstract class RuleFix(string id) : CodeFixProvider
{
    protected RuleFix(RuleSpec spec) : this(spec.Id)
    {
    }

    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(id);

    public sealed override FixAllProvider? GetFixAllProvider() => MechanicalOnly.Instance;

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null)
            return;
        foreach (var diagnostic in context.Diagnostics)
        {
            var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            await OfferAsync(new FixSite(context, diagnostic, root, model, node)).ConfigureAwait(false);
        }
    }

    /// <summary>Offers what fits the finding, through <see cref="FixSite.OfferAsync"/>.</summary>
    private protected abstract Task OfferAsync(FixSite site);

    private sealed class MechanicalOnly : FixAllProvider
    {
        public static readonly MechanicalOnly Instance = new();

        public override Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext) =>
            fixAllContext.CodeActionEquivalenceKey?.StartsWith(nameof(FixKind.Mechanical), StringComparison.Ordinal) == true
                ? WellKnownFixAllProviders.BatchFixer.GetFixAsync(fixAllContext)
                : Task.FromResult<CodeAction?>(null);
    }
}
