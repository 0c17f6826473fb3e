using AiSafety.Analyzers.Engine.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>Collects the deeds of one handler, or of one helper that a handler calls.</summary>
internal sealed class HandlerReader
{
    private readonly IOperation root;
    private readonly SyntaxNode scope;
    private readonly bool isHelper;
    private readonly Session session;
    private readonly CancellationToken cancellationToken;
    private readonly CancellationTest cancellation;
    private readonly INamedTypeSymbol? canceled;
    private readonly Recorders recorders;

    // The exception's variable, and the locals and parameters that hold something made of it.
    private readonly HashSet<ISymbol> carriers = new(SymbolEqualityComparer.Default);

    private HandlerReader(IOperation root, SyntaxNode scope, ISymbol? exception, bool isHelper, Session session, CancellationToken cancellationToken)
    {
        this.root = root;
        this.scope = scope;
        this.isHelper = isHelper;
        this.session = session;
        this.cancellationToken = cancellationToken;
        cancellation = new CancellationTest(exception, session);
        canceled = session.Type("System.OperationCanceledException");
        recorders = Recorders.Of(session);
        if (exception is not null)
            carriers.Add(exception);
    }

    /// <summary>What the handler of a clause does.</summary>
    public static HandlerDeeds OfClause(ICatchClauseOperation clause, Session session, IOperation? without, CancellationToken cancellationToken) =>
        clause.Handler.Operations.IsEmpty
            ? HandlerDeeds.None
            : new HandlerReader(clause.Handler, clause.Syntax, CatchScope.Variable(clause), isHelper: false, session, cancellationToken).Read(without);

    /// <summary>
    /// What the project's own method that is called does, and what it does with what it is given of the exception; null when its body is not known. Helpers that it calls in turn
    /// are not read.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="carriers">The variables of the caller that hold the exception or something made of it.</param>
    /// <param name="session">The compilation's session.</param>
    /// <param name="cancellationToken">Stops the analysis.</param>
    public static HandlerDeeds? OfHelper(IInvocationOperation call, ICollection<ISymbol> carriers, Session session, CancellationToken cancellationToken)
    {
        if (call.SemanticModel is not { } model || Bodies.Of(session).Of(call.TargetMethod, model, cancellationToken) is not { } body
            || body is not (IMethodBodyOperation or ILocalFunctionOperation { Body: not null }) || IsWithin(call, body))
            return null;
        var given = new List<ISymbol>();
        foreach (var argument in call.Arguments)
        {
            if (!Reads(argument.Value, carriers))
                continue;
            if (Declared(argument) is not { } parameter)
                return null;
            given.Add(parameter);
        }

        var reader = new HandlerReader(body, body.Syntax, given.FirstOrDefault(), isHelper: true, session, cancellationToken);
        reader.carriers.UnionWith(given);
        var deeds = reader.Read(without: null);
        // What is told to somebody unknown may be the exception.
        return given.Count > 0 && (deeds & HandlerDeeds.MayTell) != 0 ? deeds | HandlerDeeds.Observes : deeds;
    }

    // A handler that calls the function around it tries again.
    private static bool IsWithin(IOperation call, IOperation body) =>
        call.Syntax.SyntaxTree == body.Syntax.SyntaxTree && body.Syntax.Span.Contains(call.Syntax.Span);

    // The parameter as the method's own body names it.
    private static ISymbol? Declared(IArgumentOperation argument)
    {
        if (argument.Parameter is not { ContainingSymbol: IMethodSymbol method } parameter)
            return null;
        var declared = (method.ReducedFrom ?? method).OriginalDefinition;
        declared = declared.PartialImplementationPart ?? declared;
        var ordinal = parameter.Ordinal + (method.ReducedFrom is null ? 0 : 1);
        return ordinal < declared.Parameters.Length ? declared.Parameters[ordinal] : null;
    }

    private static bool Reads(IOperation value, ICollection<ISymbol> carriers)
    {
        foreach (var each in value.DescendantsAndSelf())
        {
            if (each is ILocalReferenceOperation or IParameterReferenceOperation && carriers.Contains(OwnOperations.Variable(each)!))
                return true;
        }

        return false;
    }

    private HandlerDeeds Read(IOperation? without)
    {
        var deeds = HandlerDeeds.None;
        foreach (var operation in OwnOperations.Of(root))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (operation != root && operation != without)
                deeds |= Of(operation);
        }

