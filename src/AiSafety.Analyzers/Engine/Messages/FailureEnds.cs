using AiSafety.Analyzers.Engine.Handlers;
using AiSafety.Analyzers.Engine.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Messages;

/// <summary>What becomes of a failure in a handler, seen from the message that was being worked on.</summary>
internal enum FailureEnd
{
    /// <summary>Nothing but log lines and measurements tell of it.</summary>
    Lost,

    /// <summary>It is thrown on.</summary>
    Thrown,

    /// <summary>It is stored, answered, dead-lettered, or given to something that may well do so.</summary>
    DealtWith,
}

/// <summary>Reads handlers of failed messages. Unlike <see cref="HandlerFacts"/>, logging is no record here: nobody handles a message again from a log.</summary>
internal static class FailureEnds
{
    /// <summary>What becomes of the failures that the clause takes.</summary>
    public static FailureEnd Of(ICatchClauseOperation clause, Site site)
    {
        if (HandlerFacts.Of(clause, site.Session, site.CancellationToken).Any(HandlerDeeds.Throws))
            return FailureEnd.Thrown;
        return OnlyTells(clause.Handler, readsHelpers: true, site) ? FailureEnd.Lost : FailureEnd.DealtWith;
    }

    /// <summary>Whether a call leaves no trace that anybody could handle the message from: it logs, measures, formats a text, or settles the message as done.</summary>
    public static bool OnlyTells(IInvocationOperation call, bool readsHelpers, Site site)
    {
        var method = call.TargetMethod;
        if (Recorders.Of(site.Session).IsRecorder(call) || MessageWork.IsTelling(method) || method.Name is "ThrowIfCancellationRequested" or "ConfigureAwait" or "Delay" or "Yield" or "BeginScope")
            return true;
        if (Deliveries.Of(site.Session).Settlements.Find(method) is { } settlement)
            return settlement.IsDone;
        if (MessageWork.IsSystem(method.ContainingNamespace))
            return !MessageWork.IsStatement(call);
        return readsHelpers && call.SemanticModel is { } model && Bodies.Of(site.Session).Of(method, model, site.CancellationToken) is { } body
            && OnlyTells(body, readsHelpers: false, site);
    }

    private static bool OnlyTells(IOperation root, bool readsHelpers, Site site)
    {
        foreach (var operation in OwnOperations.Of(root))
        {
            switch (operation)
            {
                case IInvocationOperation call when !OnlyTells(call, readsHelpers, site):
                case IAssignmentOperation { Target: not IDiscardOperation } assignment when IsKept(assignment.Target, root):
                case IIncrementOrDecrementOperation count when IsKept(count.Target, root):
                case IReturnOperation { ReturnedValue: { } value } when root is IBlockOperation { Parent: ICatchClauseOperation } && !IsNothing(value):
                case IAnonymousFunctionOperation or ILocalFunctionOperation when operation != root:
                case IDynamicInvocationOperation or IFunctionPointerInvocationOperation or IInvalidOperation or IEventAssignmentOperation:
                    return false;
            }
        }

        return true;
    }

    private static bool IsKept(IOperation target, IOperation root) => OwnOperations.Unwrap(target) switch
    {
        ILocalReferenceOperation { Local.DeclaringSyntaxReferences: [var declaration, ..] } => !root.Syntax.Span.Contains(declaration.Span),
        _ => true,
    };

    private static bool IsNothing(IOperation value) =>
        EmptyValue.Of(value) != EmptyKind.None
        || OwnOperations.Unwrap(value) is IPropertyReferenceOperation { Property: { Name: "CompletedTask", ContainingType.Name: "Task" or "ValueTask" } };
}
