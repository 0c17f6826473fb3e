using System.Text;

namespace AiSafety.Analyzers.Sql;

internal sealed partial class SqlReader
{
    /// <summary>Words that make "delete from the list" English rather than SQL.</summary>
    private static readonly HashSet<string> ProseWords = new(StringComparer.Ordinal)
    {
        "the", "your", "my", "our", "their", "his", "her", "its", "this", "that", "these", "those", "an", "any", "each", "every", "some", "all",
    };

    /// <summary>A table or object name: tokens [Start, End) and its last part without quotes, in lower case.</summary>
    private sealed class Name(int start, int end, string last, string full, bool hasHole)
    {
        public readonly int Start = start;
        public readonly int End = end;
        public readonly string Last = last;

        /// <summary>All parts without quotes, joined by dots.</summary>
        public readonly string Full = full;
        public readonly bool HasHole = hasHole;
    }

    private static readonly Name NoName = new(0, 0, "", "", hasHole: false);

    /// <summary>Reads a name of one or more parts and moves behind it.</summary>
    private bool TryReadName(ref int j, int end, out Name name)
    {
        name = NoName;
        var start = j;
        var at = j;
        var full = new StringBuilder();
        var last = "";
        var hasHole = false;
        while (at < end && IsNamePart(at))
        {
            last = Normal(at);
            hasHole |= last.IndexOf(SqlText.Placeholder) >= 0;
            full.Append(last);
            at++;
            if (at >= end || SymbolAt(at) != ".")
                break;

            // "db..table" leaves the schema out.
            while (at < end && SymbolAt(at) == ".")
            {
                full.Append('.');
                at++;
            }

            if (at < end && SymbolAt(at) == "*")
            {
                at++;
                break;
            }
        }

        if (at == start || SymbolAt(at - 1) == ".")
            return false;
        j = at;
        name = new Name(start, at, last, full.ToString(), hasHole);
        return true;
    }

    private bool IsNamePart(int i)
    {
        var token = _tokens[i];
        return token.Kind switch
        {
            SqlTokenKind.Quoted or SqlTokenKind.Hole => true,
            SqlTokenKind.Parameter => _source.Text[token.Start] == '@' || (_questionMarkIsName && _source.Text[token.Start] == '?'),
            SqlTokenKind.Word => token.Word is not (SqlWord.From or SqlWord.Where or SqlWord.Set or SqlWord.Using or SqlWord.Select or SqlWord.Delete or SqlWord.Update
                or SqlWord.Insert or SqlWord.Into or SqlWord.Join or SqlWord.On or SqlWord.Order or SqlWord.With or SqlWord.Values or SqlWord.And or SqlWord.Or
                or SqlWord.Not or SqlWord.As or SqlWord.Inner or SqlWord.Cross or SqlWord.Case or SqlWord.Table or SqlWord.If or SqlWord.In or SqlWord.Is),
            _ => false,
        };
    }

    /// <summary>Whether a hole in the name could bring more than a name: it ends the text, or is glued to something that is already a name.</summary>
    private bool IsRisky(Name name)
    {
        for (var i = name.Start; i < name.End; i++)
        {
            if (_tokens[i].Unclear)
                return true;
        }

        return name.End >= _tokens.Count && _tokens[name.End - 1].Hole == SqlHole.Text;
    }

    private bool IsProse(Name name) =>
        name.End == name.Start + 1 && _tokens[name.Start].Kind == SqlTokenKind.Word && ProseWords.Contains(name.Last);

    /// <summary>"Delete" is how a sentence begins; SQL says DELETE or delete.</summary>
    private bool IsCapitalised(int i) => char.IsUpper(_source.Text[_tokens[i].Start]) && char.IsLower(_source.Text[_tokens[i].Start + 1]);

    /// <summary>A temporary table or table variable of any dialect, or one that the text declared temporary.</summary>
    private bool IsTemporary(Name name) =>
        name.Last.StartsWith("#", StringComparison.Ordinal) || (name.Last.StartsWith("@", StringComparison.Ordinal) && name.End == name.Start + 1)
        || name.Full.StartsWith("tempdb.", StringComparison.Ordinal) || name.Full.StartsWith("pg_temp.", StringComparison.Ordinal)
        || name.Full.StartsWith("temp.", StringComparison.Ordinal) || name.Full.StartsWith("session.", StringComparison.Ordinal)
        || _scope.Temporary.Contains(name.Last)
        || (name.Full == name.Last && _ctes.TryGetValue(name.Last, out var cte) && cte.Temporary);

    /// <summary>Reads [AS] alias; returns null where none stands.</summary>
    private string? ReadAlias(ref int j, int end)
    {
        if (WordAt(j) == SqlWord.As && j + 1 < end && _tokens[j + 1].Kind is SqlTokenKind.Word or SqlTokenKind.Quoted)
        {
            j += 2;
            return Normal(j - 1);
        }

        if (j >= end || _tokens[j].Hole is not null)
            return null;
        var token = _tokens[j];
        var isAlias = token.Kind == SqlTokenKind.Quoted
            || (token.Kind == SqlTokenKind.Word && !SqlWords.Clauses.Contains(token.Word) && !SqlWords.Starters.Contains(token.Word));
        return isAlias ? Normal(j++) : null;
    }
}