        return deeds;
    }

    private HandlerDeeds Of(IOperation operation) => operation switch
    {
        IThrowOperation => Throwing(operation),
        IInvocationOperation call => Calling(call),
        ILocalReferenceOperation or IParameterReferenceOperation when carriers.Contains(OwnOperations.Variable(operation)!) => Using(operation),
        IAssignmentOperation assignment => Assigning(assignment),
        IIncrementOrDecrementOperation { Target: var target } => IsOutside(target) ? HandlerDeeds.Marks : HandlerDeeds.None,
        IEventAssignmentOperation => HandlerDeeds.None,
        IAnonymousFunctionOperation or ILocalFunctionOperation => CapturesException(operation) ? HandlerDeeds.Observes : HandlerDeeds.None,
        IDynamicInvocationOperation or IFunctionPointerInvocationOperation or IInvalidOperation => HandlerDeeds.MayTell,
        _ => HandlerDeeds.None,
    };

    private HandlerDeeds Throwing(IOperation operation)
    {
        var isConditional = false;
        for (var each = operation; each.Parent is { } parent && each != root; each = parent)
        {
            // "if (exception is OperationCanceledException) throw;" lets only cancellations through.
            if (parent is IConditionalOperation conditional
                && (each == conditional.WhenTrue ? cancellation.OfOrdinaryFailure(conditional.Condition) == Answer.No
                    : each == conditional.WhenFalse && cancellation.OfOrdinaryFailure(conditional.Condition) == Answer.Yes))
                return HandlerDeeds.PassesCancellation;
            isConditional |= parent is IConditionalOperation or ISwitchOperation or ISwitchExpressionOperation or ILoopOperation or ICoalesceOperation or ITryOperation;
        }

        // A helper that throws under a condition may only check what it is given.
        return isHelper && isConditional ? HandlerDeeds.MayTell : HandlerDeeds.Throws;
    }

    private HandlerDeeds Calling(IInvocationOperation call)
    {
        if (recorders.IsRecorder(call))
            return HandlerDeeds.Logs;
        if (call.TargetMethod.Name == "ThrowIfCancellationRequested")
            return HandlerDeeds.PassesCancellation;
        if (Throws(call))
            return Throwing(call);
        if (isHelper)
            return QuietCalls.CleansUp(call) || (QuietCalls.IsQuiet(call) && !QuietCalls.IsAwaited(call)) ? HandlerDeeds.None : HandlerDeeds.MayTell;
        var isQuiet = QuietCalls.IsQuiet(call);
        if (Helper(call) is not { } deeds)
            return isQuiet ? HandlerDeeds.None : HandlerDeeds.MayTell;
        if ((deeds & HandlerDeeds.Throws) != 0)
            deeds = (deeds & ~HandlerDeeds.Throws) | Throwing(call);
        // What is called to clean up, or for its value, changes state for its own sake.
        return isQuiet ? deeds & ~(HandlerDeeds.Marks | HandlerDeeds.MayTell) : deeds;
    }

    private HandlerDeeds? Helper(IInvocationOperation call) => OfHelper(call, carriers, session, cancellationToken);

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
        for (var each = reference; each.Parent is { } parent && each != root; each = parent)
        {
            switch (parent)
            {
                case IArgumentOperation { Parent: IInvocationOperation receiver }:
                    if (recorders.IsRecorder(receiver))
                        return HandlerDeeds.Logs;
                    // What a helper that can be read does with it is counted with the call.
                    if (isHelper || Throws(receiver) || Helper(receiver) is null)
                        deeds |= HandlerDeeds.Observes;
                    break;
                case IArgumentOperation:
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
                // A helper that sorts out cancellations is more than a log.
                case IIsTypeOperation test when !isHelper && test.TypeOperand.Inherits(canceled):
                case IIsPatternOperation when !isHelper && cancellation.OfOrdinaryFailure(parent) != Answer.Unknown:
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
                    // What a helper returns is followed from its call.
                    return isHelper ? deeds : HandlerDeeds.Observes;
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
        IParameterReferenceOperation { Parameter.RefKind: RefKind.None } => !isHelper,
        IDiscardOperation => false,
        // Part of an object that is being built in the handler.
        IMemberReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } } => false,
        IMemberReferenceOperation { Instance: ILocalReferenceOperation { Local: var owner } } => !IsDeclaredInside(owner),
        _ => true,
    };

    private bool IsDeclaredInside(ILocalSymbol local) =>
        local.DeclaringSyntaxReferences is [var declaration, ..]
        && declaration.SyntaxTree == scope.SyntaxTree
        && scope.Span.Contains(declaration.Span);

    private bool CapturesException(IOperation function)
    {
        foreach (var inner in function.Descendants())
        {
            if (inner is ILocalReferenceOperation or IParameterReferenceOperation && carriers.Contains(OwnOperations.Variable(inner)!))
                return true;
        }

        return false;
    }
}
