using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>The tokens under which a try block awaits, and whether a time limit of its own also arrives as a cancellation.</summary>
/// <param name="CallersToken">Source text of a token that somebody else cancels; null when every token is of the function's own making.</param>
/// <param name="HasTimeLimit">Whether the work in the block can also end by a time limit that it set itself.</param>
/// <param name="EndsNarrowly">Whether all that takes a token ends with <c>TaskCanceledException</c> as the framework is built: <c>Task.Delay</c>, HTTP.</param>
internal readonly record struct CancellableAttempt(string? CallersToken, bool HasTimeLimit, bool EndsNarrowly)
{
    /// <summary>Reads a try block; null when nothing in it is visibly cancellable.</summary>
    public static CancellableAttempt? Of(ITryOperation attempt, Session session, CancellationToken cancellationToken) => new Reader(session, cancellationToken).Read(attempt);

    private sealed class Reader(Session session, CancellationToken cancellationToken)
    {
        private readonly INamedTypeSymbol? token = session.Type("System.Threading.CancellationToken");
        private readonly INamedTypeSymbol? source = session.Type("System.Threading.CancellationTokenSource");
        private readonly INamedTypeSymbol? canceled = session.Type("System.OperationCanceledException");
        private readonly INamedTypeSymbol? httpClient = session.Type("System.Net.Http.HttpMessageInvoker");

        private IOperation function = null!;
        private string? callersToken;
        private bool isCancellable;
        private bool awaits;
        private bool tests;
        private bool hasTimeLimit;
        private bool endsBroadly;

        public CancellableAttempt? Read(ITryOperation attempt)
        {
            if (token is null)
                return null;
            function = OwnOperations.Function(attempt);
            Walk(attempt.Body);
            return isCancellable && (awaits || tests) ? new CancellableAttempt(callersToken, hasTimeLimit, !endsBroadly) : null;
        }

        private void Walk(IOperation root)
        {
            var open = new Stack<IOperation>();
            open.Push(root);
            while (open.Count > 0)
            {
                var operation = open.Pop();
                // A lambda's awaits are its own; a cancellation inside an inner try that keeps it does not get here.
                if (OwnOperations.IsFunction(operation))
                    continue;
                if (operation is ITryOperation inner && KeepsCancellation(inner))
                {
                    foreach (var clause in inner.Catches)
                        open.Push(clause);
                    if (inner.Finally is not null)
                        open.Push(inner.Finally);
                    continue;
                }

                Look(operation);
                foreach (var child in operation.ChildOperations.Reverse())
                    open.Push(child);
            }
        }

        private void Look(IOperation operation)
        {
            switch (operation)
            {
                case IAwaitOperation:
                case IForEachLoopOperation { IsAsynchronous: true }:
                    awaits = true;
                    break;
                case IInvocationOperation call:
                    LookAt(call);
                    break;
                case IObjectCreationOperation creation when !creation.Type.Inherits(source):
                    endsBroadly |= LookAt(creation.Arguments);
                    break;
            }
        }

        private void LookAt(IInvocationOperation call)
        {
            var method = call.TargetMethod;
            if (method.Name == "ThrowIfCancellationRequested" && call.Instance is { } tested && IsToken(tested.Type))
            {
                tests = endsBroadly = true;
                Use(tested);
                return;
            }

            if (SymbolEqualityComparer.Default.Equals(method.ContainingType, source) || SymbolEqualityComparer.Default.Equals(method.ContainingType, token))
            {
                hasTimeLimit |= method.Name == "CancelAfter";
                return;
            }

            hasTimeLimit |= IsRemote(call) || (method.Name == "WaitAsync" && method.Parameters.Any(each => each.Type.Name == "TimeSpan"));
            endsBroadly |= LookAt(call.Arguments) && !EndsNarrowly(method);
        }

        // Whether a token is passed.
        private bool LookAt(ImmutableArray<IArgumentOperation> arguments)
        {
            var passes = false;
            foreach (var argument in arguments)
            {
                if (argument.ArgumentKind == ArgumentKind.Explicit && IsToken(argument.Value.Type))
                {
                    Use(argument.Value);
                    passes = true;
                }
            }

            return passes;
        }

        private static bool EndsNarrowly(IMethodSymbol method) =>
            method is { Name: "Delay" or "WaitAsync", ContainingType: { Name: "Task", ContainingNamespace: { Name: "Tasks", ContainingNamespace.Name: "Threading" } } }
            || method.ContainingNamespace is { Name: "Http", ContainingNamespace.Name: "Net" }
            || method.ContainingNamespace is { Name: "Json", ContainingNamespace: { Name: "Http", ContainingNamespace.Name: "Net" } };

        // Follows a token to where it comes from.
        private void Use(IOperation value)
        {
            value = OwnOperations.Unwrap(value);
            switch (value)
            {
                case IParameterReferenceOperation or IFieldReferenceOperation:
                    Callers(value);
                    break;
                case ILocalReferenceOperation { Local: var local }:
                    if (Initializer(local) is { } initial)
                        Use(initial);
                    else
                        isCancellable = true;
                    break;
                case IPropertyReferenceOperation { Property: { Name: "None", IsStatic: true } }:
                    break;
                case IPropertyReferenceOperation { Property.Name: "Token", Instance: { } owner } when owner.Type.Inherits(source):
                    UseSource(OwnOperations.Unwrap(owner), value);
                    break;
                case IPropertyReferenceOperation:
                    Callers(value);
                    break;
                case IConditionalOperation choice:
                    Use(choice.WhenTrue);
                    if (choice.WhenFalse is not null)
                        Use(choice.WhenFalse);
                    break;
                case ICoalesceOperation coalesce:
                    Use(coalesce.Value);
                    Use(coalesce.WhenNull);
                    break;
            }
        }

        private void UseSource(IOperation owner, IOperation use)
        {
            if (owner is not ILocalReferenceOperation { Local: var local })
            {
                // A source that the object holds is cancelled by whoever stops it.
                Callers(use);
                return;
            }

            isCancellable = true;
            switch (Initializer(local) is { } initial ? OwnOperations.Unwrap(initial) : null)
            {
                case IInvocationOperation { TargetMethod.Name: "CreateLinkedTokenSource" } linked:
                    hasTimeLimit = true;
                    foreach (var argument in linked.Arguments)
                        UseLinked(argument.Value);
                    break;
                case IObjectCreationOperation:
                    hasTimeLimit = true;
                    break;
                case not null:
                    Callers(use);
                    break;
            }
        }

        private void UseLinked(IOperation value)
        {
            if (value is IArrayCreationOperation { Initializer: { } list })
            {
                foreach (var element in list.ElementValues)
                    UseLinked(element);
            }
            else
            {
                Use(value);
            }
        }

        private void Callers(IOperation value)
        {
            isCancellable = true;
            if (value.Syntax is ExpressionSyntax syntax && IsPlain(syntax))
                callersToken ??= syntax.ToString();
        }

        private IOperation? Initializer(ILocalSymbol local)
        {
            foreach (var operation in OwnOperations.Of(function))
            {
                if (operation is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))
                    return declarator.GetVariableInitializer()?.Value;
            }

            return null;
        }

        // Evaluating it again in a filter changes nothing.
        private static bool IsPlain(ExpressionSyntax syntax) => syntax switch
        {
            IdentifierNameSyntax or ThisExpressionSyntax => true,
            MemberAccessExpressionSyntax access => IsPlain(access.Expression),
            _ => false,
        };

        private bool IsToken(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type, token);

        // Clients whose own time-out arrives as a cancellation.
        private bool IsRemote(IInvocationOperation call)
        {
            var method = call.TargetMethod;
            var receiver = call.Instance?.Type ?? (method.IsExtensionMethod && call.Arguments.Length > 0 ? OwnOperations.Unwrap(call.Arguments[0].Value).Type : null);
            if (receiver.Inherits(httpClient))
                return true;
            var space = (receiver ?? method.ContainingType)?.ContainingNamespace;
            while (space is { ContainingNamespace: { IsGlobalNamespace: false } outer })
            {
                if (space.Name == "AI" && outer.Name == "Extensions")
                    return true;
                space = outer;
            }

            return space?.Name is "OpenAI" or "Azure" or "Anthropic" or "OllamaSharp" or "Amazon";
        }

        private bool KeepsCancellation(ITryOperation inner)
        {
            foreach (var clause in inner.Catches)
            {
                var takesCancellation = CatchScope.IsCatchAll(clause) || clause.ExceptionType.Inherits(canceled);
                if (takesCancellation && clause.Filter is null)
                    return !HandlerFacts.Of(clause, session, cancellationToken).Any(HandlerDeeds.Throws | HandlerDeeds.PassesCancellation);
            }

            return false;
        }
    }
}
