using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Outcomes;

/// <summary>Recognises a wait for a lock that ends with time.</summary>
internal static class LockWaits
{
    /// <summary>
    /// Whether the call waits for a limited time for what the same function releases. Without a release it may be a pause or a signal; a wait of no time is a probe.
    /// </summary>
    public static bool IsLimited(IInvocationOperation wait)
    {
        if (!YieldsAnswer(wait.Type) || Lock(wait) is not { } taken || !HasLimit(wait))
            return false;
        foreach (var each in OwnOperations.Of(OwnOperations.Function(wait)))
        {
            if (each is IInvocationOperation { TargetMethod.Name: "Release" or "Exit" or "ReleaseMutex" } release
                && SymbolEqualityComparer.Default.Equals(Lock(release), taken))
                return true;
        }

        return false;
    }

    private static bool YieldsAnswer(ITypeSymbol? type) =>
        type is { SpecialType: SpecialType.System_Boolean } or INamedTypeSymbol { Name: "Task", TypeArguments: [{ SpecialType: SpecialType.System_Boolean }] };

    // What is locked: the receiver, or the first argument of a static member.
    private static ISymbol? Lock(IInvocationOperation call)
    {
        var value = call.Instance ?? (call.Arguments.Length > 0 ? call.Arguments[0].Value : null);
        if (value is IConditionalAccessInstanceOperation instance)
            value = OwnOperations.Accessed(instance);
        return value is null ? null : OwnOperations.Unwrap(value) switch
        {
            IMemberReferenceOperation member => member.Member,
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };
    }

    private static bool HasLimit(IInvocationOperation wait)
    {
        foreach (var argument in wait.Arguments)
        {
            if (argument.Parameter?.Name is not ("millisecondsTimeout" or "timeout"))
                continue;
            var value = OwnOperations.Unwrap(argument.Value);
            return value.ConstantValue is not { HasValue: true, Value: 0 or -1 or 0L or -1L }
                && value is not IMemberReferenceOperation { Member.Name: "Zero" or "InfiniteTimeSpan" } and not IDefaultValueOperation;
        }

        return false;
    }
}
