using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tasks;

/// <summary>Small questions about the operations around a task.</summary>
internal static class TaskShape
{
    /// <summary>The flag of <c>TaskContinuationOptions.NotOnFaulted</c>.</summary>
    public const int NotOnFaulted = 0x20000;

    /// <summary>The flags of <c>TaskContinuationOptions.OnlyOnFaulted</c>.</summary>
    public const int OnlyOnFaulted = 0x50000;

    private const int AnyCondition = 0x70000;

    /// <summary>The value that a chain of wrapping calls is about: its receiver, or the first argument of an extension.</summary>
    public static IOperation? Receiver(IInvocationOperation call)
    {
        if (call.Instance is { } instance)
            return instance is IConditionalAccessInstanceOperation && Access(instance) is { } access ? access.Operation : instance;
        if (!call.TargetMethod.IsExtensionMethod)
            return null;
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Ordinal == 0)
                return argument.Value;
        }

        return null;
    }

    /// <summary>The conditional access (<c>?.</c>) whose receiver the instance stands for.</summary>
    private static IConditionalAccessOperation? Access(IOperation instance)
    {
        for (var (child, parent) = (instance, instance.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            if (parent is IConditionalAccessOperation access && access.WhenNotNull == child)
                return access;
        }

        return null;
    }

    /// <summary>The lambda or method that the call is given as its first delegate, or null.</summary>
    public static IOperation? Delegate(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (OwnOperations.Unwrap(argument.Value) is IDelegateCreationOperation creation)
                return OwnOperations.Unwrap(creation.Target);
        }

        return null;
    }

    /// <summary>The tasks, or the sequence of tasks, that a joining call is given.</summary>
    public static IEnumerable<IOperation> Joined(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            var value = OwnOperations.Unwrap(argument.Value);
            if (value is IArrayCreationOperation { Initializer: { } initializer })
            {
                foreach (var element in initializer.ElementValues)
                    yield return OwnOperations.Unwrap(element);
            }
            else if (argument.ArgumentKind != ArgumentKind.Explicit || value.Kind == OperationKind.None || value.Syntax is CollectionExpressionSyntax)
            {
                // "params" of a span, and collection expressions, have an operation that our floor does not know.
                foreach (var element in value.ChildOperations)
                    yield return OwnOperations.Unwrap(element);
            }
            else
            {
                yield return value;
            }
        }
    }

    /// <summary>The constant <c>TaskContinuationOptions</c> of a call, or zero.</summary>
    public static int ContinuationOptions(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Type is { Name: "TaskContinuationOptions" }
                && argument.Value.ConstantValue is { HasValue: true, Value: int flags })
                return flags & AnyCondition;
        }

        return 0;
    }

    /// <summary>Whether the target of an assignment throws the value away; a parameter that is named like a discard does, too.</summary>
    public static bool IsDiscard(IOperation target) => target switch
    {
        IDiscardOperation => true,
        IParameterReferenceOperation { Parameter: { Name: "_", RefKind: RefKind.None } } => true,
        _ => false,
    };

    /// <summary>Whether the operation stands in a function that is compiled into data instead of code.</summary>
    public static bool IsInExpressionTree(IOperation operation)
    {
        for (var each = operation; each is not null; each = each.Parent)
        {
            if (each is IAnonymousFunctionOperation && each.Parent is IConversionOperation { Type: { Name: "Expression", ContainingNamespace.Name: "Expressions" } })
                return true;
        }

        return false;
    }
}
