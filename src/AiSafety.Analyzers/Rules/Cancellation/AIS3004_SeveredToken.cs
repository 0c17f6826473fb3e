using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Tokens;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Cancellation;

/// <summary>A call that is cut off from the caller's token although that one is at hand.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SeveredTokenRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS3004",
        name: "severed-token",
        title: "Call is cut off from the caller's token",
        message: "'{0}' is given {1} although '{2}' is at hand, so it goes on after the caller has given up; {3}",
        level: Level.Recommended,
        cwe: [404]);

    private protected override void Start(RuleContext rule)
    {
        if (TokenTypes.Of(rule.Session).Token is null)
            return;
        rule.OnOperation<IInvocationOperation>(OperationKind.Invocation, (call, site) =>
        {
            if (SeveredToken.Of(call, site.ContainingSymbol, site.Session, site.CancellationToken) is not { } severed)
                return;
            var (given, repair) = severed.Given.Maker switch
            {
                TokenMaker.None => ("CancellationToken.None", "pass the token"),
                TokenMaker.Default => ("no token", "pass the token"),
                _ => ("a token that is not linked with it", "link the source with CreateLinkedTokenSource"),
            };
            site.Report(LevelOf(severed, call), call.Syntax.GetLocation(), call.TargetMethod.Name, given, severed.InReach.Expression, repair);
        });
    }

    /// <summary>
    /// Less sure: None in so many words; a time limit for what is not called for its value, which may have to be done although the caller is gone; a
    /// token that another object carries; and a method of the project that does not wait for anything.
    /// </summary>
    private static Level LevelOf(SeveredToken severed, IInvocationOperation call) =>
        severed.Given.Maker == TokenMaker.None || severed.InReach.Origin == TokenOrigin.Carried
        || (severed.Given.Maker == TokenMaker.FreshSource && !severed.IsForItsValue)
        || (severed.IsSynchronous && !call.TargetMethod.DeclaringSyntaxReferences.IsEmpty)
            ? Level.Strict
            : Level.Recommended;
}
