using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Tokens;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Cancellation;

/// <summary>Clean-up that is cancelled together with the work that it cleans up after.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CancelledCleanupRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS3008",
        name: "cancelled-cleanup",
        title: "Clean-up is given a token that may be cancelled",
        message: "'{0}' is given '{1}', which may be cancelled by the time it runs, so {2}; pass CancellationToken.None, or a time limit of its own",
        level: Level.Recommended,
        cwe: [404],
        fix: FixKind.Mechanical);

    private protected override void Start(RuleContext rule)
    {
        if (TokenTypes.Of(rule.Session).Token is null)
            return;
        rule.OnOperation<IInvocationOperation>(OperationKind.Invocation, (call, site) =>
        {
            if (CancelledCleanup.Of(call, site) is { } cleanup)
            {
                site.Report(
                    call.Syntax.GetLocation(), call.TargetMethod.Name, cleanup.Token.Value.Syntax.ToString(),
                    cleanup.IsHandler ? "what was begun is neither undone nor marked as failed" : "the clean-up does not happen");
            }
        });
    }
}
