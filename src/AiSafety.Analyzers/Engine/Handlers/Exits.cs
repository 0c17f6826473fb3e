using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>The answers with which a function ends after a try: when its body was done, and when a handler of it ran.</summary>
internal sealed class Exits
{
    private readonly ITryOperation attempt;
    private readonly IReturnOperation? next;
    private IReadOnlyList<IReturnOperation>? ofAttempt;

    private Exits(ICatchClauseOperation clause, ITryOperation attempt)
    {
        this.attempt = attempt;
        var between = new List<IOperation>();
        next = Next(attempt, between);
        Between = between;
        var inHandler = Returns(clause.Handler);
        var last = clause.Handler.Operations.LastOrDefault();
        Handler = last is IReturnOperation ? inHandler : [];
        Behind = inHandler.Count == 0 && !IsJump(last) ? next : null;
    }

    /// <summary>The returns of the handler when it is only ever left by them; else none.</summary>
    public IReadOnlyList<IReturnOperation> Handler { get; }

    /// <summary>The returns of the try's body in source order, with the one behind the try when the body can be left at its end.</summary>
    public IReadOnlyList<IReturnOperation> Attempt => ofAttempt ??= OfAttempt();

    /// <summary>The return that follows when the handler is left at its end only, in the same round of a loop; or null.</summary>
    public IReturnOperation? Behind { get; }

    /// <summary>The statements between the try and the return that follows.</summary>
    public IReadOnlyList<IOperation> Between { get; }

    public static Exits Of(ICatchClauseOperation clause, ITryOperation attempt) => new(clause, attempt);

    private List<IReturnOperation> OfAttempt()
    {
        var returns = Returns(attempt.Body);
        if (next is not null && !IsJump(attempt.Body.Operations.LastOrDefault()))
            returns.Add(next);
        return returns;
    }

    private static IReturnOperation? Next(ITryOperation attempt, List<IOperation> between)
    {
        for (IOperation each = attempt; each.Parent is { } parent && !OwnOperations.IsFunction(each); each = parent)
        {
            if (parent is ILoopOperation)
                return null;
            if (parent is not IBlockOperation block)
                continue;
            for (var i = block.Operations.IndexOf(each) + 1; i < block.Operations.Length; i++)
            {
                if (block.Operations[i] is IReturnOperation answer)
                    return answer.ReturnedValue is null ? null : answer;
                between.Add(block.Operations[i]);
            }
        }

        return null;
    }

    // What handlers inside the block return is answered for failures.
    private static List<IReturnOperation> Returns(IBlockOperation block)
    {
        var returns = new List<IReturnOperation>();
        foreach (var operation in OwnOperations.Of(block))
        {
            if (operation is IReturnOperation answer && !IsInHandler(answer, block))
                returns.Add(answer);
        }

        return returns;
    }

    private static bool IsInHandler(IOperation operation, IOperation within)
    {
        for (var each = operation; each != within; each = each.Parent!)
        {
            if (each is ICatchClauseOperation)
                return true;
        }

        return false;
    }

    /// <summary>Whether the last statement of a block leaves it for somewhere else than what follows.</summary>
    public static bool IsJump(IOperation? last) =>
        last is IReturnOperation or IBranchOperation or IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation };
}
