using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>Recognises calls that only look and do not wait.</summary>
internal static class Probes
{
    /// <summary>Whether a call has a time limit of zero: there is nothing in it to be cancelled.</summary>
    public static bool Is(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is not { } parameter)
                continue;
            var value = OwnOperations.Unwrap(argument.Value);
            var isSpan = parameter.Type is { Name: "TimeSpan" };
            if (isSpan && value is IDefaultValueOperation or IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: "TimeSpan" } })
                return true;
            if (value.ConstantValue is { HasValue: true, Value: 0 or 0L }
                && (isSpan || Mentions(parameter.Name, "timeout") || Mentions(parameter.Name, "milliseconds")))
                return true;
        }

        return false;
    }

    private static bool Mentions(string name, string word) => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}
