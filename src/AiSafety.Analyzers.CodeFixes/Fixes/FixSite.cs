using AiSafety.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace AiSafety.Analyzers.Fixes;

/// <summary>One finding to be fixed.</summary>
internal sealed class FixSite(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, SemanticModel model, SyntaxNode node)
{
    public Diagnostic Diagnostic { get; } = diagnostic;

    public SyntaxNode Root { get; } = root;

    public SemanticModel Model { get; } = model;

    /// <summary>The innermost node at the finding.</summary>
    public SyntaxNode Node { get; } = node;

    public Document Document => context.Document;

    public CancellationToken CancellationToken => context.CancellationToken;

    /// <summary>The innermost node of a kind around the finding.</summary>
    public T? Enclosing<T>() where T : SyntaxNode => Node.FirstAncestorOrSelf<T>();

    /// <summary>The member whose body a node is in: for the models, which are asked about a member, not about a lambda or local function in it.</summary>
    public ISymbol? Member(SyntaxNode node) => Member(node, Model, CancellationToken);

    /// <summary>As above, in a document that a fix has changed already.</summary>
    public static ISymbol? Member(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
    {
        var symbol = model.GetEnclosingSymbol(node.SpanStart, cancellationToken);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction } && symbol.ContainingSymbol is { } outer)
            symbol = outer;
        return symbol;
    }

    /// <summary>The equivalence key of a change: its kind and title.</summary>
    public static string Key(FixKind kind, string title) => $"{kind}: {title}";

    /// <summary>Offers to replace the whole root, if the result has no compiler error that the document does not have yet.</summary>
    public Task OfferAsync(FixKind kind, string title, SyntaxNode newRoot) =>
        OfferAsync(kind, title, Document.WithSyntaxRoot(newRoot));

    /// <summary>Offers a changed document, if it has no compiler error that the document does not have yet.</summary>
    public async Task OfferAsync(FixKind kind, string title, Document changed)
    {
        var before = Errors(Model);
        var changedModel = await changed.GetSemanticModelAsync(CancellationToken).ConfigureAwait(false);
        if (changedModel is null || Errors(changedModel) > before)
            return;
        context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(changed), Key(kind, title)), Diagnostic);

        int Errors(SemanticModel of) =>
            of.GetDiagnostics(cancellationToken: CancellationToken).Count(each => each.Severity == DiagnosticSeverity.Error);
    }
}
