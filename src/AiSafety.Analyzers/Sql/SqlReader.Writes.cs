namespace AiSafety.Analyzers.Sql;

internal sealed partial class SqlReader
{
    /// <summary>More targets than any statement names; each is looked up in the list of tables.</summary>
    private const int MaxTargets = 32;

    /// <summary>What the clauses of one DELETE or UPDATE say.</summary>
    private sealed class Write(SqlStatementKind kind, int verb)
    {
        public readonly SqlStatementKind Kind = kind;
        public readonly int Verb = verb;
        public readonly List<Name> Targets = [];
        public readonly List<string> Columns = [];
        public readonly List<Name> Tables = [];
        public bool HasOtherTables;
        public int ConditionStart;
        public int ConditionEnd;
        public Reach Reach = Reach.All;
        public bool Bounded;
        public Truth? Where;

        /// <summary>The shape is not one that is known, or a hole could add a clause.</summary>
        public bool Unclear;
        public bool TemporarySource;

        public void Restrict(Reach reach)
        {
            if (Reach != Reach.Some)
                Reach = reach == Reach.All ? Reach : reach;
        }

        public SqlVerdict Verdict =>
            Where is Truth.Depends or Truth.Never ? SqlVerdict.Filtered
            : Reach == Reach.Some ? SqlVerdict.Filtered
            : Unclear || Where == Truth.Unknown ? SqlVerdict.Unknown
            : Bounded ? SqlVerdict.Bounded
            : Reach == Reach.Unknown ? SqlVerdict.Unknown
            : Where == Truth.Always ? SqlVerdict.AlwaysTrue
            : SqlVerdict.Unfiltered;
    }

    private int ReadDelete(int verb, int end)
    {
        var write = new Write(SqlStatementKind.Delete, verb) { Bounded = _scope.RowCount };
        var j = verb + 1;
        while (j < end && WordAt(j) is SqlWord.Low_Priority or SqlWord.Quick or SqlWord.Ignore)
            j++;
        ReadTop(ref j, end, write);
        if (j < end && SymbolAt(j) == "*")
            j++;
        var saysFrom = WordAt(j) == SqlWord.From && j < end;
        if (saysFrom)
            j++;
        if (WordAt(j) == SqlWord.Only && j < end)
            j++;
        if (j < end && SymbolAt(j) == "(" && WordAt(j + 1) == SqlWord.Select)
        {
            // Oracle deletes from a query.
            var restricted = ReadCteBody(j + 1, Math.Min(end, _closing[j])).Restricted;
            write.Restrict(restricted ? Reach.Some : Reach.Unknown);
            j = After(j, end);
        }
        else
        {
            while (TryReadName(ref j, end, out var name))
            {
                write.Targets.Add(name);
                write.Unclear |= IsRisky(name) || IsProse(name);
                if (j >= end || SymbolAt(j) != ",")
                    break;
                j++;
            }

            if (write.Targets.Count == 0)
            {
                var after = Skip(j, end);
                Emit(SqlStatementKind.Delete, HasHole(verb, after) ? SqlVerdict.Unknown : SqlVerdict.NotDestructive, verb, after);
                return after;
            }
        }

        if (!saysFrom && IsCapitalised(verb) && WordAt(j) is not (SqlWord.From or SqlWord.Where))
            write.Unclear = true;
        if (j < end && SymbolAt(j) == "*")
            j++;
        if (saysFrom)
            ReadAlias(ref j, end);
        SkipTableHints(ref j, end);

        // MySQL and T-SQL name the target first and the tables in FROM; without FROM the target is the table.
        var isJoined = write.Targets.Count > 1 && WordAt(j) is not (SqlWord.From or SqlWord.Using);
        write.Unclear |= isJoined || write.Targets.Count > MaxTargets;
        ReadClauses(ref j, end, write);
        return Finish(write, j, end);
    }

