using System.Composition;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Fixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AiSafety.Analyzers.Rules.Failures;

/// <summary>Awaits the task where the function around it can; else lets the lambda of <c>Task.Run</c> log its failures.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class DiscardedTaskFix() : RuleFix(DiscardedTaskRule.Spec)
{
    internal const string AwaitIt = "Await the task";
    internal const string AwaitLongWork = "Await the task (this function then ends when the work ends)";
    internal const string LogFailures = "Catch and log failures inside the work";

    private protected override async Task OfferAsync(FixSite site)
    {
        if (site.Enclosing<InvocationExpressionSyntax>() is not { } call)
            return;
        if (Kind(site, DiscardedTaskRule.Await) is not FixKind.None and var kind && Awaited(site.Root, Outermost(call)) is { } awaited)
            await site.OfferAsync(kind, kind == FixKind.Mechanical ? AwaitIt : AwaitLongWork, awaited).ConfigureAwait(false);
        if (Kind(site, DiscardedTaskRule.Handle) != FixKind.None && Handled(site, call) is { } handled)
            await site.OfferAsync(FixKind.Judgement, LogFailures, handled).ConfigureAwait(false);
    }

    // Task.Factory.StartNew(…).Unwrap(): the finding is at the start, the task is what the chain ends with.
    private static InvocationExpressionSyntax Outermost(InvocationExpressionSyntax call)
    {
        while (call.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax outer })
            call = outer;
        return call;
    }

    private static FixKind Kind(FixSite site, string property) =>
        site.Diagnostic.Properties.TryGetValue(property, out var text) && Enum.TryParse(text, out FixKind kind) ? kind : FixKind.None;

    private static SyntaxNode? Awaited(SyntaxNode root, InvocationExpressionSyntax call)
    {
        return call.Parent switch
        {
            AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax statement } assignment when assignment.Right == call => Replace(statement),
            ExpressionStatementSyntax statement => Replace(statement),
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax statement } } }
                => Replace(statement),
            BinaryExpressionSyntax or IsPatternExpressionSyntax => root.ReplaceNode(call, Await(call)),
            _ => null,
        };

        SyntaxNode Replace(StatementSyntax statement) =>
            root.ReplaceNode(statement, ExpressionStatement(Await(call.WithoutTrivia())).WithTriviaFrom(statement));
    }

    private static AwaitExpressionSyntax Await(ExpressionSyntax call) =>
        AwaitExpression(Token(call.GetLeadingTrivia(), SyntaxKind.AwaitKeyword, TriviaList(Space)), call.WithoutLeadingTrivia());

    private static SyntaxNode? Handled(FixSite site, InvocationExpressionSyntax call)
    {
        if (call.ArgumentList.Arguments is not [{ Expression: LambdaExpressionSyntax lambda }, ..]
            || Logger(site, lambda) is not { } logger)
            return null;
        var isAsync = lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword);
        var handsOnTask = !isAsync && site.Model.GetSymbolInfo(lambda, site.CancellationToken).Symbol is IMethodSymbol { ReturnsVoid: false };
        if (handsOnTask && lambda.Block is not null)
            return null;
        var work = lambda.Block is { } block
            ? OnLines(block.Statements)
            : OnLines(ExpressionStatement(handsOnTask ? Await(lambda.ExpressionBody!) : lambda.ExpressionBody!));
        var handler = CatchClause(
            CatchDeclaration(ParseTypeName("global::System.Exception").WithAdditionalAnnotations(Simplifier.Annotation), Identifier("exception")),
            filter: null,
            OnLines(ParseStatement($"{logger}.LogError(exception, \"Background work failed\");")));
        var attempt = TryStatement(work, SingletonList(handler), @finally: null);

        // Braces that are there stay: older formatters do not move a new one to its own line behind an arrow.
        var changed = lambda.WithExpressionBody(null)
            .WithBlock(lambda.Block?.WithStatements(SingletonList<StatementSyntax>(attempt)) ?? OnLines(attempt));
        if (handsOnTask)
            changed = changed.WithAsyncKeyword(Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(Space));
        return site.Root.ReplaceNode(lambda, changed.WithAdditionalAnnotations(Formatter.Annotation));
    }

    // The formatter keeps a block on one line that is on one line.
    private static BlockSyntax OnLines(StatementSyntax statement) => OnLines(SingletonList(statement));

    private static BlockSyntax OnLines(SyntaxList<StatementSyntax> statements) =>
        Block(statements).WithOpenBraceToken(Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(ElasticLineFeed));

    // A logger that the lambda can name: a field, property, parameter or local of a logger type.
    private static string? Logger(FixSite site, LambdaExpressionSyntax lambda)
    {
        foreach (var symbol in site.Model.LookupSymbols(lambda.SpanStart))
        {
            var type = symbol switch
            {
                IFieldSymbol field => field.Type,
                IPropertySymbol property => property.Type,
                IParameterSymbol parameter => parameter.Type,
                ILocalSymbol local => local.Type,
                _ => null,
            };
            if (type is { Name: "ILogger", ContainingNamespace: { Name: "Logging", ContainingNamespace.Name: "Extensions" } })
                return symbol.Name;
        }

        return null;
    }
}
