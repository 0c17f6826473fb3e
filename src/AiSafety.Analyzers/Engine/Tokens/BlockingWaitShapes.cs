using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>What a blocking wait is given to end it, and what stands before it.</summary>
internal sealed class BlockingWaitShapes(Session session)
{
    /// <summary>The longest pause, in milliseconds, that is a tick of the system clock at most.</summary>
    private const int Tick = 15;

    private readonly TokenTypes tokens = TokenTypes.Of(session);
    private readonly INamedTypeSymbol? span = session.Type("System.TimeSpan");
    private readonly INamedTypeSymbol? process = session.Type("System.Diagnostics.Process");

    /// <summary>Whether a pause takes no time: it only lets others run.</summary>
    public bool IsProbe(IInvocationOperation call) => Milliseconds(call) == 0;

    /// <summary>Whether a pause is known to be very short.</summary>
    public bool IsTick(IInvocationOperation call) => Milliseconds(call) is > 0 and <= Tick;

    /// <summary>Whether a token or a limit can end the wait, or the handle is a token's own.</summary>
    public bool IsLimited(IInvocationOperation call)
    {
        if (call.Instance is { } instance && OwnOperations.Unwrap(instance) is IPropertyReferenceOperation { Property: { Name: "WaitHandle", ContainingType: var owner } } && tokens.IsToken(owner))
            return true;
        foreach (var argument in call.Arguments)
        {
            var value = OwnOperations.Unwrap(argument.Value);
            if (argument.ArgumentKind != ArgumentKind.Explicit)
                continue;
            if (tokens.IsToken(argument.Parameter?.Type))
            {
                if (!IsNoToken(value))
                    return true;
            }
            else if (argument.Parameter?.Type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 || SymbolEqualityComparer.Default.Equals(argument.Parameter?.Type, span))
            {
                if (Durations.Milliseconds(value) is not < 0)
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether the process has been waited for, killed or found ended before in the function: waiting again only reads the rest of its output.</summary>
    public bool FollowsEnd(IInvocationOperation call, IOperation function)
    {
        if (!SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, process) || call.Instance is not { } waited)
            return false;
        foreach (var operation in OwnOperations.Of(function))
        {
            if (operation.Syntax.SpanStart >= call.Syntax.SpanStart)
                continue;
            var instance = operation switch
            {
                IInvocationOperation { TargetMethod.Name: "Kill" or "WaitForExit" or "WaitForExitAsync" } earlier => earlier.Instance,
                IPropertyReferenceOperation { Property.Name: "HasExited" } property => property.Instance,
                _ => null,
            };
            if (instance is IConditionalAccessInstanceOperation accessed)
                instance = OwnOperations.Accessed(accessed);
            if (instance is not null && instance.Type.Inherits(process) && instance.Syntax.ToString() == Receiver(waited).Syntax.ToString())
                return true;
        }

        return false;
    }

    /// <summary>Whether the call stands inside a <c>lock</c> of its function.</summary>
    public static bool IsInLock(IOperation call)
    {
        for (var parent = call.Parent; parent is not null && !OwnOperations.IsFunction(parent); parent = parent.Parent)
        {
            if (parent is ILockOperation)
                return true;
        }

        return false;
    }

    private static IOperation Receiver(IOperation instance) =>
        instance is IConditionalAccessInstanceOperation accessed && OwnOperations.Accessed(accessed) is { } receiver ? receiver : instance;

    private static bool IsNoToken(IOperation value) =>
        value is IDefaultValueOperation or IPropertyReferenceOperation { Property: { Name: "None", IsStatic: true } };

    // Of the only argument, where it is known.
    private static double? Milliseconds(IInvocationOperation call) => call.Arguments is [var argument, ..] ? Durations.Milliseconds(argument.Value) : null;
}
