namespace AiSafety.Analyzers.Sql;

internal sealed partial class SqlReader
{
    /// <summary>TRUNCATE [TABLE] names.</summary>
    private int ReadTruncate(int i, int end)
    {
        if (SymbolAt(i + 1) == "(")
            return ReadOther(i, end);
        var j = i + 1;
        var saysTable = WordAt(j) == SqlWord.Table;
        if (saysTable)
            j++;
        if (WordAt(j) == SqlWord.Only)
            j++;
        return ReadObjects(i, j, end, SqlStatementKind.Truncate, isProse: !saysTable && IsCapitalised(i), isTemporary: false);
    }

    /// <summary>DROP of a table, database, schema or index; other objects hold no rows.</summary>
    private int ReadDrop(int i, int end)
    {
        var j = i + 1;
        var temporary = WordAt(j) is SqlWord.Temporary or SqlWord.Temp;
        if (temporary)
            j++;
        var kind = WordAt(j) switch
        {
            SqlWord.Table => SqlStatementKind.DropTable,
            SqlWord.Database => SqlStatementKind.DropDatabase,
            SqlWord.Schema => SqlStatementKind.DropSchema,
            SqlWord.Index => SqlStatementKind.DropIndex,
            _ => SqlStatementKind.Other,
        };
        if (kind == SqlStatementKind.Other)
            return ReadOther(i, end);
        j++;
        if (j < end && string.Equals(TextOf(j), "CONCURRENTLY", StringComparison.OrdinalIgnoreCase))
            j++;
        if (WordAt(j) == SqlWord.If && WordAt(j + 1) == SqlWord.Exists)
            j += 2;
        return ReadObjects(i, j, end, kind, isProse: false, temporary);
    }

    private int ReadObjects(int verb, int j, int end, SqlStatementKind kind, bool isProse, bool isTemporary)
    {
        var names = new List<Name>();
        var known = !isProse;
        while (TryReadName(ref j, end, out var name))
        {
            names.Add(name);
            known &= !IsRisky(name) && !IsProse(name);
            if (j < end && SymbolAt(j) == "*")
                j++;
            if (j >= end || SymbolAt(j) != ",")
                break;
            j++;
        }

        var next = Skip(j, end);
        known &= names.Count > 0 && (j >= end || IsSeparator(j) || j == next || IsObjectTail(j));
        var temporary = isTemporary || (names.Count > 0 && names.TrueForAll(IsTemporary));
        var created = names.Count > 0 && names.TrueForAll(name => _scope.Created.Contains(name.Last));
        var verdict = names.Count == 0 ? SqlVerdict.NotDestructive
            : !known ? SqlVerdict.Unknown
            : kind == SqlStatementKind.Truncate && NamesPartitions(j, next) ? SqlVerdict.Bounded
            : SqlVerdict.Unfiltered;
        Emit(kind, verdict, verb, next, names, temporary: temporary, created: created);
        if (kind == SqlStatementKind.DropTable)
        {
            foreach (var name in names)
            {
                _scope.Created.Remove(name.Last);
                _scope.Temporary.Remove(name.Last);
            }
        }

        return next;
    }

