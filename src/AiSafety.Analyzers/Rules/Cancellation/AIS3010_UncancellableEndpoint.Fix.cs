using System.Composition;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Tokens;
using AiSafety.Analyzers.Fixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Cancellation;

/// <summary>Gives the endpoint a token and passes it to what it awaits. A hub method uses its connection's.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class UncancellableEndpointFix() : RuleFix(UncancellableEndpointRule.Spec)
{
    internal const string TakeToken = "Take a cancellation token and pass it on";

    internal const string UseConnection = "Pass the connection's cancellation token";

    private const string Name = "cancellationToken";

    /// <summary>Calls within calls get the token one after the other.</summary>
    private const int MaxRounds = 5;

    private static readonly SyntaxAnnotation Endpoint = new();

    private protected override async Task OfferAsync(FixSite site)
    {
        var function = site.Node.AncestorsAndSelf().FirstOrDefault(static each => each is MethodDeclarationSyntax or ParenthesizedLambdaExpressionSyntax);
        if (function is null || !Covers(function, site))
            return;
        var usesConnection = site.Diagnostic.Properties.ContainsKey(UncancellableEndpointRule.HasConnection);
        var changed = usesConnection ? WithConnection(function, site) : await WithParameterAsync(function, site).ConfigureAwait(false);
        if (changed is null)
            return;
        var document = await ForwardAsync(site.Document.WithSyntaxRoot(changed), site.CancellationToken).ConfigureAwait(false);
        await site.OfferAsync(FixKind.Judgement, usesConnection ? UseConnection : TakeToken, document).ConfigureAwait(false);
    }

    // Where only the name of a method is at hand, its declaration is elsewhere.
    private static bool Covers(SyntaxNode function, FixSite site) =>
        function is MethodDeclarationSyntax method ? method.Identifier.Span == site.Diagnostic.Location.SourceSpan : ((ParenthesizedLambdaExpressionSyntax)function).ParameterList.Span == site.Diagnostic.Location.SourceSpan;

    private static async Task<SyntaxNode?> WithParameterAsync(SyntaxNode function, FixSite site)
    {
        var list = function is MethodDeclarationSyntax method ? method.ParameterList : ((ParenthesizedLambdaExpressionSyntax)function).ParameterList;
        var last = list.Parameters.LastOrDefault();
        // The parameter of an iterator would need an attribute, and its callers have another way to give the token.
        if (function.DescendantNodes().Any(static each => each is YieldStatementSyntax) || function.DescendantTokens().Any(static each => each.ValueText == Name) || last is { Type: null } || last?.Modifiers.Any(SyntaxKind.ParamsKeyword) == true)
            return null;
        var type = site.Model.Compilation.GetTypeByMetadataName("System.Threading.CancellationToken")!.ToMinimalDisplayString(site.Model, list.SpanStart);
        var isOptional = last?.Default is not null || await IsCalledAsync(function, site).ConfigureAwait(false);
        var parameter = SyntaxFactory.ParseParameterList($"({type} {Name}{(isOptional ? " = default" : "")})").Parameters[0];
        return site.Root.ReplaceNode(function, function.ReplaceNode(list, Append(list, parameter)).WithAdditionalAnnotations(Endpoint));
    }

    // Where each parameter has a line of its own, so has the new one.
    private static ParameterListSyntax Append(ParameterListSyntax list, ParameterSyntax parameter)
    {
        if (list.Parameters.Count == 0)
            return list.AddParameters(parameter);
        var last = list.Parameters[list.Parameters.Count - 1];
        var before = last.GetFirstToken().GetPreviousToken().TrailingTrivia;
        var comma = SyntaxFactory.Token(SyntaxKind.CommaToken);
        if (before.Any(SyntaxKind.EndOfLineTrivia))
        {
            parameter = parameter.WithLeadingTrivia(last.GetLeadingTrivia().Where(static each => each.IsKind(SyntaxKind.WhitespaceTrivia)));
            comma = comma.WithTrailingTrivia(before.First(static each => each.IsKind(SyntaxKind.EndOfLineTrivia)));
        }
        else
        {
            comma = comma.WithTrailingTrivia(SyntaxFactory.Space);
        }

        var parameters = list.Parameters.Replace(last, last.WithoutTrailingTrivia());
        return list.WithParameters(SyntaxFactory.SeparatedList(
            parameters.Append(parameter.WithTrailingTrivia(last.GetTrailingTrivia())), parameters.GetSeparators().Append(comma)));
    }

    // Callers of an action in the project, its tests among them, go on compiling.
    private static async Task<bool> IsCalledAsync(SyntaxNode function, FixSite site)
    {
        if (function is not MethodDeclarationSyntax || site.Model.GetDeclaredSymbol(function, site.CancellationToken) is not IMethodSymbol method)
            return false;
        var callers = await SymbolFinder.FindCallersAsync(method, site.Document.Project.Solution, site.CancellationToken).ConfigureAwait(false);
        return callers.Any(static each => each.IsDirect);
    }

    private static SyntaxNode? WithConnection(SyntaxNode function, FixSite site)
    {
        if (site.Model.GetOperation(function, site.CancellationToken) is not { } body || site.Model.GetDeclaredSymbol(function, site.CancellationToken) is not IMethodSymbol member)
            return null;
        var session = Session.For(site.Model.Compilation);
        if (UncancellableEndpointRule.Work(body, member, session, site.CancellationToken) is not { } work)
            return null;
        var token = new ReachableToken("Context.ConnectionAborted", member, TokenOrigin.Carried);
        if (TokenArgument.Pass(work.Call, work.Slot, token) is not { } passed)
            return null;
        return site.Root.ReplaceNode(function, function.ReplaceNode(work.Call.Syntax, passed).WithAdditionalAnnotations(Endpoint));
    }

    // Now that there is a token, the calls that leave it out are those of AIS3001.
    private static async Task<Document> ForwardAsync(Document document, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
            var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
            if (root?.GetAnnotatedNodes(Endpoint).FirstOrDefault() is not { } function || model is null)
                return document;
            var changes = new Dictionary<SyntaxNode, SyntaxNode>();
            foreach (var invocation in function.DescendantNodes().OfType<InvocationExpressionSyntax>().Reverse())
            {
                if (changes.Keys.Any(invocation.Contains) || model.GetOperation(invocation, cancellationToken) is not IInvocationOperation call
                    || FixSite.Member(invocation, model, cancellationToken) is not { } member)
                    continue;
                if (DroppedTokens.Find(call, member, Session.For(model.Compilation), cancellationToken) is { } dropped
                    && TokenArgument.Pass(call, dropped.Slot, dropped.Token) is { } passed)
                    changes.Add(invocation, passed);
            }

            if (changes.Count == 0)
                return document;
            document = document.WithSyntaxRoot(root.ReplaceNodes(changes.Keys, (original, _) => changes[original]));
        }

        return document;
    }
}
