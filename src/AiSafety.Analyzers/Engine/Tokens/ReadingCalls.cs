using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>Tells calls that only read from those that may change something, for advice that depends on whether stopping loses anything.</summary>
internal static class ReadingCalls
{
    private static readonly string[] Verbs =
    [
        "All", "Any", "Average", "Contains", "Count", "Deserialize", "Download", "ExecuteReader", "ExecuteScalar", "Exists", "Fetch", "Find", "First",
        "Get", "Last", "List", "Load", "LongCount", "Max", "Min", "Query", "Read", "Search", "Single", "Sum", "ToArray", "ToDictionary", "ToHashSet",
        "ToList",
    ];

    /// <summary>Whether the name of the called method begins with a verb for reading, or what is sent is named as a query.</summary>
    public static bool Reads(IInvocationOperation call)
    {
        var name = call.TargetMethod.Name;
        foreach (var verb in Verbs)
        {
            if (name.StartsWith(verb, StringComparison.Ordinal) && (name.Length == verb.Length || !char.IsLower(name[verb.Length])))
                return true;
        }

        return name.StartsWith("Send", StringComparison.Ordinal) && SendsQuery(call);
    }

    /// <summary>Whether an argument is a query by name: what is sent to its handler changes nothing.</summary>
    public static bool SendsQuery(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (OwnOperations.Unwrap(argument.Value) is { Type.Name: var type } && type.EndsWith("Query", StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
