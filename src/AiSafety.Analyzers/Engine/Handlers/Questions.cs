namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>Conventions by which a function's name says what its empty answer means. Names only ever silence a finding.</summary>
internal static class Questions
{
    private static readonly string[] DefaultSuffixes = ["OrDefault", "OrNull", "OrEmpty", "OrZero", "OrNone", "OrFallback"];

    private static readonly string[] AskingWords = ["Is", "Has", "Are", "Was", "Can", "Should", "Must", "Needs", "Requires", "Contains", "Exists", "Matches", "Filter"];

    private static readonly string[] SafeSuffixes = ["Safe", "Safely"];

    private static readonly string[] PermissionSuffixes = ["Allowed", "Authorized", "Authorised", "Permitted", "Permission", "Permissions", "Access", "Granted"];

    private static readonly string[] ProbeSuffixes =
        ["Healthy", "Health", "Alive", "Available", "Reachable", "Online", "Running", "Connected", "Ready", "Up", "Connection", "Connectivity", "Responding", "Supported", "Installed"];

    /// <summary>Whether the name says that it may fail and tells so (<c>TryGet</c>).</summary>
    public static bool Tries(string function) => function.StartsWith("Try", StringComparison.Ordinal);

    /// <summary>Whether the name promises a value in any case (<c>GetOrDefault</c>, <c>SafeGet</c>).</summary>
    public static bool PromisesDefault(string function) =>
        EndsWith(function, DefaultSuffixes) || NameWords.BeginsWith(function, "Safe") || EndsWith(function, SafeSuffixes);

    /// <summary>Whether the name asks for a permission: no is the safe answer.</summary>
    public static bool AsksPermission(string function) =>
        NameWords.BeginsWith(function, "Can") || ((BeginsQuestion(function) || NameWords.BeginsWith(function, "Check") || NameWords.BeginsWith(function, "Verify")) && EndsWith(function, PermissionSuffixes));

    /// <summary>Whether the name asks if something is there and works.</summary>
    public static bool Probes(string function) =>
        NameWords.BeginsWith(function, "Ping") || NameWords.BeginsWith(function, "Probe")
        || ((BeginsQuestion(function) || NameWords.BeginsWith(function, "Check") || NameWords.BeginsWith(function, "Test") || NameWords.BeginsWith(function, "Verify")) && EndsWith(function, ProbeSuffixes));

    /// <summary>Whether the name asks for a yes or no about a state, rather than for work to be done.</summary>
    public static bool Asks(string function) => NameWords.BeginsWith(function, AskingWords);

    private static bool BeginsQuestion(string function) => NameWords.BeginsWith(function, "Is") || NameWords.BeginsWith(function, "Has") || NameWords.BeginsWith(function, "Are");

    private static bool EndsWith(string function, string[] suffixes)
    {
        if (function.EndsWith("Async", StringComparison.Ordinal))
            function = function.Substring(0, function.Length - "Async".Length);
        foreach (var suffix in suffixes)
        {
            if (function.EndsWith(suffix, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
