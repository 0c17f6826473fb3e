using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Tokens;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Cancellation;

/// <summary>An asynchronous stream is read without the token that is at hand.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeafStreamRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS3011",
        name: "deaf-stream",
        title: "Asynchronous stream is read without the cancellation token",
        message: "This stream is read without '{0}', so waiting for its next item goes on after the caller has given up; add '.WithCancellation({0})'",
        level: Level.Recommended,
        cwe: [404],
        fix: FixKind.Mechanical);

    private protected override void Start(RuleContext rule)
    {
        if (TokenTypes.Of(rule.Session).Token is null)
            return;
        rule.OnOperation<IForEachLoopOperation>(OperationKind.Loop, static (loop, site) =>
        {
            if (loop.IsAsynchronous && DeafStreams.Find(loop, site.ContainingSymbol, site.Session, site.CancellationToken) is { } found)
                site.Report(Spec.Level, found.Stream.GetLocation(), found.Token.Expression);
        });
    }
}
