namespace AiSafety.Analyzers.Catalog;

/// <summary>Rule families. Each owns a block of ids: the first digit of the id.</summary>
public enum Family
{
    Destruction = 1,
    Failures = 2,
    Cancellation = 3,
    Concurrency = 4,
    Limits = 5,
    Unfinished = 6,
    Trust = 7,
    Agents = 8,
    Oversight = 9,
}
