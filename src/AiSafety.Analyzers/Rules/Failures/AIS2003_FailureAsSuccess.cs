using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Failures;

/// <summary>A handler after which the caller is told that all went well.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FailureAsSuccessRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS2003",
        name: "failure-as-success",
        title: "Failure is reported as success",
        message: "{0} tells callers that all went well even when everything has failed, so they build on work that never happened; let the failure propagate, or answer with one that says so",
        level: Level.Minimal,
        cwe: [390, 393]);

    // Whoever handles the failure in one of these ways may well call the whole a success.
    private const HandlerDeeds DealtWith = HandlerDeeds.Throws | HandlerDeeds.Observes | HandlerDeeds.Inspects | HandlerDeeds.Marks;

    private protected override void Start(RuleContext rule)
    {
        var exceptionHandler = rule.Session.Type("Microsoft.AspNetCore.Diagnostics.IExceptionHandler");
        rule.OnOperation<ICatchClauseOperation>(OperationKind.CatchClause, (clause, site) =>
        {
            if (clause is not { Syntax: CatchClauseSyntax syntax, Parent: ITryOperation attempt }
                || !CatchScope.TakesEveryFailure(clause, site.Session) || EmptyHandler.Of(clause, site.Session, site.CancellationToken) != EmptyHandlerKind.Acts || attempt.Body.Operations.IsEmpty)
                return;
            var function = FunctionContext.Of(clause, site);
            var answer = HandlerAnswer.Of(clause, attempt, function, site.Session, site.CancellationToken);
            if (answer is not { Kind: AnswerKind.Success, Claim: { } claim } || answer.Facts.Any(DealtWith) || Reasons.Explain(syntax) || IsTool(function)
                || site.ContainingSymbol.ContainingType.Implements(exceptionHandler))
                return;
            site.Report(Judge(claim, answer, attempt, function), syntax.CatchKeyword.GetLocation(), claim.Words);
        });
    }

    private static Level Judge(SuccessClaim claim, HandlerAnswer answer, ITryOperation attempt, FunctionContext function)
    {
        if (Attempts.OnlyCleansUp(attempt.Body) || Attempts.OnlyDeletesFiles(attempt.Body))
            return Level.Strict;
        if (claim.Kind == ClaimKind.Flag && IsForeignContract(function))
            return Level.Strict;
        if (answer.IsBehind)
            return claim.Kind == ClaimKind.Status || claim.Operation.Descendants().OfType<ILocalReferenceOperation>().FirstOrDefault() is null ? Level.Recommended : Level.Strict;
        return claim.Kind switch
        {
            ClaimKind.Flag => Level.Minimal,
            ClaimKind.ExitCode => Boundaries.IsProgram(function) ? Level.Minimal : Level.Recommended,
            // What is in it may still be read as "nothing".
            ClaimKind.Answer => answer.IsRepeated || claim.IsBare ? Level.Minimal : Level.Recommended,
            _ => Level.Recommended,
        };
    }

    // Where a library asks, its contract says what true means: often only that it may go on.
    private static bool IsForeignContract(FunctionContext function)
    {
        if (function.Method is not { } method || method.MethodKind == MethodKind.AnonymousFunction)
            return true;
        if (method.IsOverride)
            return method.OverriddenMethod is { DeclaringSyntaxReferences.IsEmpty: true };
        return method.Contracts().Any(static contract => contract.DeclaringSyntaxReferences.IsEmpty);
    }

    // What a model is told by its tools is another rule's matter.
    private static bool IsTool(FunctionContext function)
    {
        foreach (var attribute in function.Method?.GetAttributes() ?? ImmutableArray<AttributeData>.Empty)
        {
            if (attribute.AttributeClass?.Name is "McpServerToolAttribute" or "KernelFunctionAttribute")
                return true;
        }

        return false;
    }
}
