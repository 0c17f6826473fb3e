using AiSafety.Analyzers.Engine.Handlers;
using AiSafety.Analyzers.Engine.Tokens;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tasks;

/// <summary>A race between work and a delay that stands for a time limit: <c>Task.WhenAny(work, Task.Delay(limit))</c>.</summary>
/// <param name="Work">The call that started the work; null when the work is a parameter.</param>
/// <param name="WorkVariable">The local or parameter that holds the work's task; null when the call stands in the race itself.</param>
/// <param name="Delay">The call of <c>Task.Delay</c>.</param>
/// <param name="DelayLocal">The local that holds the delay, or null.</param>
internal sealed record TimedRace(IInvocationOperation? Work, ISymbol? WorkVariable, IInvocationOperation Delay, ILocalSymbol? DelayLocal)
{
    /// <summary>Whether an operation is the work's own variable.</summary>
    public bool IsWork(IOperation operation) =>
        WorkVariable is not null && SymbolEqualityComparer.Default.Equals(Flow.ReachingValues.Symbol(OwnOperations.Unwrap(operation)), WorkVariable);

    /// <summary>Whether an operation is the delay's own variable.</summary>
    public bool IsDelay(IOperation operation) =>
        DelayLocal is not null && SymbolEqualityComparer.Default.Equals(Flow.ReachingValues.Symbol(OwnOperations.Unwrap(operation)), DelayLocal);
}

/// <summary>Where a race's end is looked at.</summary>
/// <param name="Statement">The <c>if</c> or the conditional expression; null where nothing asks who won.</param>
/// <param name="Lost">What runs only when the time was up first; null when that is what follows.</param>
/// <param name="Won">What runs only when the work ended first; null when that is what follows.</param>
internal readonly record struct RaceTest(IConditionalOperation? Statement, IOperation? Lost, IOperation? Won);

/// <summary>Reads races between work and a time limit.</summary>
internal sealed class TimedRaces(Session session)
{
    private readonly INamedTypeSymbol? task = session.Type("System.Threading.Tasks.Task");
    private readonly INamedTypeSymbol? semaphore = session.Type("System.Threading.SemaphoreSlim");
    private readonly TaskTypes types = TaskTypes.Of(session);

