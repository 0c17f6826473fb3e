namespace AiSafety.Analyzers.Sql;

/// <summary>Recognises SQL that takes back, lets go of or marks as failed what was begun before.</summary>
internal static class SqlUndo
{
    private static readonly string[] Verbs = ["ROLLBACK", "DETACH", "ABORT", "UNLOCK", "RELEASE"];

    private static readonly string[] Unlocking =
        ["pg_advisory_unlock", "pg_advisory_unlock_all", "pg_advisory_unlock_shared", "sp_releaseapplock", "release_lock", "release_all_locks"];

    private static readonly string[] StateColumns =
        ["status", "state", "error", "failed", "failure", "locked", "claimed", "lease", "attempt", "retry", "processing", "running"];

    /// <summary>Words without one of which no text is of this kind.</summary>
    public static readonly string[] Words = [.. Verbs, .. Unlocking, "UPDATE", "DELETE"];

    /// <summary>Whether a statement of the text rolls back, detaches, unlocks, deletes, or sets a status.</summary>
    public static bool IsIn(SqlText text)
    {
        var begins = true;
        foreach (var token in SqlLexer.Run(new SqlSource(text.Combined, text.Holes, map: null)).Tokens)
        {
            if (token.Kind == SqlTokenKind.Word)
            {
                var word = text.Combined.Substring(token.Start, token.End - token.Start);
                if ((begins && Has(Verbs, word)) || Has(Unlocking, word))
                    return true;
            }

            begins = token.Kind == SqlTokenKind.Separator;
        }

        foreach (var statement in SqlReader.Read(text))
        {
            if (statement.Kind == SqlStatementKind.Delete || (statement.Kind == SqlStatementKind.Update && statement.AssignedColumns.Any(IsState)))
                return true;
        }

        return false;
    }

    // "status", "last_error", "LockedUntil", "retry_count".
    private static bool IsState(string column) => StateColumns.Any(word => column.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    private static bool Has(string[] words, string word) => words.Contains(word, StringComparer.OrdinalIgnoreCase);
}
