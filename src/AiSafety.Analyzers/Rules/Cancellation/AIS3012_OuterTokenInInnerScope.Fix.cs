using System.Composition;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Tokens;
using AiSafety.Analyzers.Fixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AiSafety.Analyzers.Rules.Cancellation;

/// <summary>Passes on the function's own token, and names the parameter where it was discarded.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class OuterTokenInInnerScopeFix() : RuleFix(OuterTokenInInnerScopeRule.Spec)
{
    internal const string PassOwn = "Pass the function's own token";

    private static readonly string[] Names = ["cancellationToken", "innerToken", "innerCancellationToken", "ownToken"];

    private protected override Task OfferAsync(FixSite site)
    {
        if (!site.Diagnostic.Properties.ContainsKey(OuterTokenInInnerScopeRule.Descends))
            return Task.CompletedTask;
        var types = TokenTypes.Of(Session.For(site.Model.Compilation));
        for (var node = site.Node; node is not null; node = node.Parent)
        {
            if (node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
                || site.Model.GetOperation(node, site.CancellationToken) is not { } function || OuterTokens.Own(function, types) is not { } own)
                continue;
            return PassAsync(site, function, own, types);
        }

        return Task.CompletedTask;
    }

    // All uses in the function at once: what is left of several would look deliberate.
    private static Task PassAsync(FixSite site, IOperation function, IParameterSymbol own, TokenTypes types)
    {
        var uses = OuterTokens.Of(function, types).Select(use => use.Argument.Value.Syntax);
        if (OuterTokenInInnerScopeRule.HasName(own))
            return site.OfferAsync(FixKind.Mechanical, PassOwn, site.Root.ReplaceNodes(uses, (old, _) => Named(own.Name, old)));
        var taken = new HashSet<string>(site.Model.LookupSymbols(function.Syntax.Span.End - 1).Select(symbol => symbol.Name));
        foreach (var token in function.Syntax.DescendantTokens())
            taken.Add(token.ValueText);
        if (Names.FirstOrDefault(each => !taken.Contains(each)) is not { } name || own.DeclaringSyntaxReferences is not [var declaration, ..]
            || declaration.GetSyntax(site.CancellationToken) is not ParameterSyntax parameter)
            return Task.CompletedTask;
        return site.OfferAsync(FixKind.Mechanical, PassOwn, site.Root.ReplaceNodes(uses.Append(parameter), (old, _) => old == parameter
            ? parameter.WithIdentifier(SyntaxFactory.Identifier(name).WithTriviaFrom(parameter.Identifier))
            : Named(name, old)));
    }

    private static SyntaxNode Named(string name, SyntaxNode old) => SyntaxFactory.ParseExpression(name).WithTriviaFrom(old);
}
