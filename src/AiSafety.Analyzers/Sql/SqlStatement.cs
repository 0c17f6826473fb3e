namespace AiSafety.Analyzers.Sql;

/// <summary>What a statement does, as far as the rules care.</summary>
internal enum SqlStatementKind
{
    /// <summary>Anything not named below, and text that is not SQL.</summary>
    Other,
    Delete,
    Update,
    Insert,
    Truncate,
    DropTable,
    DropDatabase,
    DropSchema,
    DropIndex,
    DropColumn,
}

/// <summary>What the reader can say about how much a statement destroys.</summary>
internal enum SqlVerdict
{
    /// <summary>The text does not decide it: a hole could add a clause, or the shape is not one that the reader knows.</summary>
    Unknown,

    /// <summary>Not a statement that deletes or overwrites.</summary>
    NotDestructive,

    /// <summary>A condition, a join or the rows of a restricted CTE decide which rows go.</summary>
    Filtered,

    /// <summary>No condition, but a number of rows: <c>TOP (n)</c>, <c>LIMIT n</c>, <c>ROWCOUNT</c>.</summary>
    Bounded,

    /// <summary>There is a condition and it holds for every row.</summary>
    AlwaysTrue,

    /// <summary>Nothing restricts it: every row, or for DROP and TRUNCATE the whole object.</summary>
    Unfiltered,
}

/// <summary>One statement that <see cref="SqlReader"/> recognised.</summary>
internal sealed class SqlStatement
{
    public required SqlStatementKind Kind { get; init; }

    public required SqlVerdict Verdict { get; init; }

    /// <summary>Where the verb begins, in <see cref="SqlText.Combined"/>.</summary>
    public required int Start { get; init; }

    /// <summary>Up to the last character of the statement, without its separator.</summary>
    public required int Length { get; init; }

    public int End => Start + Length;

    /// <summary>The table or object as the text names it (the table, where an alias stands for it), holes shown as <c>{…}</c>; empty where there is none.</summary>
    public string Target { get; init; } = "";

    /// <summary>The last part of <see cref="Target"/> without quotes: the name of the table without its schema.</summary>
    public string TargetName => Target.Substring(Target.LastIndexOf('.') + 1).Trim('[', ']', '"', '`');

    /// <summary>What stands behind WHERE; empty without one.</summary>
    public string Condition { get; init; } = "";

    /// <summary>The condition compares literals only (<c>1=1</c>): it may just say "all".</summary>
    public bool IsPlaceholderCondition { get; init; }

    /// <summary>Other tables stand beside the target, and none of them restricts it.</summary>
    public bool HasOtherTables { get; init; }

    /// <summary>The columns that an UPDATE sets, without quotes, in lower case.</summary>
    public IReadOnlyList<string> AssignedColumns { get; init; } = [];

    /// <summary>The reason that an <c>all rows</c> comment on the statement gives; null without one.</summary>
    public string? IntentReason { get; init; }

    /// <summary>The target is a temporary table or a table variable.</summary>
    public bool IsTemporaryTarget { get; init; }

    /// <summary>The target was created earlier in the same text, unconditionally.</summary>
    public bool IsCreatedInText { get; init; }

    /// <summary>Nothing but white space follows the statement, so text that is appended later becomes part of it.</summary>
    public bool IsOpenEnded { get; init; }

    /// <summary>The statement is proven to destroy everything in a lasting object, and no comment says that this is meant.</summary>
    public bool IsDefect =>
        Verdict is SqlVerdict.Unfiltered or SqlVerdict.AlwaysTrue && !IsTemporaryTarget && !IsCreatedInText && IntentReason is null;
}
