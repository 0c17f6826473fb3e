using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>Looks for the claim of success that is made whenever a handler ran: by what it returns or sets, or by what follows the try.</summary>
internal sealed class HandlerClaims(ICatchClauseOperation clause, ITryOperation attempt, Exits exits, FunctionContext function, Session session)
{
    private static readonly string[] LookingVerbs =
        ["Any", "Check", "Count", "Exists", "Fetch", "Find", "First", "Get", "Has", "Is", "List", "Load", "Lookup", "Query", "Read", "Resolve", "Single", "ToArray", "ToList", "Validate"];

    private readonly SuccessClaims claims = SuccessClaims.Of(session);
    private readonly AnswerContents contents = new(clause, session);

    // Every claim that the handler makes by a value that it returns.
    private readonly List<IOperation> returned = [];

    /// <summary>Whether what was found stands behind the try.</summary>
    public bool IsBehind { get; private set; }

    /// <summary>The claim, or null.</summary>
    public SuccessClaim? Find()
    {
        if (InHandler() is { } inside)
            return inside;
        IsBehind = true;
        return Behind();
    }

    /// <summary>What the claim amounts to: success, or one that tells of the failure or is the outcome of other work.</summary>
    public AnswerKind Judge(SuccessClaim claim)
    {
        if (contents.Works(clause.Handler, call => returned.Contains(call) || call == claim.Operation || (claim.Kind == ClaimKind.Status && Writes(call.TargetMethod.Name))))
            return AnswerKind.Unknown;
        // Behind the try, the answer for success is the same one.
        var others = IsBehind ? [] : exits.Attempt;
        foreach (var value in returned.Count > 0 ? returned : [claim.Operation])
        {
            var plain = claim.Kind is ClaimKind.Status or ClaimKind.ExitCode ? Answer.Yes : contents.IsPlain(value, others);
            if (plain != Answer.Yes)
                return plain == Answer.No ? AnswerKind.Failure : AnswerKind.Unknown;
        }

        return AnswerKind.Success;
    }

    private SuccessClaim? InHandler()
    {
        foreach (var statement in clause.Handler.Operations)
        {
            if (claims.OfStatement(statement) is { Kind: ClaimKind.ExitCode } end)
                return end;
        }

        SuccessClaim? found = null;
        foreach (var answer in exits.Handler)
        {
            if (answer is { ReturnedValue: null, Kind: OperationKind.Return })
                continue;
            if (claims.OfValue(answer.ReturnedValue, function) is not { } claim || !IsOutcome(claim))
                return null;
            found = claim;
            returned.Add(claim.Operation);
        }

        if (found is not null)
            return found;
        foreach (var statement in clause.Handler.Operations)
        {
            if (claims.OfStatement(statement) is { } claim)
                return claim;
        }

        return null;
    }

    private SuccessClaim? Behind()
    {
        foreach (var statement in attempt.Finally?.Operations ?? ImmutableArray<IOperation>.Empty)
        {
            if (claims.OfStatement(statement) is { Kind: ClaimKind.Status } claim)
                return claim;
        }

        if (exits.Handler.Count > 0 || Exits.IsJump(clause.Handler.Operations.LastOrDefault()))
            return null;
        var found = Following().Select(claims.OfStatement).FirstOrDefault(static claim => claim is { Kind: ClaimKind.Status });
        if (found is null && exits.Behind is { } behind && !exits.Between.Any(MayEnd) && claims.OfValue(behind.ReturnedValue, function) is { } value && IsOutcome(value))
            found = value;
        return found is not null && IsWholeWork() ? found : null;
    }

    private static bool MayEnd(IOperation statement)
    {
        foreach (var each in OwnOperations.Of(statement))
        {
            if (each is IReturnOperation or IThrowOperation or ILoopOperation)
                return true;
        }

        return false;
    }

    // The statements right behind the try, up to one that branches.
    private IEnumerable<IOperation> Following()
    {
        if (attempt.Parent is not IBlockOperation block)
            yield break;
        for (var i = block.Operations.IndexOf(attempt) + 1; i < block.Operations.Length && block.Operations[i] is IExpressionStatementOperation or IVariableDeclarationGroupOperation; i++)
            yield return block.Operations[i];
    }

