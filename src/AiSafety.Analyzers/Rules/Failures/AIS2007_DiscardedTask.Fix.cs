using System.Composition;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Fixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AiSafety.Analyzers.Rules.Failures;

/// <summary>Awaits the task where the function around it can.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class DiscardedTaskFix() : RuleFix(DiscardedTaskRule.Spec)
{
    internal const string AwaitIt = "Await the task";
    internal const string AwaitLongWork = "Await the task (this function then ends when the work ends)";

    private protected override Task OfferAsync(FixSite site)
    {
        if (!site.Diagnostic.Properties.TryGetValue(DiscardedTaskRule.Await, out var text) || !Enum.TryParse(text, out FixKind kind)
            || kind == FixKind.None || site.Enclosing<InvocationExpressionSyntax>() is not { } call)
            return Task.CompletedTask;
        var changed = call.Parent switch
        {
            AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax statement } assignment when assignment.Right == call => Awaited(statement, call),
            ExpressionStatementSyntax statement => Awaited(statement, call),
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax statement } } }
                => Awaited(statement, call),
            BinaryExpressionSyntax or IsPatternExpressionSyntax => site.Root.ReplaceNode(call, Await(call)),
            _ => null,
        };
        return changed is null
            ? Task.CompletedTask
            : site.OfferAsync(kind, kind == FixKind.Mechanical ? AwaitIt : AwaitLongWork, changed);

        SyntaxNode Awaited(StatementSyntax statement, InvocationExpressionSyntax call) =>
            site.Root.ReplaceNode(
                statement,
                SyntaxFactory.ExpressionStatement(Await(call.WithoutTrivia())).WithTriviaFrom(statement));
    }

    private static AwaitExpressionSyntax Await(ExpressionSyntax call) =>
        SyntaxFactory.AwaitExpression(SyntaxFactory.Token(call.GetLeadingTrivia(), SyntaxKind.AwaitKeyword, SyntaxFactory.TriviaList(SyntaxFactory.Space)), call.WithoutLeadingTrivia());
}
