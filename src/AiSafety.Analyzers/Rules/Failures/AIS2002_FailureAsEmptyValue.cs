using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Failures;

/// <summary>A handler that turns any failure into a plausible answer.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FailureAsEmptyValueRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS2002",
        name: "failure-as-empty-value",
        title: "Failure is answered with an empty value",
        message: "{0} is answered with {1} here, which callers cannot tell from a real answer; let it propagate, catch only the failure that "
            + "means 'absent', or return a result that carries the failure",
        level: Level.Recommended,
        cwe: [392, 394],
        fix: FixKind.Mechanical);

    private const HandlerDeeds Answered = HandlerDeeds.Observes | HandlerDeeds.Inspects | HandlerDeeds.Marks;

    private protected override void Start(RuleContext rule)
    {
        var healthCheck = rule.Session.Type("Microsoft.Extensions.Diagnostics.HealthChecks.IHealthCheck");
        var transports = Transports.Of(rule.Session);
        rule.OnOperation<ICatchClauseOperation>(OperationKind.CatchClause, (clause, site) =>
        {
            if (clause is not { Syntax: CatchClauseSyntax syntax, Parent: ITryOperation attempt } || EmptyHandler.Of(clause, site.Session, site.CancellationToken) != EmptyHandlerKind.Acts)
                return;
            var takesAll = CatchScope.TakesEveryFailure(clause, site.Session);
            if (!takesAll && (clause.Filter is not null || !transports.Contains(clause.ExceptionType)))
                return;
            var function = FunctionContext.Of(clause, site);
            var answer = HandlerAnswer.Of(clause, attempt, function, site.Session, site.CancellationToken);
            if (answer.Kind != AnswerKind.Empty || site.ContainingSymbol.ContainingType.Implements(healthCheck))
                return;
            var kind = answer.Empty;
            if (IsExpected(function, kind) || IsOuterBoundary(function, attempt, site.Session))
                return;
            if (Judge(answer, attempt, syntax, takesAll) is { } level)
            {
                // A name or a documentation that promises the value for a failure makes it a contract.
                if (level > Level.Strict
                    && (IsContract(function, site.CancellationToken) || new PureWork(site.Session, site.Model, site.CancellationToken).IsAll(attempt.Body, asks: kind == EmptyKind.False)))
                    level = Level.Strict;
                site.Report(level, syntax.CatchKeyword.GetLocation(), takesAll ? "Every failure" : $"'{clause.ExceptionType.Name}'", Words(kind));
            }
        });
    }

    private static Level? Judge(HandlerAnswer answer, ITryOperation attempt, CatchClauseSyntax syntax, bool takesAll)
    {
        var (facts, kind) = (answer.Facts, answer.Empty);
        if (facts.Any(Answered))
            return null;
        var logs = facts.Any(HandlerDeeds.Logs);
        if (kind == EmptyKind.False && SucceedsWithTrue(attempt))
            return logs ? null : Level.Strict;
        if (!takesAll)
            return logs ? null : Level.Strict;
        return logs || facts.Any(HandlerDeeds.MayTell) || kind == EmptyKind.FreshObject || Reasons.Explain(syntax)
            ? Level.Strict
            : Level.Recommended;
    }

    private static bool IsContract(FunctionContext function, CancellationToken cancellationToken) =>
        Questions.PromisesDefault(function.Name)
        || (function.Method is { } method && Documentation.Promises(method, cancellationToken));

    private static bool IsExpected(FunctionContext function, EmptyKind kind) =>
        Questions.Tries(function.Name)
        || (kind == EmptyKind.False && (Questions.AsksPermission(function.Name) || Questions.Probes(function.Name)));

    private static bool IsOuterBoundary(FunctionContext function, ITryOperation attempt, Session session)
    {
        for (var parent = attempt.Parent; parent is not null && parent != function.Root; parent = parent.Parent)
        {
            if (parent is ITryOperation)
                return false;
        }

        return Boundaries.Of(session).IsBoundary(function);
    }

    // Work that says true when done and false when it failed has said what there is to say.
    private static bool SucceedsWithTrue(ITryOperation attempt)
    {
        var last = attempt.Body.Operations.LastOrDefault();
        if (last is IReturnOperation { ReturnedValue: { } inside })
            return IsTrue(inside);
        return attempt.Parent is IBlockOperation block
            && block.Operations.LastOrDefault() is IReturnOperation { ReturnedValue: { } after } && IsTrue(after);
    }

    private static bool IsTrue(IOperation value)
    {
        value = OwnOperations.Unwrap(value);
        return value.ConstantValue is { HasValue: true, Value: true }
            || (value is IInvocationOperation { TargetMethod.Name: "FromResult", Arguments: [{ Value.ConstantValue: { HasValue: true, Value: true } }] });
    }

    private static string Words(EmptyKind kind) => kind switch
    {
        EmptyKind.Null => "null or a default value",
        EmptyKind.False => "false",
        EmptyKind.Zero => "zero",
        EmptyKind.Text => "an empty text",
        EmptyKind.Collection => "an empty collection",
        _ => "a fresh object",
    };
}
