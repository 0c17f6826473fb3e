using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Failures;

/// <summary>A handler that does nothing with what it caught.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SwallowedExceptionRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS2001",
        name: "swallowed-exception",
        title: "Exception is caught and discarded",
        message: "'{0}' is discarded here, so callers go on as if the work had succeeded; handle it, record it, or let it propagate",
        level: Level.Minimal,
        cwe: [390, 391],
        fix: FixKind.Judgement);

    private protected override void Start(RuleContext rule) =>
        rule.OnOperation<ICatchClauseOperation>(OperationKind.CatchClause, (clause, site) =>
        {
            if (clause.Syntax is not CatchClauseSyntax syntax || clause.Handler.Operations.Length > 0)
                return;
            site.Report(syntax.CatchKeyword.GetLocation(), clause.ExceptionType.Name);
        });
}
