using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>Collects the deeds of one handler.</summary>
internal sealed class HandlerReader(ICatchClauseOperation clause, Session session)
{
    private readonly IOperation handler = clause.Handler;
    private readonly CancellationTest cancellation = new(CatchScope.Variable(clause), session);
    private readonly INamedTypeSymbol? canceled = session.Type("System.OperationCanceledException");
    private readonly Recorders recorders = Recorders.Of(session);

    // The exception's variable and the locals that hold something made of it.
    private readonly HashSet<ILocalSymbol> carriers = new(SymbolEqualityComparer.Default);

    /// <summary>The deeds of the whole handler.</summary>
    /// <param name="without">An operation that does not count, or null.</param>
    public HandlerDeeds Read(IOperation? without)
    {
        if (handler is IBlockOperation { Operations.Length: 0 })
            return HandlerDeeds.None;
        if (CatchScope.Variable(clause) is { } variable)
            carriers.Add(variable);
        var deeds = HandlerDeeds.None;
        foreach (var operation in OwnOperations.Of(handler))
        {
            if (operation != without)
                deeds |= Of(operation);
        }

        return deeds;
    }

    private HandlerDeeds Of(IOperation operation) => operation switch
    {
        IThrowOperation => Throwing(operation),
        IInvocationOperation call => Calling(call),
        ILocalReferenceOperation reference when carriers.Contains(reference.Local) => Using(reference),
        IAssignmentOperation assignment => Assigning(assignment),
        IIncrementOrDecrementOperation { Target: var target } => IsOutside(target) ? HandlerDeeds.Marks : HandlerDeeds.None,
        IEventAssignmentOperation => HandlerDeeds.None,
        IAnonymousFunctionOperation or ILocalFunctionOperation => CapturesException(operation) ? HandlerDeeds.Observes : HandlerDeeds.None,
        IDynamicInvocationOperation or IFunctionPointerInvocationOperation or IInvalidOperation => HandlerDeeds.MayTell,
        _ => HandlerDeeds.None,
    };

    private HandlerDeeds Throwing(IOperation operation)
    {
        for (var each = operation; each.Parent is { } parent && each != handler; each = parent)
        {
            // "if (exception is OperationCanceledException) throw;" lets only cancellations through.
            if (parent is IConditionalOperation conditional
                && (each == conditional.WhenTrue ? cancellation.OfOrdinaryFailure(conditional.Condition) == Answer.No
                    : each == conditional.WhenFalse && cancellation.OfOrdinaryFailure(conditional.Condition) == Answer.Yes))
                return HandlerDeeds.PassesCancellation;
        }

        return HandlerDeeds.Throws;
    }

    private HandlerDeeds Calling(IInvocationOperation call)
    {
        if (recorders.IsRecorder(call))
            return HandlerDeeds.Logs;
        if (call.TargetMethod.Name == "ThrowIfCancellationRequested")
            return HandlerDeeds.PassesCancellation;
        if (Throws(call))
            return Throwing(call);
        return QuietCalls.IsQuiet(call) ? HandlerDeeds.None : HandlerDeeds.MayTell;
    }

    /// <summary>Whether the operation throws: a throw, or a call to a helper that does (<c>ThrowIfX</c>, a throw helper, one that never returns).</summary>
    public static bool Throws(IOperation operation) =>
        operation is IThrowOperation
        || (operation is IInvocationOperation { TargetMethod: var method }
            && (method.Name.StartsWith("Throw", StringComparison.Ordinal) || method.Name.StartsWith("Rethrow", StringComparison.Ordinal)
                || method.ContainingType?.Name is "Throw" or "Throws" or "ThrowHelper" or "ThrowHelpers" || NeverReturns(method)));

    private static bool NeverReturns(IMethodSymbol method)
    {
        foreach (var attribute in method.OriginalDefinition.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == "DoesNotReturnAttribute")
                return true;
        }

        return method is { Name: "FailFast" or "Exit", ContainingType.Name: "Environment" };
    }

    // Follows a use of the exception outwards to where its value ends up.
    private HandlerDeeds Using(IOperation reference)
    {
        var deeds = HandlerDeeds.None;
        for (var each = reference; each.Parent is { } parent && each != handler; each = parent)
        {
            switch (parent)
            {
                case IArgumentOperation argument:
                    if (argument.Parent is IInvocationOperation receiver && recorders.IsRecorder(receiver))
                        return HandlerDeeds.Logs;
                    deeds |= HandlerDeeds.Observes;
                    break;
                case IInvocationOperation call when each == call.Instance:
                    if (recorders.IsRecorder(call))
                        return HandlerDeeds.Logs;
                    if (call.Type?.SpecialType == SpecialType.System_Boolean)
                        return deeds | HandlerDeeds.Inspects;
                    if (call.TargetMethod.Name == "Handle")
                        return HandlerDeeds.Observes;
                    break;
                case IIsTypeOperation test when test.TypeOperand.Inherits(canceled):
                case IIsPatternOperation when cancellation.OfOrdinaryFailure(parent) != Answer.Unknown:
                    return deeds;
                case IIsTypeOperation or IIsPatternOperation or IBinaryOperation { Type.SpecialType: SpecialType.System_Boolean }:
                    return deeds | HandlerDeeds.Inspects;
                case IConditionalOperation conditional when each == conditional.Condition:
                case ISwitchOperation branching when each == branching.Value:
                    return deeds | HandlerDeeds.Inspects;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    carriers.Add(declarator.Symbol);
                    return deeds;
                case IAssignmentOperation assignment when each == assignment.Value:
                    return deeds | Keeping(assignment.Target);
                case IReturnOperation:
                    return HandlerDeeds.Observes;
                case IThrowOperation:
                    return deeds;
                case IDynamicInvocationOperation or IArrayInitializerOperation:
                    deeds |= HandlerDeeds.Observes;
                    break;
            }
        }

        return deeds;
    }

    private HandlerDeeds Keeping(IOperation target)
    {
        switch (OwnOperations.Unwrap(target))
        {
            case IDiscardOperation:
                return HandlerDeeds.None;
            case ILocalReferenceOperation { Local: var local } when !IsOutside(target):
                carriers.Add(local);
                return HandlerDeeds.None;
            default:
                return HandlerDeeds.Observes;
        }
    }

    private HandlerDeeds Assigning(IAssignmentOperation assignment) =>
        IsOutside(assignment.Target) && EmptyValue.Of(assignment.Value) == EmptyKind.None
        && !IsFalse(assignment.Value)
            ? HandlerDeeds.Marks
            : HandlerDeeds.None;

    private static bool IsFalse(IOperation value) => value.ConstantValue is { HasValue: true, Value: false };

    private bool IsOutside(IOperation target) => OwnOperations.Unwrap(target) switch
    {
        ILocalReferenceOperation { Local: var local } => !IsDeclaredInside(local),
        IDiscardOperation => false,
        // Part of an object that is being built in the handler.
        IMemberReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } } => false,
        IMemberReferenceOperation { Instance: ILocalReferenceOperation { Local: var owner } } => !IsDeclaredInside(owner),
        _ => true,
    };

    private bool IsDeclaredInside(ILocalSymbol local) =>
        local.DeclaringSyntaxReferences is [var declaration, ..]
        && declaration.SyntaxTree == handler.Syntax.SyntaxTree
        && handler.Syntax.Parent!.Span.Contains(declaration.Span);

    private bool CapturesException(IOperation function)
    {
        foreach (var inner in function.Descendants())
        {
            if (inner is ILocalReferenceOperation { Local: var local } && carriers.Contains(local))
                return true;
        }

        return false;
    }
}
