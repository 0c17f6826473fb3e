using AiSafety.Analyzers.Engine.Summaries;
using AiSafety.Analyzers.Engine.Tasks;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>What in work that has handlers passes them by: it stands outside of them, or they are too narrow for it.</summary>
internal static class CoverageGap
{
    /// <summary>
    /// Words for the first such call in the function behind <paramref name="work"/>, with its line where that is in the same file: "'Load' (line 7)". Null where the function
    /// is not known or has no handlers that end a failure, so that everything passes.
    /// </summary>
    /// <param name="work">A call that yields a task, a lambda, or a reference to a method.</param>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static string? Of(IOperation work, Session session, CancellationToken cancellationToken)
    {
        var coverage = new FailureCoverage(session, cancellationToken);
        if (Function(OwnOperations.Unwrap(work), session, cancellationToken) is not { } function || coverage.Of(function) != Answer.No
            || coverage.Gap is not { } gap || !HasHandler(function, session, cancellationToken) || Name(gap) is not { } name)
            return null;
        var line = gap.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        return gap.Syntax.SyntaxTree == work.Syntax.SyntaxTree ? $"'{name}' (line {line})" : $"'{name}'";
    }

    private static IOperation? Function(IOperation work, Session session, CancellationToken cancellationToken) => work switch
    {
        IAnonymousFunctionOperation => work,
        IMethodReferenceOperation reference => Bodies.Of(session).Of(reference.Method, reference.SemanticModel!, cancellationToken),
        IInvocationOperation call => session.Facts(TaskCalls.Table).Find(call.TargetMethod)?.Role switch
        {
            TaskRole.Starts => TaskShape.Delegate(call) is { } started ? Function(started, session, cancellationToken) : null,
            TaskRole.Wraps => TaskShape.Receiver(call) is { } wrapped ? Function(OwnOperations.Unwrap(wrapped), session, cancellationToken) : null,
            null => Bodies.Of(session).Of(call.TargetMethod, call.SemanticModel!, cancellationToken),
            _ => null,
        },
        _ => null,
    };

    private static bool HasHandler(IOperation function, Session session, CancellationToken cancellationToken)
    {
        var canceled = session.Type("System.OperationCanceledException");
        foreach (var each in OwnOperations.Of(function))
        {
            if (each is ICatchClauseOperation clause && !clause.ExceptionType.Inherits(canceled) && !HandlerFacts.Of(clause, session, cancellationToken).Any(HandlerDeeds.Throws))
                return true;
        }

        return false;
    }

    private static string? Name(IOperation operation) => OwnOperations.Unwrap(operation) switch
    {
        IAwaitOperation wait => Name(wait.Operation),
        IReturnOperation { ReturnedValue: { } returned } => Name(returned),
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } wrapper when TaskShape.Receiver(wrapper) is { } wrapped => Name(wrapped),
        IInvocationOperation { TargetMethod: { MethodKind: MethodKind.DelegateInvoke }, Instance: { } called } => called.Syntax.ToString(),
        IInvocationOperation call => call.TargetMethod.Name,
        IObjectCreationOperation { Type: { } made } => "new " + made.Name,
        IThrowOperation => "throw",
        _ => null,
    };
}
