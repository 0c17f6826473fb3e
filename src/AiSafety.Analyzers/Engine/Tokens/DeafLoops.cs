using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>Loops that nothing but a token could end, and that look at none.</summary>
internal static class DeafLoops
{
    /// <summary>The innermost deaf loop around an operation, within its function; or null.</summary>
    public static ILoopOperation? Around(IOperation operation, TokenTypes types)
    {
        for (var parent = operation.Parent; parent is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); parent = parent.Parent)
        {
            if (parent is ILoopOperation loop && IsDeaf(loop, types))
                return loop;
        }

        return null;
    }

    /// <summary>Whether a loop has no end of its own, and neither it nor what it runs looks at a token.</summary>
    public static bool IsDeaf(ILoopOperation loop, TokenTypes types) => LoopEnds.IsUnbounded(loop) && !Observes(loop, types);

    private static bool Observes(ILoopOperation loop, TokenTypes types)
    {
        var (functions, locals) = (new HashSet<ISymbol>(SymbolEqualityComparer.Default), new HashSet<ISymbol>(SymbolEqualityComparer.Default));
        foreach (var operation in loop.Descendants())
        {
            switch (operation)
            {
                case var read when (TokenReads.IsRead(read, types) || TokenReads.IsNone(read, types)) && !EndsOnlyInnerLoop(read, loop):
                    return true;
                case IArgumentOperation argument when types.IsCarrier(argument):
                    return true;
                case IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction } called }:
                    functions.Add(called.OriginalDefinition);
                    break;
                case ILocalReferenceOperation { Local: var local }:
                    locals.Add(local);
                    break;
            }
        }

        return ObservesElsewhere(loop, functions, locals, types);
    }

    // A local function that the loop calls, a local that was made with the token (a delegate, an enumerator, options), or a registration that
    // closes what the loop waits for.
    private static bool ObservesElsewhere(ILoopOperation loop, HashSet<ISymbol> functions, HashSet<ISymbol> locals, TokenTypes types)
    {
        foreach (var operation in OwnOperations.Root(loop).Descendants())
        {
            switch (operation)
            {
                case IInvocationOperation { TargetMethod: { Name: "Register" or "UnsafeRegister", ContainingType: var owner } } when types.IsToken(owner):
                case ILocalFunctionOperation { Symbol: var function } when functions.Contains(function) && TokenReads.Reads(operation, types):
                case IVariableDeclaratorOperation { Symbol: var local } declarator when locals.Contains(local) && declarator.GetVariableInitializer() is { Value: var value } && IsMadeWithToken(value, types):
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var target }, Value: var assigned } when locals.Contains(target) && IsMadeWithToken(assigned, types):
                    return true;
            }
        }

        return false;
    }

    // What was awaited under a token is done with it; what was only made with it may keep it.
    private static bool IsMadeWithToken(IOperation value, TokenTypes types) => OwnOperations.Unwrap(value) is not IAwaitOperation && TokenReads.Reads(value, types);

    // "while (true) { while (!token.IsCancellationRequested) … }": once cancelled, the outer loop spins.
    private static bool EndsOnlyInnerLoop(IOperation read, ILoopOperation loop)
    {
        if (read.Parent is not IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" })
            return false;
        for (var (child, parent) = (read, read.Parent); parent is not null && parent != loop; (child, parent) = (parent, parent.Parent))
        {
            if (parent is IWhileLoopOperation { Condition: { } condition } && condition == child)
                return true;
        }

        return false;
    }
}
