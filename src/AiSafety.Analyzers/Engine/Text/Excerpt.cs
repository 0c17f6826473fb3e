using Microsoft.CodeAnalysis;

namespace AiSafety.Analyzers.Engine.Text;

/// <summary>Source text as messages quote it: on one line, and not long.</summary>
internal static class Excerpt
{
    private const int MaxLength = 60;

    /// <summary>What stands in the source for an operation.</summary>
    public static string Of(IOperation operation) => Of(operation.Syntax.ToString());

    /// <summary>A text without line breaks, cut after 60 characters.</summary>
    public static string Of(string text)
    {
        text = string.Join(" ", text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= MaxLength ? text : text.Substring(0, MaxLength - 3) + "...";
    }
}
