namespace AiSafety.Analyzers.Sql;

internal sealed partial class SqlReader
{
    /// <summary>How a table came into a list of tables.</summary>
    private enum JoinKind
    {
        First,
        Comma,
        Cross,
        Inner,
        Left,
        Right,
        Full,
        CrossApply,
        OuterApply,
    }

    /// <summary>Whether the tables around the target decide which of its rows are written.</summary>
    private enum Reach
    {
        All,
        Some,
        Unknown,
    }

    /// <summary>One table of FROM, USING or a joined UPDATE: a name or a query, how it is joined, and its ON condition as tokens [OnStart, OnEnd).</summary>
    private sealed class Source
    {
        public JoinKind Join;
        public Name? Name;
        public string? Alias;
        public int BodyStart;
        public int BodyEnd;
        public bool MatchesColumns;
        public int OnStart = -1;
        public int OnEnd;
    }

    /// <summary>The tables of a clause; null when its shape is not known.</summary>
    private List<Source>? ReadSources(ref int j, int end)
    {
        var sources = new List<Source>();
        var join = JoinKind.First;
        var matchesColumns = false;
        while (true)
        {
            var source = new Source { Join = join, MatchesColumns = matchesColumns };
            while (j < end && WordAt(j) is SqlWord.Only or SqlWord.Lateral)
            {
                // A lateral query with no match takes the row out, like CROSS APPLY.
                if (WordAt(j) == SqlWord.Lateral && join is JoinKind.Comma or JoinKind.Cross)
                    source.Join = JoinKind.CrossApply;
                j++;
            }

            if (j < end && SymbolAt(j) == "(")
            {
                if (WordAt(j + 1) is not (SqlWord.Select or SqlWord.With or SqlWord.Values))
                    return null;
                source.BodyStart = j + 1;
                source.BodyEnd = Math.Min(end, _closing[j]);
                j = After(j, end);
            }
            else if (TryReadName(ref j, end, out var name))
            {
                source.Name = name;
                if (j < end && SymbolAt(j) == "(")
                {
                    // A table function, or the old form of a T-SQL hint.
                    j = After(j, end);
                }
            }
            else
            {
                return null;
            }

            source.Alias = ReadAlias(ref j, end);
            if (source.Alias is not null && j < end && SymbolAt(j) == "(")
                j = After(j, end);
            SkipTableHints(ref j, end);
            if (WordAt(j) == SqlWord.On && j < end)
            {
                source.OnStart = ++j;
                j = source.OnEnd = OnEnd(j, end);
            }
            else if (WordAt(j) == SqlWord.Using && j + 1 < end && SymbolAt(j + 1) == "(" && join != JoinKind.First)
            {
                source.MatchesColumns = true;
                j = After(j + 1, end);
            }

            sources.Add(source);
            if (j >= end || IsClauseEnd(j, end))
                return sources;
            if (!TryReadJoin(ref j, end, out join, out matchesColumns))
                return null;
        }
    }

    private void SkipTableHints(ref int j, int end)
    {
        while (j < end)
        {
            if (WordAt(j) == SqlWord.With && SymbolAt(j + 1) == "(")
                j = After(j + 1, end);
            else if (WordAt(j) is SqlWord.Use or SqlWord.Force or SqlWord.Ignore && WordAt(j + 1) is SqlWord.Index or SqlWord.Key && SymbolAt(j + 2) == "(")
                j = After(j + 2, end);
            else if (WordAt(j) == SqlWord.Indexed && WordAt(j + 1) == SqlWord.By)
                j = Math.Min(end, j + 3);
            else if (WordAt(j) == SqlWord.Not && WordAt(j + 1) == SqlWord.Indexed)
                j = Math.Min(end, j + 2);
            else
                return;
        }
    }

    /// <summary>Reads a comma or the words up to JOIN or APPLY.</summary>
    private bool TryReadJoin(ref int j, int end, out JoinKind join, out bool matchesColumns)
    {
        matchesColumns = false;
        join = JoinKind.Comma;
        if (SymbolAt(j) == ",")
        {
            j++;
            return j < end;
        }

        join = JoinKind.Inner;
        var outer = false;
        for (; j < end; j++)
        {
            switch (WordAt(j))
            {
                case SqlWord.Natural:
                    matchesColumns = true;
                    continue;
                case SqlWord.Inner or SqlWord.Loop or SqlWord.Merge:
                    continue;
                case SqlWord.Left:
                    join = JoinKind.Left;
                    continue;
                case SqlWord.Right:
                    join = JoinKind.Right;
                    continue;
                case SqlWord.Full:
                    join = JoinKind.Full;
                    continue;
                case SqlWord.Cross:
                    join = JoinKind.Cross;
                    continue;
                case SqlWord.Outer:
                    outer = true;
                    continue;
                case SqlWord.Join or SqlWord.Straight_Join:
                    j++;
                    return true;
                case SqlWord.Apply:
                    join = outer ? JoinKind.OuterApply : JoinKind.CrossApply;
                    j++;
                    return true;
                default:
                    // HASH and REMOTE are join hints; anything else is not a join.
                    if (_tokens[j].Kind == SqlTokenKind.Word && WordAt(j + 1) == SqlWord.Join)
                        continue;
                    return false;
            }
        }

        return false;
    }

