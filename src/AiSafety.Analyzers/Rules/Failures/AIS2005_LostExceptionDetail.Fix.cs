using System.Composition;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Handlers;
using AiSafety.Analyzers.Fixes;
using AiSafety.Analyzers.Fixes.Handlers;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Failures;

/// <summary>Passes the exception where the logger takes one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class LostExceptionDetailFix() : RuleFix(LostExceptionDetailRule.Spec)
{
    internal const string PassException = "Pass the exception to the log call";

    private protected override async Task OfferAsync(FixSite site)
    {
        if (site.Enclosing<InvocationExpressionSyntax>() is not { } syntax || syntax.FirstAncestorOrSelf<CatchClauseSyntax>() is not { } clause
            || site.Model.GetOperation(syntax, site.CancellationToken) is not IInvocationOperation call
            || Recorders.Of(Session.For(site.Model.Compilation)).Find(call) is not { } recorder || Position(call, syntax, recorder.Exception) is not { } position)
            return;
        var arguments = syntax.ArgumentList.Arguments;
        if (!TakesException(With(SyntaxFactory.ParseExpression("default(global::System.Exception)")), syntax, site))
            return;
        await site.OfferAsync(FixKind.Mechanical, PassException, CatchVariable.Pass(clause, syntax, With, site)).ConfigureAwait(false);

        InvocationExpressionSyntax With(ExpressionSyntax exception) =>
            syntax.WithArgumentList(syntax.ArgumentList.WithArguments(arguments.Insert(position, SyntaxFactory.Argument(exception))));
    }

    private static int? Position(IInvocationOperation call, InvocationExpressionSyntax syntax, ExceptionPlace place)
    {
        var arguments = syntax.ArgumentList.Arguments;
        if (place == ExceptionPlace.Last)
            return arguments.Count;
        if (place != ExceptionPlace.First)
            return null;
        var position = 0;
        foreach (var argument in arguments)
        {
            if (call.Arguments.FirstOrDefault(each => each.Syntax == argument)?.Parameter?.Type is not { Name: "EventId" or "ILogger" or "LogEventLevel" or "LogLevel" })
                break;
            position++;
        }

        return position;
    }

    // The longer call must not mean something else: an exception that becomes part of the text.
    private static bool TakesException(InvocationExpressionSyntax longer, InvocationExpressionSyntax at, FixSite site) =>
        at.Expression is MemberBindingExpressionSyntax
        || (site.Model.GetSpeculativeSymbolInfo(at.SpanStart, longer, SpeculativeBindingOption.BindAsExpression).Symbol is IMethodSymbol method
            && method.Parameters.Any(parameter => parameter.Type is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }));
}