    private int ReadUpdate(int verb, int end)
    {
        var write = new Write(SqlStatementKind.Update, verb) { Bounded = _scope.RowCount };
        var j = verb + 1;
        while (j < end && WordAt(j) is SqlWord.Low_Priority or SqlWord.Ignore)
            j++;
        if (WordAt(j) == SqlWord.Or && j + 1 < end)
            j += 2;
        ReadTop(ref j, end, write);
        if (WordAt(j) == SqlWord.Statistics && WordAt(j + 1) != SqlWord.Set)
            return ReadOther(verb, end);
        var tables = ReadSources(ref j, end);
        SkipTableTail(ref j, end, write);
        if (tables is null || WordAt(j) != SqlWord.Set || j >= end || tables[0].Name is not { } first)
        {
            // Without SET it is not an UPDATE, unless a hole brings it.
            var after = Skip(j, end);
            Emit(SqlStatementKind.Update, HasHole(verb, after) ? SqlVerdict.Unknown : SqlVerdict.NotDestructive, verb, after);
            return after;
        }

        j++;
        var target = TargetOfSet(tables, first, j);
        write.Targets.Add(target);
        write.Unclear |= IsRisky(first) || IsProse(first);
        if (!ReadAssignments(ref j, end, write))
        {
            var after = Skip(j, end);
            Emit(SqlStatementKind.Update, HasHole(verb, after) ? SqlVerdict.Unknown : SqlVerdict.NotDestructive, verb, after);
            return after;
        }

        write.HasOtherTables = tables.Count > 1;
        if (tables.Count > 1)
            write.Restrict(ReachOf(tables, target, mayStandOutside: false));
        ReadClauses(ref j, end, write);
        return Finish(write, j, end);
    }

    private bool HasHole(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (_tokens[i].Hole == SqlHole.Text)
                return true;
        }

