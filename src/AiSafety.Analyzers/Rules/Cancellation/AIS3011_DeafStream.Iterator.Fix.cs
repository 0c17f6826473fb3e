using System.Composition;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Tokens;
using AiSafety.Analyzers.Fixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace AiSafety.Analyzers.Rules.Cancellation;

/// <summary>The other half of a deaf stream: lets an asynchronous iterator receive the token of <c>WithCancellation</c>, where the compiler warns that it does not.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class DeafIteratorFix() : RuleFix(CompilerWarning)
{
    internal const string Mark = "Add '[EnumeratorCancellation]'";

    private const string CompilerWarning = "CS8425";

    private const string Attribute = "System.Runtime.CompilerServices.EnumeratorCancellation";

    private protected override async Task OfferAsync(FixSite site)
    {
        var parameters = site.Node.AncestorsAndSelf().Select(static each => each switch
        {
            MethodDeclarationSyntax method => method.ParameterList,
            LocalFunctionStatementSyntax local => local.ParameterList,
            _ => null,
        }).OfType<ParameterListSyntax>().FirstOrDefault();
        var types = TokenTypes.Of(Session.For(site.Model.Compilation));
        var tokens = parameters?.Parameters.Where(each => types.IsToken(site.Model.GetDeclaredSymbol(each, site.CancellationToken)?.Type)).ToArray();
        // Where there are several, which of them the reader's is to be joined with is unknown.
        if (tokens is not [var token])
            return;
        var import = new SyntaxAnnotation();
        var name = SyntaxFactory.ParseName(Attribute).WithAdditionalAnnotations(Simplifier.Annotation, import);
        var list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Attribute(name)));
        var marked = token.WithoutLeadingTrivia().AddAttributeLists(list.WithTrailingTrivia(SyntaxFactory.Space)).WithLeadingTrivia(token.GetLeadingTrivia());
        var changed = site.Document.WithSyntaxRoot(site.Root.ReplaceNode(token, marked));
        changed = await ImportAdder.AddImportsAsync(changed, import, cancellationToken: site.CancellationToken).ConfigureAwait(false);
        await site.OfferAsync(FixKind.Mechanical, Mark, changed).ConfigureAwait(false);
    }
}
