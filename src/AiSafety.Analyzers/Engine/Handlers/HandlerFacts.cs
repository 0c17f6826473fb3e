using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>
/// What a handler does somewhere in its own body, or a helper of the project that it calls; what lambdas in it do is not counted, except that they may keep
/// the exception.
/// </summary>
[Flags]
internal enum HandlerDeeds
{
    None = 0,

    /// <summary>Throws (again, wrapped, by a helper) for a failure that is no cancellation.</summary>
    Throws = 1,

    /// <summary>Throws, but only for cancellations.</summary>
    PassesCancellation = 2,

    /// <summary>The exception, or something made of it, is stored, passed to a method, or returned.</summary>
    Observes = 4,

    /// <summary>A recognised logger, tracer or telemetry client is called.</summary>
    Logs = 8,

    /// <summary>The exception is looked at to decide what to do.</summary>
    Inspects = 16,

    /// <summary>Some state outside the handler is set to a value, or something is counted.</summary>
    Marks = 32,

    /// <summary>Something unknown is called that may well tell somebody.</summary>
    MayTell = 64,
}

/// <summary>What a catch clause does with what it caught.</summary>
internal readonly struct HandlerFacts(HandlerDeeds deeds)
{
    public HandlerDeeds Deeds { get; } = deeds;

    /// <summary>Whether any of the deeds is done.</summary>
    public bool Any(HandlerDeeds deeds) => (Deeds & deeds) != 0;

    /// <summary>
    /// Whether the failure ends here and leaves a trace: yes when it is logged or kept; no when it is thrown on or
    /// goes without a trace.
    /// </summary>
    public Answer Records =>
        Any(HandlerDeeds.Throws) ? Answer.No
        : Any(HandlerDeeds.Logs | HandlerDeeds.Observes) ? Answer.Yes
        : Any(HandlerDeeds.Inspects | HandlerDeeds.Marks | HandlerDeeds.MayTell) ? Answer.Unknown
        : Answer.No;

    /// <summary>Reads a handler.</summary>
    /// <param name="clause">The clause.</param>
    /// <param name="session">The compilation's session.</param>
    /// <param name="cancellationToken">Stops the analysis.</param>
    /// <param name="without">An operation that does not count because its meaning was read in another way, or null.</param>
    public static HandlerFacts Of(ICatchClauseOperation clause, Session session, CancellationToken cancellationToken, IOperation? without = null) =>
        new(HandlerReader.OfClause(clause, session, without, cancellationToken));
}
