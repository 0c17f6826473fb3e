using AiSafety.Analyzers.Engine.Flow;
using AiSafety.Analyzers.Engine.Guards;
using AiSafety.Analyzers.Engine.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Transactions;

/// <summary>How a transaction comes to be left open, or closed in the wrong place.</summary>
internal enum Unfinished
{
    /// <summary>No path commits, and some path that wrote ends normally.</summary>
    NeverCommitted,

    /// <summary>A return that lies before the commit, and is not taken because of what the work came to.</summary>
    LeftEarly,

    /// <summary>The commit is in a finally block, and is done after a failure, too.</summary>
    CommittedInFinally,
}

/// <summary>A finding about a transaction.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Write">The first write that is concerned.</param>
/// <param name="IsCertain">Whether that is a known member of a library.</param>
/// <param name="Return">The return that leaves early.</param>
internal sealed record UnfinishedTransaction(Unfinished Kind, IInvocationOperation Write, bool IsCertain, IOperation? Return = null);

/// <summary>Follows a transaction over the paths of the function that begins it.</summary>
internal static class TransactionEnd
{
    private const ulong Outside = 1;
    private const ulong Open = 2;
    private const ulong Wrote = 4;
    private const ulong Ended = 8;

    private static readonly HashSet<string> FailureWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "abort", "aborted", "already", "bad", "cancel", "canceled", "cancelled", "conflict", "denied", "duplicate", "empty", "error", "errors", "exists", "expired", "fail", "failed", "failure", "forbid", "forbidden",
        "invalid", "missing", "no", "none", "not", "problem", "reject", "rejected", "skip", "skipped", "status", "unauthorized", "unprocessable", "unsuccessful",
    };

    private static readonly HashSet<string> RehearsalWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "dry", "dryrun", "preview", "rehearse", "simulate", "simulation", "validate", "whatif",
    };

    /// <summary>What is wrong with the end of the transaction; null when nothing is, or when that is not known.</summary>
    public static UnfinishedTransaction? Of(TransactionUse use, Site site)
    {
        var (commits, early) = (new List<IOperation>(), default(IOperation));
        IInvocationOperation? write = null;
        var isCertain = false;
        foreach (var each in OwnOperations.Of(use.Function))
        {
            // Half-typed, or a rehearsal that is meant to be rolled back.
            if (each is IInvalidOperation || IsRehearsal(each))
                return null;
            if (each.Syntax.SpanStart <= use.Begin.Syntax.SpanStart)
                continue;
            if (use.Commits(each))
                commits.Add(each);
            else if (!isCertain && use.Writes(each) is var writes and not Answer.No)
                (write, isCertain) = (writes == Answer.Yes || write is null ? (IInvocationOperation)each : write, writes == Answer.Yes);
        }

        if (write is null)
            return null;
        if (commits.Count > 0 && commits.TrueForAll(each => IsAlwaysInFinally(each, use, site)))
            return new UnfinishedTransaction(Unfinished.CommittedInFinally, write, isCertain);
        if (Graphs.Around(use.Begin, site) is not { } graph || Solve(graph, use, site) is not { } before)
            return null;
        if (commits.Count == 0)
        {
            return before[graph.Blocks.Length - 1] is { } atEnd && (atEnd & Wrote) != 0 && !EndsInFinally(use)
                ? new UnfinishedTransaction(Unfinished.NeverCommitted, write, isCertain)
                : null;
        }

        foreach (var block in graph.Blocks)
        {
            if (block.FallThroughSuccessor?.Semantics != ControlFlowBranchSemantics.Return && block.FallThroughSuccessor?.Destination?.Kind != BasicBlockKind.Exit)
                continue;
            if (before[block.Ordinal] is { } state && (After(block, state, use).State & Wrote) != 0 && Return(block, use) is { } left && IsEarly(left, commits, use))
                early = left;
        }

        return early is null ? null : new UnfinishedTransaction(Unfinished.LeftEarly, write, isCertain, early);
    }

    private static ulong?[]? Solve(ControlFlowGraph graph, TransactionUse use, Site site) =>
        ForwardSolver.Solve(graph, Outside, (block, state) => After(block, state, use), site.CancellationToken);

    private static (ulong State, ulong Within) After(BasicBlock block, ulong state, TransactionUse use)
    {
        // What comes here by an exception is rolled back when the transaction is disposed.
        if (ForwardSolver.IsInHandler(block, use.Begin) && (state & (Open | Wrote)) != 0)
            state = (state & ~(Open | Wrote)) | Ended;
        var within = state;
        foreach (var top in Graphs.Operations(block))
        {
            foreach (var each in top.DescendantsAndSelf())
            {
                if (each.Syntax == use.Begin.Syntax && each.Kind == use.Begin.Kind)
                    state = Open;
                else if (use.Commits(each) || use.RollsBack(each))
                    state = (state & Outside) | ((state & ~Outside) != 0 ? Ended : 0);
                else if ((state & Open) != 0 && use.Writes(each) != Answer.No)
                    state = (state & ~Open) | Wrote;
                within |= state;
            }
        }

        return (state, within);
    }

    private static bool IsAlwaysInFinally(IOperation commit, TransactionUse use, Site site)
    {
        for (var each = commit; each.Parent is { } parent && !OwnOperations.IsFunction(each); each = parent)
        {
            if (parent is ITryOperation attempt && attempt.Finally == each)
                return !Messages.SettleOrder.IsConditional(commit, each) && !IsConditionalAccess(commit) && HoldsWrite(attempt.Body, use) && !Swallows(attempt, use, site);
        }

        return false;
    }

    // With every failure rolled back in a handler, a commit behind it commits nothing.
    private static bool Swallows(ITryOperation attempt, TransactionUse use, Site site)
    {
        foreach (var clause in attempt.Catches)
        {
            if (!CatchScope.TakesEveryFailure(clause, site.Session))
                continue;
            foreach (var each in OwnOperations.Of(clause.Handler))
            {
                if (use.RollsBack(each))
                    return true;
            }
        }

        return false;
    }

    private static bool IsConditionalAccess(IOperation commit)
    {
        for (var parent = commit.Parent; parent is not (null or IExpressionStatementOperation); parent = parent.Parent)
        {
            if (parent is IConditionalAccessOperation)
                return true;
        }

        return false;
    }

    private static bool HoldsWrite(IOperation body, TransactionUse use)
    {
        foreach (var each in OwnOperations.Of(body))
        {
            if (use.Writes(each) != Answer.No)
                return true;
        }

        return false;
    }

    // The solver does not follow what finally blocks change.
    private static bool EndsInFinally(TransactionUse use)
    {
        foreach (var each in OwnOperations.Of(use.Function))
        {
            if (!use.RollsBack(each))
                continue;
            for (var (child, parent) = (each, each.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
            {
                if (parent is ITryOperation attempt && attempt.Finally == child && HoldsRollback(child, use))
                    return true;
            }
        }

        return false;
    }

    private static bool HoldsRollback(IOperation root, TransactionUse use)
    {
        foreach (var each in OwnOperations.Of(root))
        {
            if (each is IInvocationOperation { TargetMethod.Name: not ("Dispose" or "DisposeAsync") } && use.RollsBack(each))
                return true;
        }

        return false;
    }

    private static IOperation? Return(BasicBlock block, TransactionUse use)
    {
        var syntax = block.BranchValue?.Syntax;
        foreach (var each in OwnOperations.Of(use.Function))
        {
            if (each is IReturnOperation { IsImplicit: false, ReturnedValue: { } value } && syntax is not null && (value.Syntax == syntax || value.Syntax.Span.Contains(syntax.Span)))
                return each;
        }

        return null;
    }

    // A return between the work and the commit that is not a way of saying that the work failed: those are rolled back on purpose.
    private static bool IsEarly(IOperation left, List<IOperation> commits, TransactionUse use)
    {
        foreach (var commit in commits)
        {
            if (commit.Syntax.SpanStart < left.Syntax.SpanStart)
                return false;
        }

        if (left is not IReturnOperation { ReturnedValue: { } value } || SaysFailure(value))
            return false;
        for (var (child, parent) = (left, left.Parent); parent is not null && parent != use.Function; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IConditionalOperation conditional when child != conditional.Condition && DependsOnWork(conditional.Condition, use):
                case ISwitchOperation selection when DependsOnWork(selection.Value, use):
                case ICatchClauseOperation or ILoopOperation:
                    return false;
            }
        }

        return true;
    }

    private static bool SaysFailure(IOperation value)
    {
        if (EmptyValue.Of(value) != EmptyKind.None || value.ConstantValue is { HasValue: true, Value: false or null or 0 })
            return true;
        foreach (var each in value.DescendantsAndSelf())
        {
            var name = each switch
            {
                IInvocationOperation call => call.TargetMethod.Name,
                IObjectCreationOperation { Type: { } type } => type.Name,
                IMemberReferenceOperation member => member.Member.Name,
                ILocalReferenceOperation { Local: var local } => local.Name,
                _ => null,
            };
            if (name is not null && SaysFailure(name))
                return true;
        }

        return false;
    }

    private static bool SaysFailure(string name)
    {
        foreach (var word in Intent.Words(name))
        {
            if (FailureWords.Contains(word))
                return true;
        }

        return false;
    }

    // On something that was found out since the transaction began, or was said to be amiss before.
    private static bool DependsOnWork(IOperation condition, TransactionUse use)
    {
        foreach (var each in condition.DescendantsAndSelf())
        {
            switch (each)
            {
                case IInvocationOperation or IAwaitOperation:
                case ILocalReferenceOperation { Local: { DeclaringSyntaxReferences: [var declaration, ..] } local } when declaration.Span.Start > use.Begin.Syntax.SpanStart || IsAssignedSince(local, use):
                case IParameterReferenceOperation { Parameter.Name: var parameter } when SaysFailure(parameter):
                case IMemberReferenceOperation { Member.Name: var member } when SaysFailure(member):
                    return true;
            }
        }

        return false;
    }

    private static bool IsRehearsal(IOperation operation)
    {
        var name = operation switch
        {
            IParameterReferenceOperation parameter => parameter.Parameter.Name,
            IMemberReferenceOperation { Type.SpecialType: SpecialType.System_Boolean } member => member.Member.Name,
            ILocalReferenceOperation local => local.Local.Name,
            _ => null,
        };
        return name is not null && operation.Type?.SpecialType == SpecialType.System_Boolean && RehearsalWords.Overlaps(Intent.Words(name));
    }

    private static bool IsAssignedSince(ILocalSymbol local, TransactionUse use)
    {
        foreach (var each in OwnOperations.Of(use.Function))
        {
            if (each is IAssignmentOperation { Target: ILocalReferenceOperation { Local: var target } } && each.Syntax.SpanStart > use.Begin.Syntax.SpanStart
                && SymbolEqualityComparer.Default.Equals(target, local))
                return true;
        }

        return false;
    }
}
