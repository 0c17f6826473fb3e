using System.Composition;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Fixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace AiSafety.Analyzers.Rules.Destruction;

/// <summary>Declares the amount as <c>decimal</c>, where all that uses it still compiles.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class FloatingPointMoneyFix() : RuleFix(FloatingPointMoneyRule.Spec)
{
    internal const string Title = "Use 'decimal'";

    private protected override async Task OfferAsync(FixSite site)
    {
        if (site.Enclosing<TypeSyntax>() is not { } inner
            || inner.AncestorsAndSelf().OfType<TypeSyntax>().LastOrDefault(each => each.Span == site.Diagnostic.Location.SourceSpan) is not { Parent: { } declaration } type)
            return;
        var changes = new Dictionary<SyntaxNode, SyntaxNode>();
        foreach (var part in type.DescendantNodesAndSelf().OfType<TypeSyntax>())
        {
            if (part is PredefinedTypeSyntax or SimpleNameSyntax or QualifiedNameSyntax && part.Parent is not QualifiedNameSyntax
                && site.Model.GetTypeInfo(part, site.CancellationToken).Type?.SpecialType is SpecialType.System_Double or SpecialType.System_Single)
                changes[part] = SyntaxFactory.PredefinedType(SyntaxFactory.Token(SyntaxKind.DecimalKeyword)).WithTriviaFrom(part);
        }

        foreach (var literal in Values(declaration).SelectMany(value => value.DescendantNodesAndSelf()).OfType<LiteralExpressionSyntax>())
        {
            if (literal.Token.Value is double or float)
                changes[literal] = literal.WithToken(SyntaxFactory.ParseToken(literal.Token.Text.TrimEnd('d', 'D', 'f', 'F') + "m").WithTriviaFrom(literal.Token));
        }

        if (changes.Count == 0)
            return;
        var newRoot = site.Root.ReplaceNodes(changes.Keys, (original, _) => changes[original]);
        if (await CompilesElsewhereAsync(site, declaration, newRoot).ConfigureAwait(false))
            await site.OfferAsync(FixKind.Judgement, Title, newRoot).ConfigureAwait(false);
    }

    // What the declaration is given: initializers, default values, the expression of a computed property.
    private static IEnumerable<SyntaxNode> Values(SyntaxNode declaration) => declaration switch
    {
        PropertyDeclarationSyntax property => Present(property.Initializer, property.ExpressionBody),
        ParameterSyntax parameter => Present(parameter.Default),
        VariableDeclarationSyntax variables => Present([.. variables.Variables.Select(each => each.Initializer)]),
        _ => [],
    };

    private static IEnumerable<SyntaxNode> Present(params SyntaxNode?[] nodes) => nodes.OfType<SyntaxNode>();

    // The type is part of what other files rely on: each file that mentions the declaration is compiled, too.
    private static async Task<bool> CompilesElsewhereAsync(FixSite site, SyntaxNode declaration, SyntaxNode newRoot)
    {
        var declarators = declaration is VariableDeclarationSyntax variables ? variables.Variables : Enumerable.Repeat(declaration, 1);
        var before = site.Document.Project.Solution;
        var documents = new HashSet<DocumentId>();
        foreach (var declarator in declarators)
        {
            if (site.Model.GetDeclaredSymbol(declarator, site.CancellationToken) is not { } symbol)
                continue;
            // An argument does not name its parameter.
            var sought = symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol method } ? [symbol, method] : new[] { symbol };
            foreach (var each in sought)
            {
                foreach (var found in await SymbolFinder.FindReferencesAsync(each, before, site.CancellationToken).ConfigureAwait(false))
                {
                    documents.UnionWith(found.Locations.Select(location => location.Document.Id));
                    documents.UnionWith(found.Definition.Locations.Where(location => location.IsInSource).Select(location => before.GetDocumentId(location.SourceTree)).OfType<DocumentId>());
                }
            }
        }

        documents.Remove(site.Document.Id);
        var after = site.Document.WithSyntaxRoot(newRoot).Project.Solution;
        foreach (var id in documents)
        {
            if (await ErrorsAsync(after, id).ConfigureAwait(false) > await ErrorsAsync(before, id).ConfigureAwait(false))
                return false;
        }

        return true;

        async Task<int> ErrorsAsync(Solution solution, DocumentId id) =>
            solution.GetDocument(id) is { } document && await document.GetSemanticModelAsync(site.CancellationToken).ConfigureAwait(false) is { } model
                ? model.GetDiagnostics(cancellationToken: site.CancellationToken).Count(each => each.Severity == DiagnosticSeverity.Error)
                : 0;
    }
}
