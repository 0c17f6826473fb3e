using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Handlers;
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
        rule.OnOperation<ICatchClauseOperation>(OperationKind.CatchClause, static (clause, site) =>
        {
            if (clause is { Syntax: CatchClauseSyntax syntax, Parent: ITryOperation attempt } && Judge(clause, attempt, syntax, site) is { } level)
                site.Report(level, syntax.CatchKeyword.GetLocation(), syntax.Declaration is null ? "Exception" : clause.ExceptionType.Name);
        });

    private static Level? Judge(ICatchClauseOperation clause, ITryOperation attempt, CatchClauseSyntax syntax, Site site)
    {
        var kind = EmptyHandler.Of(clause, site.Session, site.CancellationToken);
        if (kind == EmptyHandlerKind.Acts || attempt.Body.Operations.IsEmpty || clause.ExceptionType.TypeKind == TypeKind.Error)
            return null;
        var loop = Attempts.Loop(attempt);
        // An item that is skipped on purpose is another rule's matter.
        if (kind == EmptyHandlerKind.Continues && (IsItemLoop(loop) || ItemLoop.Of(attempt) is not null))
            return null;
        var function = FunctionContext.Of(clause, site);
        // "Try" says that it may fail, and the answer says whether it did.
        if (Questions.Tries(function.Name))
            return null;
        if (!CatchScope.IsCatchAll(clause))
            return JudgeTyped(clause, attempt, syntax, site);

        if (CatchScope.Filter(clause, site.Session) == FilterEffect.Selects || Reasons.Explain(syntax))
            return null;
        if (Attempts.OnlyCleansUp(attempt.Body))
            return ShutsDown(function.Name) ? null : Level.Strict;
        if (IsBestEffort(attempt, loop, site) || IsDealtWithBehind(attempt)
            || (function.Method is { } method && Documentation.SaysSwallowed(method, site.CancellationToken)))
            return Level.Strict;
        return Attempts.OnlyDeletesFiles(attempt.Body) || Attempts.OnlyAwaitsStartedWork(attempt.Body) ? Level.Strict : Level.Minimal;
    }

    private static Level? JudgeTyped(ICatchClauseOperation clause, ITryOperation attempt, CatchClauseSyntax syntax, Site site)
    {
        // A jump is what was decided for this failure.
        if (clause.Filter is not null || clause.Handler.Operations.Any(each => each is IBranchOperation or IReturnOperation) || BenignCatches.IsBenign(clause.ExceptionType, attempt, site.Session, site.CancellationToken))
            return null;
        // A word on one of several empty clauses speaks for the others.
        foreach (var other in ((TryStatementSyntax)attempt.Syntax).Catches)
        {
            if (Reasons.Comment(other) && (other == syntax || other.Block.Statements.Count == 0))
                return null;
        }

        return BenignCatches.SaysUnreadable(clause.ExceptionType) ? Level.Strict : Level.Recommended;
    }

    private static bool IsItemLoop(ILoopOperation? loop) =>
        loop is IForEachLoopOperation or IForLoopOperation or IForToLoopOperation;

    private static bool ShutsDown(string function) =>
        function.StartsWith("Dispose", StringComparison.Ordinal) || function.StartsWith("Close", StringComparison.Ordinal)
        || function.StartsWith("Stop", StringComparison.Ordinal) || function == "Finalize";

    // Nobody waits for the outcome, the next round tries again, or nothing but a value was made.
    private static bool IsBestEffort(ITryOperation attempt, ILoopOperation? loop, Site site) =>
        Attempts.IsInErrorHandling(attempt)
        || Attempts.OnlyDeletesTemporaryFiles(attempt.Body)
        || Attempts.OnlyRecords(attempt.Body, site.Session, site.CancellationToken)
        || Attempts.OnlyTouchesConsole(attempt.Body)
        || (loop is not null and not IForEachLoopOperation && Attempts.Waits(loop))
        || new PureWork(site.Session, site.Model, site.CancellationToken).IsAll(attempt.Body);

    // The try answers when it can; when it cannot, the code behind it throws, says no, or finds another answer.
    private static bool IsDealtWithBehind(ITryOperation attempt)
    {
        if (!Returns(attempt.Body) || Attempts.Next(attempt) is not { } next)
            return false;
        return next is not IReturnOperation { ReturnedValue: { } answer } || EmptyValue.Of(answer) is EmptyKind.None or EmptyKind.False;
    }

    private static bool Returns(IBlockOperation block)
    {
        foreach (var operation in OwnOperations.Of(block))
        {
            if (operation is IReturnOperation { ReturnedValue: not null })
                return true;
        }

        return false;
    }
}
