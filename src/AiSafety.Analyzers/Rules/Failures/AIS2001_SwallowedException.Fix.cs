using System.Composition;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Fixes;
using AiSafety.Analyzers.Fixes.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AiSafety.Analyzers.Rules.Failures;

/// <summary>Lets the exception propagate, or logs it on its way.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class SwallowedExceptionFix() : RuleFix(SwallowedExceptionRule.Spec)
{
    internal const string LetPropagate = "Let the exception propagate";
    internal const string LogAndRethrow = "Log the exception and rethrow it";

    private protected override async Task OfferAsync(FixSite site)
    {
        if (site.Enclosing<CatchClauseSyntax>() is not { } clause)
            return;
        await site.OfferAsync(FixKind.Judgement, LetPropagate, Propagation.Remove(clause, site.Root)).ConfigureAwait(false);
        if (LoggerInReach.At(clause, site.Model) is { } logger)
            await site.OfferAsync(FixKind.Judgement, LogAndRethrow, site.Root.ReplaceNode(clause, Logging(clause, logger, site))).ConfigureAwait(false);
    }

    private static CatchClauseSyntax Logging(CatchClauseSyntax clause, LoggerInReach logger, FixSite site)
    {
        var named = CatchVariable.Ensure(clause, site.Model);
        var text = SymbolDisplay.FormatLiteral(Member(clause) + " failed", quote: true);
        return named
            .WithBlock(SyntaxFactory.Block(
                SyntaxFactory.ParseStatement($"{logger.Name}.{logger.Method}({named.Declaration!.Identifier.Text}, {text});"),
                SyntaxFactory.ThrowStatement()).WithTriviaFrom(clause.Block))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static string Member(CatchClauseSyntax clause)
    {
        foreach (var ancestor in clause.Ancestors())
        {
            switch (ancestor)
            {
                case LocalFunctionStatementSyntax local:
                    return local.Identifier.Text;
                case MethodDeclarationSyntax method:
                    return method.Identifier.Text;
                case PropertyDeclarationSyntax property:
                    return property.Identifier.Text;
                case BaseTypeDeclarationSyntax type:
                    return type.Identifier.Text;
            }
        }

        return "Program";
    }
}
