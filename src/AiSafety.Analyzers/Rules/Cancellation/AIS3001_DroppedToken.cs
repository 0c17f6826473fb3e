using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Tokens;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Cancellation;

/// <summary>A call that could be cancelled and is not given the token that is at hand.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DroppedTokenRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS3001",
        name: "dropped-token",
        title: "Cancellation token is not passed on",
        message: "'{0}' is called without '{1}', so it goes on after the caller has given up; pass the token",
        level: Level.Recommended,
        cwe: [404],
        fix: FixKind.Mechanical);

    private protected override void Start(RuleContext rule)
    {
        if (TokenTypes.Of(rule.Session).Token is null)
            return;
        rule.OnOperation<IInvocationOperation>(OperationKind.Invocation, (call, site) =>
        {
            if (DroppedTokens.Find(call, site.ContainingSymbol, site.Session, site.CancellationToken) is { } dropped)
                site.Report(LevelOf(call, dropped), call.Syntax.GetLocation(), call.TargetMethod.Name, dropped.Token.Expression);
        });
    }

    /// <summary>
    /// Less sure: a token that another object carries, unless it is for reading on that object's behalf (what is written, sent or delayed may
    /// have to happen although the request is gone), and a method of the project that does not wait for anything.
    /// </summary>
    private static Level LevelOf(IInvocationOperation call, DroppedToken dropped)
    {
        var carried = dropped.Token.Origin == TokenOrigin.Carried && !ReadingCalls.Reads(call);
        return carried || (dropped.IsSynchronous && !call.TargetMethod.DeclaringSyntaxReferences.IsEmpty) ? Level.Strict : Spec.Level;
    }
}
