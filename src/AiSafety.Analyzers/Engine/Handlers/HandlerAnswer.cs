using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>What the caller is told when a handler has run.</summary>
internal enum AnswerKind
{
    /// <summary>Nothing, not the same on every path, or something that was worked out.</summary>
    Unknown,

    /// <summary>The failure goes on to the caller.</summary>
    Thrown,

    /// <summary>A value that holds nothing.</summary>
    Empty,

    /// <summary>That all went well, and nothing else.</summary>
    Success,

    /// <summary>That all went well, by a value that still tells of the failure.</summary>
    Failure,
}

/// <summary>The one answer of a handler on every path, with what it does besides.</summary>
internal sealed class HandlerAnswer
{
    private HandlerAnswer(AnswerKind kind, HandlerFacts facts, EmptyKind empty = EmptyKind.None, SuccessClaim? claim = null, bool isBehind = false, bool isRepeated = false)
    {
        Kind = kind;
        Facts = facts;
        Empty = empty;
        Claim = claim;
        IsBehind = isBehind;
        IsRepeated = isRepeated;
    }

    public AnswerKind Kind { get; }

    /// <summary>What the handler does, apart from making the claim.</summary>
    public HandlerFacts Facts { get; }

    /// <summary>Which empty value, for <see cref="AnswerKind.Empty"/>.</summary>
    public EmptyKind Empty { get; }

    /// <summary>How success is claimed, for <see cref="AnswerKind.Success"/>.</summary>
    public SuccessClaim? Claim { get; }

    /// <summary>Whether the claim stands behind the try, or in its finally, and not in the handler.</summary>
    public bool IsBehind { get; }

    /// <summary>Whether the try answers with just the same when all went well.</summary>
    public bool IsRepeated { get; }

    /// <summary>Reads the answer of a handler.</summary>
    public static HandlerAnswer Of(ICatchClauseOperation clause, ITryOperation attempt, FunctionContext function, Session session, CancellationToken cancellationToken)
    {
        var exits = Exits.Of(clause, attempt);
        var claims = new HandlerClaims(clause, attempt, exits, function, session);
        if (claims.Find() is { } claim)
        {
            var facts = HandlerFacts.Of(clause, session, cancellationToken, without: claim.Operation);
            return facts.Any(HandlerDeeds.Throws)
                ? new HandlerAnswer(AnswerKind.Thrown, facts)
                : new HandlerAnswer(claims.Judge(claim), facts, claim: claim, isBehind: claims.IsBehind, isRepeated: claims.IsRepeated(claim));
        }

        var deeds = HandlerFacts.Of(clause, session, cancellationToken);
        if (deeds.Any(HandlerDeeds.Throws))
            return new HandlerAnswer(AnswerKind.Thrown, deeds);
        return EmptyAnswers.Of(clause, attempt, exits) is var empty and not EmptyKind.None
            ? new HandlerAnswer(AnswerKind.Empty, deeds, empty)
            : new HandlerAnswer(AnswerKind.Unknown, deeds);
    }
}
