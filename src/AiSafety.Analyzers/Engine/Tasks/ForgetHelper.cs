using AiSafety.Analyzers.Engine.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tasks;

/// <summary>What a helper does with the task that callers hand to it to be rid of it.</summary>
internal enum Forgetting
{
    /// <summary>It is no such helper, or it looks at the task.</summary>
    None,

    /// <summary>Nothing looks at the task.</summary>
    Drops,

    /// <summary>It awaits the task as <c>async void</c> without a handler: a failure ends the process.</summary>
    Rethrows,
}

/// <summary>Recognises a project's own "fire and forget" helpers: methods without result that take a task.</summary>
internal static class ForgetHelper
{
    /// <summary>Whether a method has the outside of such a helper, judged by its signature and name.</summary>
    public static bool LooksLikeOne(IMethodSymbol method, TaskTypes types) =>
        method.ReturnsVoid && Subject(method, types) is { } subject
        && (method.Name.IndexOf("Forget", StringComparison.Ordinal) >= 0
            || (method.IsExtensionMethod && subject.Ordinal == 0 && types.IsTask(subject.Type)));

    /// <summary>The parameter that brings the task, or a delegate that yields it.</summary>
    public static IParameterSymbol? Subject(IMethodSymbol method, TaskTypes types)
    {
        foreach (var parameter in method.Parameters)
        {
            if (types.IsTask(parameter.Type)
                || (parameter.Type is INamedTypeSymbol { DelegateInvokeMethod: { } invoke } && types.IsTask(invoke.ReturnType)))
                return parameter;
        }

        return null;
    }

    /// <summary>Judges the body of a method that <see cref="LooksLikeOne"/>.</summary>
    public static Forgetting Of(IMethodSymbol method, IMethodBodyOperation body, Session session)
    {
        var types = TaskTypes.Of(session);
        var subject = Subject(method, types)!;
        var rethrows = false;
        foreach (var each in body.Descendants())
        {
            if (each is IInvalidOperation)
                return Forgetting.None;
            if (each is not IParameterReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Parameter, subject))
                continue;
            var (value, parent) = Outermost(reference, types);
            switch (parent)
            {
                case ISimpleAssignmentOperation assignment when assignment.Value == value && TaskShape.IsDiscard(assignment.Target):
                case IExpressionStatementOperation:
                case IBinaryOperation or IIsPatternOperation or INameOfOperation:
                case IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "IsCanceled" }:
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "ThrowIfNull" } }:
                    break;
                case IAwaitOperation when method.IsAsync && OwnOperations.Function(reference) == body && !IsInTryWithCatchAll(reference):
                    rethrows = true;
                    break;
                default:
                    return Forgetting.None;
            }
        }

        return rethrows ? Forgetting.Rethrows : Forgetting.Drops;
    }

    // The task with everything that only wraps it: conversions, ConfigureAwait, the call of the delegate that makes it.
    private static (IOperation Value, IOperation? Parent) Outermost(IOperation reference, TaskTypes types)
    {
        var value = reference;
        while (true)
        {
            switch (value.Parent)
            {
                case IConversionOperation or IParenthesizedOperation or IConditionalAccessOperation:
                    value = value.Parent;
                    break;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "Invoke" } call
                    when call.Instance == value && types.IsTask(call.Type):
                    value = call;
                    break;
                default:
                    return (value, value.Parent);
            }
        }
    }

    // Here any catch-all counts, also a filtered one: the helper's caller may have been given the choice.
    private static bool IsInTryWithCatchAll(IOperation operation)
    {
        for (var (child, parent) = (operation, operation.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            if (parent is ITryOperation attempt && attempt.Body == child)
            {
                foreach (var clause in attempt.Catches)
                {
                    if (CatchScope.IsCatchAll(clause))
                        return true;
                }
            }
        }

        return false;
    }
}
