using System.Collections.Concurrent;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Outcomes;

/// <summary>Recognises types whose values say whether something worked.</summary>
internal sealed class OutcomeTypes
{
    private static readonly string[] FailureWords =
        ["Conflict", "Denied", "Err", "Exception", "Exists", "Fail", "False", "Forbidden", "Invalid", "No", "Problem", "Rejected", "Unauthorized", "Unknown", "Unprocessable"];

    private readonly List<(INamedTypeSymbol Type, OutcomeType Fact)> known = [];
    private readonly ConcurrentDictionary<INamedTypeSymbol, OutcomeType?> seen = new(SymbolEqualityComparer.Default);

    private OutcomeTypes(Session session)
    {
        foreach (var fact in Knowledge.Outcomes.Types)
        {
            if (session.Type(fact.Name) is { } type)
                known.Add((type, fact));
        }
    }

    public static OutcomeTypes Of(Session session) => session.Part(static each => new OutcomeTypes(each));

    /// <summary>
    /// What is known about the type that a call returns, or that its task yields. A call on an outcome, or on the task of one, only goes on with what
    /// was looked at before, or gives the same object back, and has none.
    /// </summary>
    public OutcomeType? Find(IInvocationOperation call) =>
        call.TargetMethod.Name != "GetResult" && Find(call.Type) is { } fact && Find(Tasks.TaskShape.Receiver(call)?.Type) is null && Find(call.TargetMethod.ContainingType) is null ? fact : null;

    /// <summary>Whether one of the cases of a union is named like a failure; other outcomes all have one.</summary>
    public static bool CanFail(ITypeSymbol? type)
    {
        if (Awaited(type) is not { Name: "OneOf" } union)
            return true;
        foreach (var each in union.TypeArguments)
        {
            foreach (var word in FailureWords)
            {
                if (each.Name.IndexOf(word, StringComparison.Ordinal) >= 0)
                    return true;
            }
        }

        return false;
    }

    private OutcomeType? Find(ITypeSymbol? type) => known.Count > 0 && Awaited(type) is { SpecialType: SpecialType.None } named ? seen.GetOrAdd(named.OriginalDefinition, Look) : null;

    private OutcomeType? Look(INamedTypeSymbol type)
    {
        foreach (var (each, fact) in known)
        {
            if (each.TypeKind == TypeKind.Interface ? type.Implements(each) : type.Inherits(each))
                return fact;
        }

        return null;
    }

    private static INamedTypeSymbol? Awaited(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [INamedTypeSymbol inner] } ? inner : type as INamedTypeSymbol;
}
