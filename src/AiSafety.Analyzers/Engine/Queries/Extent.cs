using Microsoft.CodeAnalysis;

namespace AiSafety.Analyzers.Engine.Queries;

/// <summary>Which part of its source a query stands for, in the order in which alternatives win over each other.</summary>
internal enum Bound
{
    /// <summary>A part: something selects the rows.</summary>
    Restricted,

    Unknown,

    /// <summary>All rows, with a filter that filters nothing.</summary>
    AlwaysTrue,

    /// <summary>All rows.</summary>
    Whole,
}

/// <summary>What is known about the rows of a query.</summary>
/// <param name="Bound">Over all alternatives, the one that reaches furthest: one unfiltered branch makes it whole.</param>
/// <param name="Source">The expression that stands for the whole set, for messages; null when the bound is neither whole nor always true.</param>
/// <param name="Filter">For <see cref="Bound.AlwaysTrue"/>: the filter that filters nothing.</param>
/// <param name="Branch">The alternative that reaches so far, when there are others that do not; else null.</param>
/// <param name="Others">The assignments that give the other alternatives, where they are assignments.</param>
internal readonly record struct Extent(
    Bound Bound, IOperation? Source = null, IOperation? Filter = null, IOperation? Branch = null, ImmutableArray<IOperation> Others = default)
{
    public static readonly Extent Unknown = new(Bound.Unknown);

    public static readonly Extent Restricted = new(Bound.Restricted);

    /// <summary>Whether every row is reached, at least on some path.</summary>
    public bool ReachesAll => Bound is Bound.Whole or Bound.AlwaysTrue;
}
