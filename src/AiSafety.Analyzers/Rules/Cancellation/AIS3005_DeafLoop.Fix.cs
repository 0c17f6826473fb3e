using System.Composition;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Tokens;
using AiSafety.Analyzers.Fixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Cancellation;

/// <summary>Lets the loop go on only until the token is cancelled; a timer gets the token instead.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class DeafLoopFix() : RuleFix(DeafLoopRule.Spec)
{
    internal const string Test = "Test the cancellation token";

    private protected override Task OfferAsync(FixSite site)
    {
        if (site.Enclosing<StatementSyntax>() is not { } statement
            || site.Model.GetOperation(statement, site.CancellationToken) is not ILoopOperation loop
            || site.Model.GetEnclosingSymbol(statement.SpanStart, site.CancellationToken) is not { } function
            || site.Member(statement) is not { } member
            || DeafLoopRule.Token(loop, member, Session.For(site.Model.Compilation), site.CancellationToken) is not { } token)
            return Task.CompletedTask;
        SyntaxNode changed = TimerWait(statement) is { } wait
            ? statement.ReplaceNode(wait, wait.AddArgumentListArguments(SyntaxFactory.Argument(SyntaxFactory.ParseExpression(token.Expression))))
            : ComesToNothing(statement, function, site) ? WithCondition(statement, $"!{token.Expression}.IsCancellationRequested")
            : WithThrow(statement, $"{token.Expression}.ThrowIfCancellationRequested();");
        return site.OfferAsync(FixKind.Mechanical, Test, site.Root.ReplaceNode(statement, changed));
    }

    // "while (await timer.WaitForNextTickAsync())": the wait is what must end.
    private static InvocationExpressionSyntax? TimerWait(StatementSyntax statement)
    {
        var condition = statement switch
        {
            WhileStatementSyntax each => each.Condition,
            DoStatementSyntax each => each.Condition,
            ForStatementSyntax each => each.Condition,
            _ => null,
        };
        return condition?.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().FirstOrDefault(static each => each.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitForNextTickAsync" });
    }

    // Nothing behind the loop takes its end for a result: it cannot be left so far, and the function yields no value.
    private static bool ComesToNothing(StatementSyntax statement, ISymbol function, FixSite site) =>
        site.Model.AnalyzeControlFlow(statement) is { Succeeded: true, EndPointIsReachable: false }
        && function is IMethodSymbol { ReturnType: var type } method
        && (method.ReturnsVoid || type is INamedTypeSymbol { Arity: 0, Name: "Task" or "ValueTask" } || type.Name == "IAsyncEnumerable");

    private static SyntaxNode WithCondition(StatementSyntax statement, string text)
    {
        var test = SyntaxFactory.ParseExpression(text);
        return statement switch
        {
            WhileStatementSyntax each => each.WithCondition(test.WithTriviaFrom(each.Condition)),
            DoStatementSyntax each => each.WithCondition(test.WithTriviaFrom(each.Condition)),
            ForStatementSyntax { Condition: { } condition } each => each.WithCondition(test.WithTriviaFrom(condition)),
            ForStatementSyntax each => each.WithCondition(test).WithFirstSemicolonToken(each.FirstSemicolonToken.WithTrailingTrivia(SyntaxFactory.Space)),
            _ => statement,
        };
    }

    private static SyntaxNode WithThrow(StatementSyntax statement, string text)
    {
        var body = statement switch
        {
            WhileStatementSyntax each => each.Statement,
            DoStatementSyntax each => each.Statement,
            ForStatementSyntax each => each.Statement,
            _ => statement,
        };
        var first = SyntaxFactory.ParseStatement(text).WithAdditionalAnnotations(Formatter.Annotation);
        if (body is not BlockSyntax existing)
            return statement.ReplaceNode(body, SyntaxFactory.Block(first, body).WithAdditionalAnnotations(Formatter.Annotation));
        var endOfLine = existing.OpenBraceToken.TrailingTrivia.FirstOrDefault(static each => each.IsKind(SyntaxKind.EndOfLineTrivia));
        if (existing.Statements.FirstOrDefault() is { } next)
            first = first.WithLeadingTrivia(next.GetLeadingTrivia().Where(static each => each.IsKind(SyntaxKind.WhitespaceTrivia))).WithTrailingTrivia(endOfLine);
        var block = existing.WithStatements(existing.Statements.Insert(0, first));
        return statement.ReplaceNode(body, block);
    }
}
