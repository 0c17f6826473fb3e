using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Tokens;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Cancellation;

/// <summary>A function takes a token, works on in rounds or waits for a signal, and never looks at it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class IgnoredTokenParameterRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS3006",
        name: "ignored-token-parameter",
        title: "Cancellation token parameter is never looked at",
        message: "'{0}' is never looked at, so a caller who cancels still waits for all of the work; {1}",
        level: Level.Recommended,
        cwe: [404],
        fix: FixKind.None);

    private protected override void Start(RuleContext rule)
    {
        if (TokenTypes.Of(rule.Session).Token is null)
            return;
        rule.OnOperation<IMethodBodyOperation>(OperationKind.MethodBody, static (body, site) => Look(body, site.ContainingSymbol as IMethodSymbol, site));
        rule.OnOperation<ILocalFunctionOperation>(OperationKind.LocalFunction, static (function, site) => Look(function, function.Symbol, site));
        rule.OnOperation<IAnonymousFunctionOperation>(OperationKind.AnonymousFunction, static (lambda, site) => Look(lambda, lambda.Symbol, site));
    }

    private static void Look(IOperation body, IMethodSymbol? function, Site site)
    {
        if (function is null || IgnoredTokens.Parameter(function, site.Session) is not { } parameter)
            return;
        switch (IgnoredTokens.Of(body, parameter, site.ContainingSymbol, site.Session, site.CancellationToken))
        {
            case IgnoredBy.WaitingLoop:
                Report(Spec.Level, "test it in each round of the loop");
                break;
            case IgnoredBy.Signal:
                Report(Spec.Level, "wait for the signal with 'WaitAsync'");
                break;
            case IgnoredBy.WaitingLoopForEvent or IgnoredBy.ComputingLoop:
                Report(Level.Strict, "test it in each round of the loop");
                break;
        }

        void Report(Level level, string repair) =>
            site.Report(level, parameter.Locations[0], parameter.Name, repair);
    }
}
