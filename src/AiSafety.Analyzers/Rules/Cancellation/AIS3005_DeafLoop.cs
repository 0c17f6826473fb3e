using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Tokens;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Cancellation;

/// <summary>An unbounded loop that never looks at the token that is at hand.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeafLoopRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS3005",
        name: "deaf-loop",
        title: "Endless loop never looks at the cancellation token",
        message: "This loop has no end and never looks at '{0}', so it goes on after it was asked to stop; test the token in its condition and pass it to what the loop awaits",
        level: Level.Recommended,
        cwe: [835],
        fix: FixKind.Mechanical);

    private protected override void Start(RuleContext rule)
    {
        if (TokenTypes.Of(rule.Session).Token is null)
            return;
        rule.OnOperation<ILoopOperation>(OperationKind.Loop, static (loop, site) =>
        {
            if (Token(loop, site.ContainingSymbol, site.Session, site.CancellationToken) is { } token)
                site.Report(loop.Syntax.GetFirstToken().GetLocation(), token.Expression);
        });
    }

    /// <summary>The token that a deaf loop should look at; null when the loop is not deaf, has no token in reach, or finishes something.</summary>
    internal static ReachableToken? Token(ILoopOperation loop, ISymbol member, Session session, CancellationToken cancellationToken)
    {
        var types = TokenTypes.Of(session);
        var reach = TokenReach.Of(session);
        if (!DeafLoops.IsDeaf(loop, types) || !reach.MayReach(member, loop.Syntax) || CancelSafety.IsCleanUp(loop, member)
            || reach.Best(loop, member, cancellationToken) is not { } token)
            return null;
        return token.Origin == TokenOrigin.Member && CallsOwnType(loop, member) ? null : token;
    }

    // A method of the same type may look at the type's token.
    private static bool CallsOwnType(ILoopOperation loop, ISymbol member)
    {
        foreach (var operation in loop.Descendants())
        {
            if (operation is IInvocationOperation { TargetMethod: { MethodKind: MethodKind.Ordinary, ContainingType: { } owner } } && member.ContainingType.Inherits(owner.OriginalDefinition))
                return true;
        }

        return false;
    }
}
