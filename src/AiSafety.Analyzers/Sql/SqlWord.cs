namespace AiSafety.Analyzers.Sql;

/// <summary>The words that carry structure. A member is spelled as in SQL, in any case.</summary>
internal enum SqlWord : byte
{
    None,
    Add, After, All, Alter, Analyze, And, Apply, As, Atomic, Backup, Before, Begin, Between, Break, Bulk, By, Call, Cascade, Case, Catch, Check,
    Checkpoint, Close, Coalesce, Column, Commit, Constraint, Continue, Copy, Create, Cross, Current, Cursor, Database, Dbcc, Deallocate, Declare,
    Deferred, Delete, Deny, Distinct, Do, Drop, Else, Elseif, Elsif, End, Escape, Event, Except, Exception, Exclusive, Exec, Execute, Exists, Explain,
    False, Fetch, First, For, Force, Format, From, Full, Function, Glob, Global, Go, Goto, Grant, Group, Having, If, Ifnull, Ignore, Ilike, Immediate,
    In, Index, Indexed, Inner, Insert, Instead, Intersect, Into, Is, Isnull, Isolation, Join, Key, Kill, Lateral, Left, Like, Limit, Local, Log, Loop,
    Low_Priority, Materialized, Merge, Natural, Next, Not, Null, Nvl, Of, Offset, On, Only, Open, Option, Or, Order, Outer, Output, Over, Package,
    Partition, Percent, Policy, Prepare, Print, Proc, Procedure, Quick, Quote_Ident, Quotename, Raise, Raiserror, Reconfigure, Recursive, Regexp,
    Repeat, Replace, Restore, Return, Returning, Revoke, Right, Rlike, Rollback, Rowcount, Rule, Save, Schema, Select, Set, Start, Statistics,
    Straight_Join, Table, Temp, Temporary, Then, Throw, Timestamp, Top, Tran, Transaction, Trigger, True, Truncate, Try, Ttl, Type, Union, Until,
    Update, Use, Using, Values, View, Waitfor, When, Where, While, With, Work, Xor,
}

/// <summary>Sets of words and the look-up from text to word.</summary>
internal static class SqlWords
{
    private const int BucketCount = 512;
    private static readonly (string Text, SqlWord Word)[][] Buckets = BuildBuckets();

    /// <summary>Words that begin a statement, also where no separator stands before it (T-SQL).</summary>
    public static readonly HashSet<SqlWord> Starters =
    [
        SqlWord.Alter, SqlWord.Backup, SqlWord.Begin, SqlWord.Break, SqlWord.Bulk, SqlWord.Checkpoint, SqlWord.Close, SqlWord.Commit, SqlWord.Continue,
        SqlWord.Create, SqlWord.Dbcc, SqlWord.Deallocate, SqlWord.Declare, SqlWord.Delete, SqlWord.Deny, SqlWord.Drop, SqlWord.Else, SqlWord.Elseif,
        SqlWord.Elsif, SqlWord.End, SqlWord.Exec, SqlWord.Execute, SqlWord.Fetch, SqlWord.Goto, SqlWord.Grant, SqlWord.If, SqlWord.Insert, SqlWord.Kill,
        SqlWord.Loop, SqlWord.Merge, SqlWord.Open, SqlWord.Print, SqlWord.Raiserror, SqlWord.Reconfigure, SqlWord.Restore, SqlWord.Return, SqlWord.Revoke,
        SqlWord.Rollback, SqlWord.Save, SqlWord.Select, SqlWord.Set, SqlWord.Then, SqlWord.Throw, SqlWord.Truncate, SqlWord.Update, SqlWord.Use,
        SqlWord.Waitfor, SqlWord.While, SqlWord.With,
    ];

    /// <summary>Words that begin a statement only after a separator.</summary>
    public static readonly HashSet<SqlWord> SeparatedStarters =
    [
        SqlWord.Analyze, SqlWord.Call, SqlWord.Copy, SqlWord.Do, SqlWord.Exception, SqlWord.Explain, SqlWord.For, SqlWord.Prepare, SqlWord.Raise,
        SqlWord.Repeat, SqlWord.Replace, SqlWord.Start, SqlWord.Until, SqlWord.When,
    ];

