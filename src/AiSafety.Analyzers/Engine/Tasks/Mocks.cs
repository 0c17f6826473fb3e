using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tasks;

/// <summary>Recognises calls that only tell a mocking library which member is meant.</summary>
internal static class Mocks
{
    /// <summary>Whether the call is made on what a mocking library gave, or inside a lambda for one.</summary>
    public static bool IsSetup(IInvocationOperation call)
    {
        for (var each = TaskShape.Receiver(call); each is not null; each = TaskShape.Receiver((IInvocationOperation)each))
        {
            each = OwnOperations.Unwrap(each);
            if (each is not IInvocationOperation inner)
                break;
            if (IsMocking(inner.TargetMethod))
                return true;
        }

        for (var each = call.Parent; each is not null; each = each.Parent)
        {
            if (each is IAnonymousFunctionOperation && Taker(each) is { } taker && IsMocking(taker.TargetMethod))
                return true;
        }

        return false;
    }

    private static IInvocationOperation? Taker(IOperation lambda)
    {
        var parent = lambda.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation or IArgumentOperation)
            parent = parent.Parent;
        return parent as IInvocationOperation;
    }

    private static bool IsMocking(IMethodSymbol method)
    {
        var space = method.ContainingNamespace;
        while (space is { ContainingNamespace: { IsGlobalNamespace: false } outer })
            space = outer;
        return space?.Name is "FakeItEasy" or "Moq" or "NSubstitute";
    }
}