    /// <summary>WITH (PARTITIONS (2 TO 4)): the rest of the table stays.</summary>
    private bool NamesPartitions(int j, int end)
    {
        for (; j < end; j++)
        {
            if (WordAt(j) == SqlWord.Partition || string.Equals(TextOf(j), "PARTITIONS", StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>What may stand behind the names of a DROP or TRUNCATE.</summary>
    private bool IsObjectTail(int j) =>
        WordAt(j) is SqlWord.Cascade or SqlWord.On or SqlWord.With or SqlWord.Force or SqlWord.Continue or SqlWord.Drop or SqlWord.Partition or SqlWord.Immediate
        || TextOf(j).ToUpperInvariant() is "RESTRICT" or "PURGE" or "RESTART" or "REUSE" or "INCLUDING" or "ALGORITHM" or "LOCK" or "INVALIDATE" or "SYNC";

    /// <summary>ALTER TABLE … DROP COLUMN; every other ALTER is harmless here, and the body of an altered routine is not read.</summary>
    private int ReadAlter(int i, int end)
    {
        if (WordAt(i + 1) is SqlWord.Procedure or SqlWord.Proc or SqlWord.Function or SqlWord.Trigger)
            return ReadRoutine(i, end);
        if (WordAt(i + 1) != SqlWord.Table)
            return ReadOther(i, end);
        var j = i + 2;
        if (WordAt(j) == SqlWord.If && WordAt(j + 1) == SqlWord.Exists)
            j += 2;
        if (WordAt(j) == SqlWord.Only)
            j++;
        var named = TryReadName(ref j, end, out var table);
        var drops = false;
        while (j < end && !IsSeparator(j) && !EndsAlter(j, end))
        {
            drops |= WordAt(j) == SqlWord.Drop && (WordAt(j + 1) == SqlWord.Column || SymbolAt(j + 1) == "(");
            j = After(j, end);
        }

        if (!drops || !named)
        {
            Emit(SqlStatementKind.Other, SqlVerdict.NotDestructive, i, j);
            return j;
        }

        Emit(SqlStatementKind.DropColumn, SqlVerdict.Unfiltered, i, j, [table], temporary: IsTemporary(table), created: _scope.Created.Contains(table.Last));
        return j;
    }

    /// <summary>Words such as SET, DROP and ALTER are actions of ALTER TABLE; only some begin another statement behind it.</summary>
    private bool EndsAlter(int j, int end) =>
        WordAt(j) switch
        {
            SqlWord.Set or SqlWord.With or SqlWord.Truncate or SqlWord.Check => false,
            SqlWord.Drop or SqlWord.Alter => WordAt(j + 1) is SqlWord.Table or SqlWord.Database or SqlWord.View or SqlWord.Procedure or SqlWord.Function or SqlWord.Trigger
                && StartsStatement(j, end),
            _ => StartsStatement(j, end),
        };

    /// <summary>CREATE: remembers tables, skips the bodies of routines and views.</summary>
    private int ReadCreate(int i, int end)
    {
        var j = i + 1;
        var temporary = false;
        while (j < end && _tokens[j].Kind == SqlTokenKind.Word)
        {
            switch (WordAt(j))
            {
                case SqlWord.Temp or SqlWord.Temporary or SqlWord.Global or SqlWord.Local:
                    temporary = true;
                    j++;
                    continue;
                case SqlWord.Table:
                    return ReadCreateTable(i, j + 1, end, temporary);
                case SqlWord.Procedure or SqlWord.Proc or SqlWord.Function or SqlWord.Trigger or SqlWord.Package:
                    return ReadRoutine(i, end);
                case SqlWord.View or SqlWord.Rule or SqlWord.Event or SqlWord.Policy or SqlWord.Materialized:
                    return ReadToSeparator(i, end);
                case SqlWord.Type:
                    return j + 1 < end && string.Equals(TextOf(j + 1), "BODY", StringComparison.OrdinalIgnoreCase) ? ReadRoutine(i, end) : ReadOther(i, end);
                case SqlWord.Index or SqlWord.Database or SqlWord.Schema:
                    return ReadOther(i, end);
                default:
                    // UNIQUE, CLUSTERED, OR REPLACE, DEFINER = …
                    j++;
                    continue;
            }
        }

        return ReadToSeparator(i, end);
    }

    private int ReadCreateTable(int i, int j, int end, bool temporary)
    {
        var mayExist = WordAt(j) == SqlWord.If;
        if (mayExist)
            j += WordAt(j + 1) == SqlWord.Not ? 3 : 2;
        if (TryReadName(ref j, end, out var name) && !name.HasHole)
        {
            if (temporary)
                _scope.Temporary.Add(name.Last);
            else if (!mayExist && !IsConditional)
                _scope.Created.Add(name.Last);
        }

        return ReadOther(i, end);
    }

    /// <summary>
    /// The body of a procedure, function or trigger runs later, on purpose, and is not judged. It ends at its END (SQLite, MySQL), behind its
    /// string body (PostgreSQL), or with the batch (T-SQL, Oracle).
    /// </summary>
    private int ReadRoutine(int i, int end)
    {
        var next = RoutineEnd(i, end);
        Emit(SqlStatementKind.Other, SqlVerdict.NotDestructive, i, next);
        return next;
    }

    private int RoutineEnd(int i, int end)
    {
        var sawAs = false;
        var isTrigger = false;
        for (var j = i + 1; j < end; j = After(j, end))
        {
            var token = _tokens[j];
            if (token.BatchEnd || (token.Kind == SqlTokenKind.Separator && !sawAs))
                return j;
            isTrigger |= token.Word == SqlWord.Trigger;
            if (token.Word == SqlWord.As || (token.Word == SqlWord.Is && !isTrigger))
            {
                if (j + 1 < end && _tokens[j + 1].Kind is SqlTokenKind.Dollar or SqlTokenKind.String)
                    return SeparatorFrom(j, end);
                sawAs = true;
            }

            if (WordAt(j) == SqlWord.Begin && !sawAs)
                return BlockEnd(j, end);
        }

        return end;
    }

    /// <summary>The token after the END that closes the BEGIN at i.</summary>
    private int BlockEnd(int i, int end)
    {
        var depth = 0;
        for (var j = i; j < end; j++)
        {
            if (_tokens[j].BatchEnd)
                return j;
            if (WordAt(j) is SqlWord.Case || (WordAt(j) == SqlWord.Begin && WordAt(j + 1) is not (SqlWord.Tran or SqlWord.Transaction)))
                depth += WordAt(j - 1) == SqlWord.End ? 0 : 1;
            else if (WordAt(j) == SqlWord.End && WordAt(j + 1) is not (SqlWord.If or SqlWord.Loop or SqlWord.While or SqlWord.Repeat) && --depth == 0)
                return j + 1;
        }

        return end;
    }
}
