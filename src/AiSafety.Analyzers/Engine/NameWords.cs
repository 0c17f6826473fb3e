namespace AiSafety.Analyzers.Engine;

/// <summary>Compares names by their words.</summary>
internal static class NameWords
{
    /// <summary>Whether a name begins with a word: <c>CloseAsync</c> begins with <c>Close</c>, <c>Closest</c> does not.</summary>
    public static bool BeginsWith(string name, string word) =>
        name.StartsWith(word, StringComparison.Ordinal) && (name.Length == word.Length || !char.IsLower(name[word.Length]));

    /// <summary>Whether a name begins with one of the words.</summary>
    public static bool BeginsWith(string name, string[] words)
    {
        foreach (var word in words)
        {
            if (BeginsWith(name, word))
                return true;
        }

        return false;
    }
}