    /// <summary>The race that a call is, or null: not <c>WhenAny</c>, no limit, or what runs is a signal and no work.</summary>
    public TimedRace? Of(IInvocationOperation call)
    {
        if (call.TargetMethod.Name != "WhenAny" || !SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, task))
            return null;
        var runners = TaskShape.Joined(call).Take(3).ToList();
        if (runners.Count != 2)
            return null;
        return Race(runners[0], runners[1]) ?? Race(runners[1], runners[0]);
    }

    private TimedRace? Race(IOperation work, IOperation limit)
    {
        var delayLocal = (limit as ILocalReferenceOperation)?.Local;
        if (Started(limit) is not { } delay || !IsDelay(delay) || delay.Arguments.IsEmpty || Durations.Milliseconds(delay.Arguments[0].Value) is < 0)
            return null;
        if (work is IParameterReferenceOperation { Parameter: var parameter })
            return types.IsTask(parameter.Type) ? new TimedRace(null, parameter, delay, delayLocal) : null;
        return Started(work) is { } started && IsWork(started) ? new TimedRace(started, (work as ILocalReferenceOperation)?.Local, delay, delayLocal) : null;
    }

    private bool IsDelay(IInvocationOperation call) =>
        call.TargetMethod.Name == "Delay" && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, task);

    // What is waited for without being done here is a signal: nothing goes on when nobody waits any more. A semaphore is
    // different: the abandoned wait takes it later.
    private bool IsWork(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (SymbolEqualityComparer.Default.Equals(method.ContainingType, task))
            return method.Name == "Run";
        return types.YieldsTask(call)
            && (!method.Name.StartsWith("Wait", StringComparison.Ordinal) || SymbolEqualityComparer.Default.Equals(method.ContainingType, semaphore))
            && method.Name is not ("ContinueWith" or "FromResult");
    }

    /// <summary>The call that a value is, or that the only value of a local is, without what wraps its task.</summary>
    private static IInvocationOperation? Started(IOperation value)
    {
        if (value is ILocalReferenceOperation { Local: { IsRef: false } local })
        {
            if (OwnOperations.OnlyValue(local, value) is not { } only || OwnOperations.Function(only) != OwnOperations.Function(value))
                return null;
            value = OwnOperations.Unwrap(only);
        }

        while (value is IInvocationOperation { TargetMethod.Name: "AsTask" or "Preserve" } wrapping && TaskShape.Receiver(wrapping) is { } wrapped)
            value = OwnOperations.Unwrap(wrapped);
        return value as IInvocationOperation;
    }

    /// <summary>The only place at which the end of the race is looked at; null when it is looked at in several, or in a way that says nothing about who won.</summary>
    public static RaceTest? Test(IInvocationOperation call, TimedRace race)
    {
        IOperation end = call;
        while (end.Parent is IConversionOperation or IParenthesizedOperation or IAwaitOperation
            or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } || (end.Parent is IArgumentOperation && end.Parent.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" }))
            end = end.Parent;
        if (end == call)
            return null;
        var winner = end.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } => local,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } assignment when assignment.Value == end => local,
            _ => null,
        };
        if (winner is null && end.Parent is not (IBinaryOperation or IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation }))
            return null;
        RaceTest? found = null;
        foreach (var operation in OwnOperations.Of(OwnOperations.Function(call)))
        {
            if (operation.Syntax.Span.End < call.Syntax.Span.End || WorkWins(operation) is not { } wins)
                continue;
            if (found is not null || Branches(operation, wins) is not { } branches)
                return null;
            found = branches;
        }

        return found ?? (winner is null && end.Parent is not IBinaryOperation ? new RaceTest(null, null, null) : null);

        // Whether the condition being true means that the work has ended.
        bool? WorkWins(IOperation operation)
        {
            switch (operation)
            {
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison:
                    var (left, right) = (OwnOperations.Unwrap(comparison.LeftOperand), OwnOperations.Unwrap(comparison.RightOperand));
                    var other = IsEnd(left) ? right : IsEnd(right) ? left : null;
                    if (other is null || !(race.IsWork(other) || race.IsDelay(other)))
                        return null;
                    return race.IsWork(other) == (comparison.OperatorKind == BinaryOperatorKind.Equals);
                case IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully", Instance: { } instance } when race.IsWork(instance) || race.IsDelay(instance):
                    return race.IsWork(instance);
                default:
                    return null;
            }
        }

        bool IsEnd(IOperation operation) =>
            operation == end || (operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, winner))
            || (operation is IAwaitOperation && operation.Descendants().Contains(call));
    }

    private static RaceTest? Branches(IOperation condition, bool workWins)
    {
        var child = condition;
        for (; child.Parent is IParenthesizedOperation or IUnaryOperation { OperatorKind: UnaryOperatorKind.Not }; child = child.Parent)
            workWins ^= child.Parent is IUnaryOperation;
        if (child.Parent is not IConditionalOperation branching || branching.Condition != child)
            return null;
        return workWins
            ? new RaceTest(branching, branching.WhenFalse, branching.WhenTrue)
            : new RaceTest(branching, branching.WhenTrue, branching.WhenFalse);
    }

    /// <summary>Whether a branch never goes on to what follows it.</summary>
    public static bool Leaves(IOperation? branch) => branch switch
    {
        IBlockOperation block => Leaves(block.Operations.LastOrDefault()),
        IReturnOperation or IThrowOperation => true,
        IBranchOperation { BranchKind: not BranchKind.GoTo } => true,
        IExpressionStatementOperation { Operation: var thrown } => thrown is IThrowOperation || HandlerReader.Throws(thrown),
        IConversionOperation { Operand: IThrowOperation } => true,
        _ => false,
    };

    /// <summary>Whether the work is given up when the time was up first: nothing then cancels it, ends it, waits for it or keeps it.</summary>
    public bool IsAbandoned(IInvocationOperation call, TimedRace race, RaceTest test)
    {
        var function = OwnOperations.Function(call);
        var lostLeaves = Leaves(test.Lost);
        if (race.Work is { } work && (IsTimed(work, function) || IsDisposedWith(work, function)))
            return false;
        foreach (var operation in OwnOperations.Root(call).Descendants())
        {
            var isOnWonPath = (test.Won is not null && Within(operation, test.Won)) || (lostLeaves && test.Statement is not null && IsAfter(operation, test.Statement));
            if (race.IsWork(operation) && operation is ILocalReferenceOperation or IParameterReferenceOperation
                && !Within(operation, call) && !isOnWonPath && !IsOnlyLookedAt(operation))
                return false;
            if (isOnWonPath && !IsInErrorPath(operation, call))
                continue;
            if (operation is IInvocationOperation ending && IsAfter(ending, call) && Ends(ending, race, function))
                return false;
        }

        return true;
    }

    private static bool Within(IOperation operation, IOperation outer) =>
        operation.Syntax.SyntaxTree == outer.Syntax.SyntaxTree && outer.Syntax.Span.Contains(operation.Syntax.Span);

    private static bool IsAfter(IOperation operation, IOperation before) => operation.Syntax.SpanStart >= before.Syntax.Span.End;

    // Handlers and finally blocks run on both paths.
    private static bool IsInErrorPath(IOperation operation, IOperation call)
    {
        for (IOperation? each = operation; each?.Parent is { } parent; each = parent)
        {
            if (parent is ITryOperation attempt && each != attempt.Body && Within(call, attempt.Body))
                return true;
        }

        return false;
    }

    // Compared with the winner, or asked whether it has ended.
    private static bool IsOnlyLookedAt(IOperation reference)
    {
        var parent = reference.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
            parent = parent.Parent;
        return parent switch
        {
            INameOfOperation or IBinaryOperation => true,
            IPropertyReferenceOperation property => property.Property.Name != "Result",
            ISimpleAssignmentOperation assignment => assignment.Target == reference,
            _ => false,
        };
    }

    private static bool Ends(IInvocationOperation call, TimedRace race, IOperation function)
    {
        var name = call.TargetMethod.Name;
        if (name is "Cancel" or "CancelAsync" or "CancelAfter")
            return !IsForDelayOnly(call, race, function);
        foreach (var verb in EndingVerbs)
        {
            if (name.StartsWith(verb, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static readonly string[] EndingVerbs = ["Abort", "Cancel", "Close", "Disconnect", "Dispose", "Kill", "Shutdown", "Stop", "Terminate"];

    // A source that only stops the timer of the delay.
    private static bool IsForDelayOnly(IInvocationOperation cancel, TimedRace race, IOperation function)
    {
        if (cancel.Instance is not { } instance || OwnOperations.Unwrap(instance) is not ILocalReferenceOperation { Local: var source })
            return false;
        var uses = false;
        foreach (var operation in function.Descendants())
        {
            if (operation is not IPropertyReferenceOperation { Property.Name: "Token", Instance: ILocalReferenceOperation reference } || !SymbolEqualityComparer.Default.Equals(reference.Local, source))
                continue;
            if (!Within(operation, race.Delay))
                return false;
            uses = true;
        }

        return uses;
    }

    // The work has a source that cancels it after a time of its own.
    private static bool IsTimed(IInvocationOperation work, IOperation function)
    {
        foreach (var operation in work.Descendants())
        {
            var value = operation;
            if (value is ILocalReferenceOperation { Local: var token, Type.Name: "CancellationToken" } && OwnOperations.OnlyValue(token, value) is { } only)
                value = OwnOperations.Unwrap(only);
            if (value is IPropertyReferenceOperation { Property.Name: "Token", Instance: { } owner })
                value = OwnOperations.Unwrap(owner);
            if (value is not ILocalReferenceOperation { Local: var source, Type.Name: "CancellationTokenSource" })
                continue;
            if (OwnOperations.OnlyValue(source, value) is not { } made || OwnOperations.Unwrap(made) is IObjectCreationOperation { Arguments.Length: > 0 })
                return true;
            foreach (var other in function.Descendants())
            {
                if (other is IInvocationOperation { TargetMethod.Name: "CancelAfter", Instance: ILocalReferenceOperation { Local: var limited } } && SymbolEqualityComparer.Default.Equals(limited, source))
                    return true;
            }
        }

        return false;
    }

    // "using var client": what the work runs on is disposed when the function is left, which ends the work.
    private static bool IsDisposedWith(IInvocationOperation work, IOperation function)
    {
        if (work.Instance is not { } instance || OwnOperations.Unwrap(instance) is not ILocalReferenceOperation { Local: var owner })
            return false;
        foreach (var operation in OwnOperations.Of(function))
        {
            if (operation is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, owner))
                return declarator.Parent?.Parent?.Parent is IUsingOperation or IUsingDeclarationOperation;
        }

        return false;
    }
}
