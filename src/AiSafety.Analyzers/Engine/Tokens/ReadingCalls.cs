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

    private static readonly string[] WritingVerbs =
    [
        "Add", "Append", "Change", "Create", "Delete", "Enqueue", "ExecuteDelete", "ExecuteNonQuery", "ExecuteUpdate", "Insert", "Invoke", "Patch", "Post", "Publish", "Put",
        "Register", "Remove", "Reset", "Save", "Set", "Sign", "Store", "Update", "Upsert", "Write",
    ];

    /// <summary>Whether a call that is waited for has a name that says that it changes something.</summary>
    public static bool Writes(IInvocationOperation call, TokenTypes types) =>
        types.IsAwaitable(call.TargetMethod.ReturnType) && (NameWords.BeginsWith(call.TargetMethod.Name, WritingVerbs) || (IsSend(call) && !SendsQuery(call)));

    /// <summary>Whether the name of the called method begins with a verb for reading, or what is sent is named as a query.</summary>
    public static bool Reads(IInvocationOperation call) => NameWords.BeginsWith(call.TargetMethod.Name, Verbs) || (IsSend(call) && SendsQuery(call));

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

    private static bool IsSend(IInvocationOperation call) => call.TargetMethod.Name.StartsWith("Send", StringComparison.Ordinal);
}