    /// <summary>Words after which a name, value or keyword of the same statement must follow, so that no statement begins there.</summary>
    public static readonly HashSet<SqlWord> Incomplete =
    [
        SqlWord.Add, SqlWord.After, SqlWord.All, SqlWord.Alter, SqlWord.And, SqlWord.As, SqlWord.Before, SqlWord.Between, SqlWord.By, SqlWord.Case,
        SqlWord.Column, SqlWord.Constraint, SqlWord.Create, SqlWord.Cursor, SqlWord.Delete, SqlWord.Deny, SqlWord.Distinct, SqlWord.Do, SqlWord.Drop,
        SqlWord.Except, SqlWord.Exists, SqlWord.Explain, SqlWord.For, SqlWord.From, SqlWord.Grant, SqlWord.Having, SqlWord.Ilike, SqlWord.In,
        SqlWord.Index, SqlWord.Insert, SqlWord.Instead, SqlWord.Intersect, SqlWord.Into, SqlWord.Is, SqlWord.Join, SqlWord.Key, SqlWord.Like, SqlWord.Limit,
        SqlWord.Not, SqlWord.Of, SqlWord.On, SqlWord.Or, SqlWord.Returning, SqlWord.Revoke, SqlWord.Select, SqlWord.Set, SqlWord.Table, SqlWord.Top,
        SqlWord.Union, SqlWord.Update, SqlWord.Using, SqlWord.View, SqlWord.Where, SqlWord.With, SqlWord.Xor,
    ];

    /// <summary>Words that cannot be an alias because they go on with the statement.</summary>
    public static readonly HashSet<SqlWord> Clauses =
    [
        SqlWord.As, SqlWord.Cross, SqlWord.Fetch, SqlWord.For, SqlWord.Force, SqlWord.From, SqlWord.Full, SqlWord.Group, SqlWord.Having, SqlWord.Ignore,
        SqlWord.Indexed, SqlWord.Inner, SqlWord.Join, SqlWord.Left, SqlWord.Limit, SqlWord.Log, SqlWord.Natural, SqlWord.Not, SqlWord.Offset, SqlWord.On,
        SqlWord.Option, SqlWord.Order, SqlWord.Outer, SqlWord.Output, SqlWord.Partition, SqlWord.Return, SqlWord.Returning, SqlWord.Right, SqlWord.Set,
        SqlWord.Straight_Join, SqlWord.Union, SqlWord.Use, SqlWord.Using, SqlWord.Values, SqlWord.When, SqlWord.Where, SqlWord.With,
    ];

    /// <summary>Words of a query that make its rows fewer than, or other than, the rows of its table.</summary>
    public static readonly HashSet<SqlWord> Restricting =
    [
        SqlWord.Apply, SqlWord.Distinct, SqlWord.Except, SqlWord.Fetch, SqlWord.Group, SqlWord.Having, SqlWord.Intersect, SqlWord.Join, SqlWord.Limit,
        SqlWord.Over, SqlWord.Straight_Join, SqlWord.Top, SqlWord.Where,
    ];

    /// <summary>The word that <c>text[start..end)</c> spells, or <see cref="SqlWord.None"/>.</summary>
    public static SqlWord Find(string text, int start, int end)
    {
        foreach (var (candidate, word) in Buckets[Hash(text, start, end)])
        {
            if (candidate.Length == end - start && string.Compare(text, start, candidate, 0, candidate.Length, StringComparison.OrdinalIgnoreCase) == 0)
                return word;
        }

        return SqlWord.None;
    }

    private static (string Text, SqlWord Word)[][] BuildBuckets()
    {
        var lists = new List<(string, SqlWord)>[BucketCount];
        foreach (SqlWord word in Enum.GetValues(typeof(SqlWord)))
        {
            if (word == SqlWord.None)
                continue;
            var text = word.ToString().ToUpperInvariant();
            (lists[Hash(text, 0, text.Length)] ??= []).Add((text, word));
        }

        return Array.ConvertAll(lists, list => list?.ToArray() ?? []);
    }

    private static int Hash(string text, int start, int end)
    {
        var hash = 17;
        for (var i = start; i < end; i++)
            hash = unchecked((hash * 31) + (text[i] | 0x20));
        return hash & (BucketCount - 1);
    }
}