        return false;
    }

    /// <summary>TOP (n) [PERCENT]: bounds the rows, unless it says 100 percent.</summary>
    private void ReadTop(ref int j, int end, Write write)
    {
        if (WordAt(j) != SqlWord.Top || j + 1 >= end)
            return;
        var value = SymbolAt(j + 1) == "(" ? j + 2 : j + 1;
        var after = After(j + 1, end);
        var isWhole = value < end && WordAt(after) == SqlWord.Percent && TextOf(value) == "100";
        write.Bounded |= !isWhole;
        j = WordAt(after) == SqlWord.Percent ? after + 1 : after;
    }

    /// <summary>PARTITION (p) and FOR PORTION OF stand behind the table.</summary>
    private void SkipTableTail(ref int j, int end, Write write)
    {
        if (WordAt(j) == SqlWord.Partition && j + 1 < end && SymbolAt(j + 1) == "(")
        {
            write.Restrict(Reach.Some);
            j = After(j + 1, end);
        }
        else if (WordAt(j) == SqlWord.Using && SymbolAt(j + 1) != "(")
        {
            // Cassandra: UPDATE t USING TTL 5 SET …
            while (j < end && WordAt(j) != SqlWord.Set && !IsSeparator(j))
                j++;
        }
    }

    /// <summary>In a joined UPDATE the first assignment says which table is written.</summary>
    private Name TargetOfSet(List<Source> tables, Name first, int j)
    {
        if (tables.Count == 1 || SymbolAt(j + 1) != "." || _tokens[j].Hole is not null)
            return first;
        var qualifier = Normal(j);
        foreach (var table in tables)
        {
            if (table.Name is { } name && (table.Alias == qualifier || name.Last == qualifier))
                return name;
        }

        return new Name(j, j + 1, qualifier, qualifier, hasHole: false);
    }

    /// <summary>
    /// Reads the list of SET. False when it does not begin like one. A list in which every value keeps the old one for other rows
    /// (CASE … ELSE column END, COALESCE(column, …)) chooses its rows by itself.
    /// </summary>
    private bool ReadAssignments(ref int j, int end, Write write)
    {
        var count = 0;
        var selfFiltering = true;
        while (true)
        {
            var start = j;
            if (j >= end)
                return false;
            if (_tokens[j].Kind == SqlTokenKind.Hole && SymbolAt(j + 1) is not ("=" or "."))
            {
                // SET {assignments}: the hole may bring the WHERE, too.
                write.Unclear |= _tokens[j].Hole == SqlHole.Text;
                j++;
            }
            else
            {
                if (SymbolAt(j) == "(")
                    j = After(j, end);
                else if (TryReadName(ref j, end, out var column))
                    write.Columns.Add(column.Last);
                else
                    return count > 0;
                while (j < end && SymbolAt(j) == "[")
                    j = After(j, end);
                if (j >= end || SymbolAt(j) is not ("=" or "+=" or ":=" or "=="))
                    return count > 0 && MarkUnclear(write);
            }

            var nameEnd = j;
            var value = SymbolAt(j) is "=" or "+=" or ":=" or "==" ? j + 1 : j;
            j = ValueEnd(value, end, write);
            selfFiltering &= KeepsOldValue(start, nameEnd, value, j);
            count++;
            if (j >= end || SymbolAt(j) != ",")
                break;
            j++;
        }

        if (selfFiltering)
            write.Restrict(Reach.Some);
        return true;
    }

    private static bool MarkUnclear(Write write)
    {
        write.Unclear = true;
        return true;
    }

    /// <summary>The end of a value in SET: a comma, a clause or the next statement.</summary>
    private int ValueEnd(int j, int end, Write write)
    {
        var cases = 0;
        var start = j;
        while (j < end && !IsSeparator(j))
        {
            if (cases == 0 && (SymbolAt(j) == "," || IsClauseEnd(j, end) || (WordAt(j) == SqlWord.From && WordAt(j - 1) != SqlWord.Distinct)))
                break;
            CountCase(j, ref cases);

            // A bare string that ends the list, or follows a finished value, may bring the WHERE.
            var isOpen = _tokens[j].Hole == SqlHole.Text
                && (j + 1 >= end || IsSeparator(j + 1) || StartsStatement(j + 1, end) || IsTail(j + 1) || (j > start && _tokens[j - 1].Kind != SqlTokenKind.Symbol));
            write.Unclear |= _tokens[j].Unclear || isOpen;
            j = After(j, end);
        }

        return j;
    }

    /// <summary>A clause that may follow the WHERE, so that a hole before it may be one.</summary>
    private bool IsTail(int j) =>
        WordAt(j) is SqlWord.Returning or SqlWord.Limit or SqlWord.Option or SqlWord.Order or SqlWord.Output or SqlWord.From;

    private bool KeepsOldValue(int nameStart, int nameEnd, int start, int end)
    {
        if (ColumnText(nameStart, nameEnd) is not { } column || start >= end)
            return false;
        var last = column.Substring(column.LastIndexOf('.') + 1);
        if (WordAt(start) == SqlWord.Case && WordAt(end - 1) == SqlWord.End)
            return (end - start >= 4 && WordAt(end - 3) == SqlWord.Else && Normal(end - 2) == last)
                || (end - start >= 6 && WordAt(end - 5) == SqlWord.Else && SymbolAt(end - 3) == "." && Normal(end - 2) == last);
        return WordAt(start) is SqlWord.Coalesce or SqlWord.Isnull or SqlWord.Ifnull or SqlWord.Nvl
            && SymbolAt(start + 1) == "(" && _closing[start + 1] == end - 1 && end - start > 4
            && (Normal(start + 2) == last || (SymbolAt(start + 3) == "." && Normal(start + 4) == last));
    }

    /// <summary>Reads the clauses behind the target or the SET list up to the end of the statement.</summary>
    private void ReadClauses(ref int j, int end, Write write)
    {
        while (j < end && !IsSeparator(j) && !StartsStatement(j, end))
        {
            switch (WordAt(j))
            {
                case SqlWord.From:
                    j++;
                    ReadTables(ref j, end, write, mayStandOutside: write.Kind == SqlStatementKind.Update);
                    break;
                case SqlWord.Using:
                    j++;
                    if (WordAt(j) is SqlWord.Timestamp or SqlWord.Ttl)
                        j += 2;
                    else
                        ReadTables(ref j, end, write, mayStandOutside: true);
                    break;
                case SqlWord.Where:
                    var conditionEnd = ConditionClauseEnd(j + 1, end);
                    (write.ConditionStart, write.ConditionEnd) = (j + 1, conditionEnd);
                    write.Where = WordAt(j + 1) == SqlWord.Current && WordAt(j + 2) == SqlWord.Of ? Truth.Depends : Evaluate(j + 1, conditionEnd);
                    j = conditionEnd;
                    break;
                case SqlWord.Order:
                    j = ClauseEnd(j + 1, end);
                    break;
                case SqlWord.Limit:
                    write.Bounded |= WordAt(j + 1) is not (SqlWord.All or SqlWord.Null) && j + 1 < end;
                    j = ClauseEnd(j + 1, end);
                    break;
                case SqlWord.Fetch when IsRowLimit(j):
                    write.Bounded = true;
                    j = ClauseEnd(j + 1, end);
                    break;
                case SqlWord.Output or SqlWord.Returning or SqlWord.Return or SqlWord.Log or SqlWord.Offset:
                    j = ClauseEnd(j + 1, end);
                    break;
                case SqlWord.Option:
                    j++;
                    if (j < end && SymbolAt(j) == "(")
                        j = After(j, end);
                    break;
                case SqlWord.Partition when SymbolAt(j + 1) == "(":
                    SkipTableTail(ref j, end, write);
                    break;
                default:
                    write.Unclear = true;
                    j = ClauseEnd(j + 1, end);
                    break;
            }
        }
    }

    /// <summary>The next clause, separator or statement behind j.</summary>
    private int ClauseEnd(int j, int end)
    {
        var cases = 0;
        while (j < end && !IsSeparator(j))
        {
            if (cases == 0 && (IsClauseEnd(j, end) || (WordAt(j) == SqlWord.From && IsComplete(j - 1))))
                break;
            CountCase(j, ref cases);
            j = After(j, end);
        }

        return j;
    }

    private int ConditionClauseEnd(int j, int end)
    {
        var cases = 0;
        while (j < end && !IsSeparator(j))
        {
            if (cases == 0 && IsClauseEnd(j, end))
                break;
            CountCase(j, ref cases);
            j = After(j, end);
        }

        return j;
    }

    private void ReadTables(ref int j, int end, Write write, bool mayStandOutside)
    {
        var start = j;
        var tables = ReadSources(ref j, end);
        if (tables is null)
        {
            write.Unclear = true;
            j = Math.Max(ClauseEnd(j, end), start);
            return;
        }

        var last = tables[tables.Count - 1];
        if (last.Name is { } name && last.OnStart < 0)
            write.Unclear |= IsRisky(name);
        foreach (var target in write.Targets.Take(MaxTargets))
        {
            write.Restrict(ReachOf(tables, target, mayStandOutside));
            var own = tables.Find(table => IsSame(table, target));
            write.TemporarySource |= own?.Name is { } source && IsTemporary(source);
            write.HasOtherTables |= own is null || tables.Count > 1;
            if (own?.Name is { } table)
                write.Tables.Add(table);
        }
    }

    private int Finish(Write write, int j, int end)
    {
        var next = Math.Max(j, write.Verb + 1);
        if (write.Targets.Count == 1 && IsRestrictedCte(write.Targets[0]))
            write.Restrict(Reach.Some);
        var named = write.Targets.Count > 0;
        Emit(
            write.Kind,
            write.Verdict,
            write.Verb,
            Math.Min(next, end),
            write.Tables.Count == write.Targets.Count ? write.Tables : write.Targets,
            write,
            temporary: named && (write.TemporarySource || write.Targets.TrueForAll(IsTemporary)),
            created: named && write.Targets.TrueForAll(target => _scope.Created.Contains(target.Last)));
        return next;
    }
}
