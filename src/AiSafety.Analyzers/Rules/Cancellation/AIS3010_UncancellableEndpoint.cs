using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Handlers;
using AiSafety.Analyzers.Engine.Summaries;
using AiSafety.Analyzers.Engine.Tasks;
using AiSafety.Analyzers.Engine.Tokens;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Cancellation;

/// <summary>An endpoint waits for work that could be cancelled and has no token for it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UncancellableEndpointRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS3010",
        name: "uncancellable-endpoint",
        title: "Endpoint cannot be cancelled",
        message: "{0} awaits '{1}' and has no token to give it, so the work goes on after its caller is gone; {2}",
        level: Level.Recommended,
        cwe: [400],
        fix: FixKind.Judgement);

    private const string TakeToken = "take a 'CancellationToken' and pass it on";

    private const string UseConnection = "pass 'Context.ConnectionAborted'";

    /// <summary>Property of a finding: present when the token is the connection's.</summary>
    internal const string HasConnection = "connection";

    private static readonly ImmutableDictionary<string, string?> OfConnection = ImmutableDictionary<string, string?>.Empty.Add(HasConnection, "");

    private protected override void Start(RuleContext rule)
    {
        // ABP's repositories and services use the request's token by themselves.
        if (TokenTypes.Of(rule.Session).Token is null || rule.Session.Type("Volo.Abp.Threading.ICancellationTokenProvider") is not null)
            return;
        if (Benchmarks.Of(rule.Session).IsBenchmark)
            return;
        var endpoints = Endpoints.Of(rule.Session);
        rule.OnOperation<IMethodBodyOperation>(OperationKind.MethodBody, (body, site) =>
        {
            if (site.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method || !MayLackToken(method, site.Session))
                return;
            var endpoint = endpoints.Of(method, site.Model, site.CancellationToken);
            if (endpoint.Token == EndpointToken.None && (!site.Shows(Level.Strict) || !IsPublic(method) || Endpoints.HasFixedSignature(method)))
                return;
            if (Work(body, method, site.Session, site.CancellationToken) is { } work)
                Report(site, Name(method, site.CancellationToken), $"'{method.Name}'", body, work, endpoint);
        });
        rule.OnOperation<IInvocationOperation>(OperationKind.Invocation, (call, site) =>
        {
            switch (endpoints.Handler(call))
            {
                case IAnonymousFunctionOperation lambda when MayLackToken(lambda.Symbol, site.Session)
                    && Work(lambda, site.ContainingSymbol, site.Session, site.CancellationToken) is { } work:
                    Report(site, Parameters(lambda.Syntax), "This handler", lambda, work, new EndpointFacts(EndpointToken.Parameter, Endpoints.MapsChange(call)));
                    break;
                case IMethodReferenceOperation { Method: var method } reference when IsElsewhere(method, site) && MayLackToken(method, site.Session)
                    && Bodies.Of(site.Session).Of(method, site.Model, site.CancellationToken) is { } body
                    && Work(body, method, site.Session, site.CancellationToken) is { } work:
                    Report(site, reference.Syntax.GetLocation(), $"'{method.Name}'", body, work, new EndpointFacts(EndpointToken.Parameter, Endpoints.MapsChange(call)));
                    break;
            }
        });
    }

    private static void Report(Site site, Location location, string name, IOperation body, CancellableCall work, EndpointFacts endpoint)
    {
        // Where something is changed, too, stopping in between is not plainly better.
        var onlyReads = endpoint is { Token: not EndpointToken.None, IsAskedToChange: false } && ReadingCalls.Reads(work.Call) && !Changes(body, site.Session);
        var hasConnection = endpoint.Token == EndpointToken.Connection;
        site.Report(
            onlyReads ? Spec.Level : Level.Strict, location, hasConnection ? OfConnection : null,
            name, work.Call.TargetMethod.Name, hasConnection ? UseConnection : TakeToken);
    }

    private static bool Changes(IOperation body, Session session)
    {
        var types = TokenTypes.Of(session);
        foreach (var operation in body.Descendants())
        {
            if (operation is IInvocationOperation call && (ReadingCalls.Writes(call, types) || CancelSafety.Commits(call)))
                return true;
        }

        return false;
    }

    private static bool MayLackToken(IMethodSymbol method, Session session)
    {
        var types = TokenTypes.Of(session);
        if (method is { IsAsync: true, ReturnsVoid: true } || (!method.IsAsync && !types.IsAwaitable(method.ReturnType)))
            return false;
        foreach (var parameter in method.Parameters)
        {
            if (types.IsToken(parameter.Type) || parameter.Type is INamedTypeSymbol { TypeArguments: [var inner] } && types.IsToken(inner) || types.Carried(parameter.Type) is not null)
                return false;
        }

        return true;
    }

    private static bool IsPublic(IMethodSymbol method)
    {
        if (method.DeclaredAccessibility != Accessibility.Public || method.Name == "Main" || Seeding.IsIn(method))
            return false;
        for (var type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.DeclaredAccessibility != Accessibility.Public)
                return false;
        }

        // The overload with the token is there already.
        return !method.ContainingType.GetMembers(method.Name).Any(static each =>
            each is IMethodSymbol other && other.Parameters.Any(static parameter => parameter.Type is { Name: "CancellationToken" }));
    }

    // Mapped in its own file, a method is reported at its name.
    private static bool IsElsewhere(IMethodSymbol method, Site site) =>
        method.MethodKind == MethodKind.LocalFunction || method.DeclaringSyntaxReferences is not [var declaration] || declaration.SyntaxTree != site.Model.SyntaxTree;

    /// <summary>What the function awaits and could stop, reading first; null when there is nothing, or a token is used or in reach.</summary>
    internal static CancellableCall? Work(IOperation body, ISymbol member, Session session, CancellationToken cancellationToken)
    {
        CancellableCall? first = null;
        foreach (var each in CancellableCalls.In(body, member, session))
        {
            if (ReadingCalls.Reads(each.Call))
            {
                first = each;
                break;
            }

            first ??= each;
        }

        if (first is null || TokenReads.Reads(body, TokenTypes.Of(session)))
            return null;
        var reach = TokenReach.Of(session);
        return reach.MayReach(member, first.Call.Syntax) && reach.Best(first.Call, member, cancellationToken) is not null ? null : first;
    }

    private static Location Name(IMethodSymbol method, CancellationToken cancellationToken) =>
        method.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) is MethodDeclarationSyntax declaration ? declaration.Identifier.GetLocation() : method.Locations[0];

    private static Location Parameters(SyntaxNode lambda) => lambda switch
    {
        ParenthesizedLambdaExpressionSyntax { ParameterList: var list } => list.GetLocation(),
        SimpleLambdaExpressionSyntax { Parameter: var parameter } => parameter.GetLocation(),
        _ => lambda.GetLocation(),
    };
}