    // A flag, a name or a text says something only where the try gives the same one when all went well.
    private bool IsOutcome(SuccessClaim claim)
    {
        switch (claim.Kind)
        {
            case ClaimKind.Flag:
                return exits.Attempt.Count > 0 && IsTrue(exits.Attempt[exits.Attempt.Count - 1])
                    && (exits.Attempt.All(IsTrue) || (!Questions.Asks(function.Name) && IsAfterWork(exits.Attempt[exits.Attempt.Count - 1])));
            case ClaimKind.Named:
                return exits.Attempt.Count > 0 && exits.Attempt.All(each => IsSame(each, claim.Operation));
            case ClaimKind.FlaggedObject:
                return exits.Attempt.Count > 0 && exits.Attempt.Any(each => claims.OfValue(each.ReturnedValue, function) is { Kind: ClaimKind.FlaggedObject });
            case ClaimKind.Answer:
                // "If it can be done, that is the failure."
                return exits.Attempt.Count == 0 || !SaysFailed(exits.Attempt[exits.Attempt.Count - 1]);
            default:
                return true;
        }
    }

    // Where "true" is one of two answers, it tells of success only right behind something that was done; else it answers a question.
    private bool IsAfterWork(IReturnOperation answer)
    {
        var block = attempt.Body.Syntax.Span.Contains(answer.Syntax.SpanStart) ? answer.Parent : attempt.Body;
        foreach (var statement in block is IBlockOperation { Operations: var statements } ? statements : ImmutableArray<IOperation>.Empty)
        {
            if (statement is IExpressionStatementOperation { Operation: var done } && OwnOperations.Of(done).OfType<IInvocationOperation>().FirstOrDefault() is { } call
                && !Recorders.Of(session).IsRecorder(call) && (QuietCalls.IsStatement(call) || QuietCalls.IsAwaited(call)))
                return true;
        }

        return false;
    }

    /// <summary>Whether the try gives just this answer, too.</summary>
    public bool IsRepeated(SuccessClaim claim)
    {
        foreach (var answer in exits.Attempt)
        {
            if (answer.ReturnedValue is { } value && SuccessClaims.Core(OwnOperations.UnwrapAll(SuccessClaims.Core(value))).Syntax.IsEquivalentTo(claim.Operation.Syntax))
                return true;
        }

        return false;
    }

    private static bool SaysFailed(IReturnOperation answer) =>
        answer.ReturnedValue is { } value && OwnOperations.UnwrapAll(SuccessClaims.Core(value)) switch
        {
            IInvocationOperation call => SuccessClaims.NamesFailure(call.TargetMethod.Name) || call.TargetMethod.Name is "BadRequest" or "Unauthorized" or "Forbid" or "Conflict" or "UnprocessableEntity",
            IMemberReferenceOperation member => SuccessClaims.NamesFailure(member.Member.Name),
            _ => false,
        };

    private static bool IsTrue(IReturnOperation answer) =>
        answer.ReturnedValue is { } value && SuccessClaims.Core(value).ConstantValue is { HasValue: true, Value: true };

    private static bool IsSame(IReturnOperation answer, IOperation claimed) =>
        answer.ReturnedValue is { } value && SuccessClaims.Core(value).ConstantValue is { HasValue: true, Value: { } constant } && constant.Equals(claimed.ConstantValue.Value);

    // Whether the function has nothing else to do: what is said behind a try about a part of the work is true of the rest.
    private bool IsWholeWork()
    {
        var recorders = Recorders.Of(session);
        foreach (var operation in OwnOperations.Of(function.Root))
        {
            if (attempt.Syntax.Span.Contains(operation.Syntax.SpanStart))
                continue;
            switch (operation)
            {
                case IInvocationOperation call when QuietCalls.IsAwaited(call) ? !Looks(call.TargetMethod.Name) : QuietCalls.IsStatement(call):
                    if (!recorders.IsRecorder(call) && !QuietCalls.CleansUp(call) && !HandlerReader.Throws(call)
                        && !(call.Syntax.SpanStart > attempt.Syntax.SpanStart && Writes(call.TargetMethod.Name)))
                        return false;
                    break;
                case ITryOperation when !operation.Syntax.Span.Contains(attempt.Syntax.Span):
                    return false;
            }
        }

        return true;
    }

    // Finds out something, and does nothing.
    private static bool Looks(string method) => Array.Exists(LookingVerbs, verb => method.StartsWith(verb, StringComparison.Ordinal));

    // The status itself is written down.
    private static bool Writes(string method) =>
        method.StartsWith("Save", StringComparison.Ordinal) || method.StartsWith("Update", StringComparison.Ordinal) || method.StartsWith("Store", StringComparison.Ordinal) || method.StartsWith("Persist", StringComparison.Ordinal);
}
