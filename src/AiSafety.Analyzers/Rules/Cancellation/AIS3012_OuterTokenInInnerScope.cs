using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Tokens;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Cancellation;

/// <summary>A function that is given a token and passes on the one of the function around it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OuterTokenInInnerScopeRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS3012",
        name: "outer-token-in-inner-scope",
        title: "Outer token is passed on in place of the function's own",
        message: "'{0}' comes from outside, and the token that this function is given {1}, so what cancels only this function stops nothing; pass {2}",
        level: Level.Recommended,
        cwe: [404],
        fix: FixKind.Mechanical);

    /// <summary>Property of a finding: present when the function's own token is cancelled with the outer one, too.</summary>
    internal const string Descends = "descends";

    private static readonly ImmutableDictionary<string, string?> Fixable = ImmutableDictionary<string, string?>.Empty.Add(Descends, "");

    private protected override void Start(RuleContext rule)
    {
        if (TokenTypes.Of(rule.Session).Token is null)
            return;
        rule.OnOperation<IAnonymousFunctionOperation>(OperationKind.AnonymousFunction, Look);
        rule.OnOperation<ILocalFunctionOperation>(OperationKind.LocalFunction, Look);
    }

    private static void Look(IOperation function, Site site)
    {
        var types = TokenTypes.Of(site.Session);
        if (types.IsExpressionTree(function.Parent?.Type) || OuterTokens.Of(function, types) is not { Count: > 0 } uses)
            return;
        var tie = OuterTokens.Tie(function, site.Session);
        if (tie == TokenTie.Withheld)
            return;
        foreach (var use in uses)
        {
            if (use.Argument.Parent is IInvocationOperation call && CancelledCleanup.Of(call, site) is not null)
                continue;
            site.Report(
                use.IsInnerUsed || tie == TokenTie.Unknown ? Level.Strict : Level.Recommended,
                use.Argument.Value.Syntax.GetLocation(),
                tie == TokenTie.Descends ? Fixable : null,
                use.Argument.Value.Syntax.ToString(),
                use.IsInnerUsed ? "is not passed here" : "is not used",
                HasName(use.Inner) ? $"'{use.Inner.Name}'" : "its own");
        }
    }

    /// <summary>Whether the function can name its parameter: it is no discard.</summary>
    internal static bool HasName(IParameterSymbol parameter) => parameter.Name.Trim('_').Length > 0;
}