    private int OnEnd(int j, int end)
    {
        var cases = 0;
        while (j < end && !IsSeparator(j))
        {
            if (cases == 0 && (SymbolAt(j) == "," || IsJoinWord(j) || IsClauseEnd(j, end)))
                break;
            CountCase(j, ref cases);
            j = After(j, end);
        }

        return j;
    }

    /// <summary>A word that begins the next join; LEFT( and RIGHT( are functions.</summary>
    private bool IsJoinWord(int j) =>
        WordAt(j) switch
        {
            SqlWord.Join or SqlWord.Inner or SqlWord.Cross or SqlWord.Full or SqlWord.Natural or SqlWord.Straight_Join or SqlWord.Outer => true,
            SqlWord.Left or SqlWord.Right => SymbolAt(j + 1) != "(",
            _ => false,
        };

    /// <summary>Whether a clause of DELETE or UPDATE, or the next statement, begins at j.</summary>
    private bool IsClauseEnd(int j, int end) =>
        IsSeparator(j)
        || WordAt(j) is SqlWord.Where or SqlWord.Limit or SqlWord.Set or SqlWord.Returning or SqlWord.Option or SqlWord.Output or SqlWord.Return
        || (WordAt(j) == SqlWord.Using && SymbolAt(j + 1) != "(")
        || (WordAt(j) == SqlWord.Order && WordAt(j + 1) == SqlWord.By)
        || IsRowLimit(j)
        || StartsStatement(j, end);

    /// <summary>Which rows of the target a list of tables lets through when no WHERE follows.</summary>
    /// <param name="sources">The tables.</param>
    /// <param name="target">What is written, by table name or alias.</param>
    /// <param name="mayStandOutside">The dialects allow a target that is not in the list (UPDATE … FROM, DELETE … USING of PostgreSQL).</param>
    private Reach ReachOf(List<Source> sources, Name target, bool mayStandOutside)
    {
        var index = sources.FindIndex(source => IsSame(source, target));
        var comparable = !target.HasHole && sources.TrueForAll(source => source.Name is not { HasHole: true });
        var reach = index >= 0 ? BodyReach(sources[index]) : Reach.All;
        for (var i = 1; i < sources.Count && reach != Reach.Some; i++)
        {
            var join = JoinReach(sources[i], i, index < 0 ? 0 : index);
            if (join != Reach.All)
                reach = join;
        }

        if (index >= 0)
            return reach;
        if (!comparable)
            return reach == Reach.Some ? Reach.Some : Reach.Unknown;
        return mayStandOutside && reach == Reach.All ? Reach.All : Reach.Unknown;
    }

    private bool IsSame(Source source, Name target)
    {
        if (target.HasHole)
            return false;
        return target.Full == target.Last && source.Alias == target.Last
            || source.Name is { HasHole: false } table && table.Last == target.Last && (source.Alias is null || table.Full == target.Full || target.Full != target.Last);
    }

    /// <summary>A derived table or a CTE as the target: its own restrictions.</summary>
    private Reach BodyReach(Source source)
    {
        if (source.Name is null)
            return ReadCteBody(source.BodyStart, source.BodyEnd).Restricted ? Reach.Some : Reach.All;
        return IsRestrictedCte(source.Name) ? Reach.Some : SymbolAt(source.Name.End) == "(" ? Reach.Unknown : Reach.All;
    }

    private bool IsRestrictedCte(Name name) => name.Full == name.Last && _ctes.TryGetValue(name.Last, out var cte) && cte.Restricted;

    private Reach JoinReach(Source source, int position, int target)
    {
        var drops = source.Join switch
        {
            JoinKind.Inner => true,
            JoinKind.Left => target >= position,
            JoinKind.Right => target < position,
            JoinKind.CrossApply => true,
            _ => false,
        };
        if (!drops)
            return Reach.All;
        if (source.Join == JoinKind.CrossApply || source.MatchesColumns)
            return Reach.Some;
        if (source.OnStart < 0)
            return Reach.All;
        return Evaluate(source.OnStart, source.OnEnd) switch
        {
            Truth.Always => Reach.All,
            Truth.Unknown => Reach.Unknown,
            _ => Reach.Some,
        };
    }
}
