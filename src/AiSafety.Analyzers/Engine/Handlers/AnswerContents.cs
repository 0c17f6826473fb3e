using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>Whether an answer that claims success still tells of the failure, or brings something that was worked out instead.</summary>
internal sealed class AnswerContents(ICatchClauseOperation clause, Session session)
{
    // What hints at a failure in a text or a name; it only ever silences.
    private static readonly Regex Hint = new(
        @"abort|\bbad\b|cannot|can't|could ?n.t|could not|cancel|defer|degrad|denied|did not|didn't|\bdown\b|err|exception|expired|fail|fall.?back|fault|forbid|ignor|invalid|issue|later|missing|no longer|\bnot\b|offline|"
        + @"oops|partial|pending|problem|refus|reject|retry|skip|sorry|stale|time.?out|timed out|try again|unable|unavail|unauth|unhealthy|unknown|unreach|warn|went wrong|wrong",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex Praise = new(
        @"\b(accepted|complete|completed|created|deleted|done|finished|ok|okay|paid|processed|received|removed|saved|sent|stored|success|successful|successfully|succeeded|updated)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private readonly ILocalSymbol? exception = CatchScope.Variable(clause);
    private readonly Recorders recorders = Recorders.Of(session);

    /// <summary>Whether the answer carries nothing of the failure and nothing that was got in another way: yes, no, or unknown.</summary>
    /// <param name="answer">The value.</param>
    /// <param name="others">What the try answers when all went well: variables that it mentions, too, tell nothing of a failure.</param>
    public Answer IsPlain(IOperation answer, IReadOnlyList<IReturnOperation> others)
    {
        foreach (var operation in answer.DescendantsAndSelf())
        {
            var known = Of(operation, answer, others);
            if (known != Answer.Yes)
                return known;
        }

        return Answer.Yes;
    }

    /// <summary>Whether the handler gets on with the work in some other way: calls anything but loggers, and what cleans up or only computes.</summary>
    /// <param name="root">The handler.</param>
    /// <param name="isAnswer">Calls that only make or write down the answer.</param>
    public bool Works(IOperation root, Func<IInvocationOperation, bool> isAnswer)
    {
        switch (root)
        {
            case IInvocationOperation call when recorders.IsRecorder(call):
                return false;
            case IInvocationOperation call when !isAnswer(call) && !QuietCalls.CleansUp(call) && !Computes(call.TargetMethod) && !Wraps(call):
            case IDynamicInvocationOperation or IFunctionPointerInvocationOperation or ITryOperation or ILoopOperation or IUsingOperation:
                return true;
            case var function when OwnOperations.IsFunction(function):
                return false;
        }

        foreach (var child in root.ChildOperations)
        {
            if (Works(child, isAnswer))
                return true;
        }

        return false;
    }

    /// <summary>Whether the argument is what an extension method is called on.</summary>
    public static bool IsReceiver(IArgumentOperation argument) =>
        argument is { Parameter.Ordinal: 0, Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } };

    private Answer Of(IOperation operation, IOperation answer, IReadOnlyList<IReturnOperation> others)
    {
        if (operation.ConstantValue is { HasValue: true, Value: var constant })
            return OfConstant(constant, operation, others);
        switch (operation)
        {
            case IInterpolatedStringOperation text:
                return OfText(text.Syntax.ToString(), text, others);
            case IInterpolatedStringTextOperation:
                return Answer.Yes;
            case IArgumentOperation { IsImplicit: false, Parameter.Name: var name, Value: var value }:
                return Names(name, value) ? Answer.No : Answer.Yes;
            case ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member.Name: var name }, Value: var value }:
                return Names(name, value) ? Answer.No : Answer.Yes;
            case ILocalReferenceOperation { Local: var local }:
                return SymbolEqualityComparer.Default.Equals(local, exception) ? Answer.No
                    : IsChanged(local, clause.Handler) || IsChanged(local, Body) ? Answer.Unknown
                    : IsMentioned(local, others) || IsEmptyOnly(local, operation) ? Answer.Yes
                    : Answer.Unknown;
            case IParameterReferenceOperation { Parameter: var parameter }:
                return operation.Parent is IArgumentOperation argument && argument.Parent == answer && IsReceiver(argument) ? Answer.Yes
                    : !IsChanged(parameter, clause.Handler) && !IsChanged(parameter, Body) && IsMentioned(parameter, others) ? Answer.Yes : Answer.Unknown;
            case IMemberReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } }:
                return Answer.Yes;
            case IMemberReferenceOperation reference:
                return operation == answer || EmptyValue.Of(operation) != EmptyKind.None || IsMentioned(reference.Member, others) || Computes(reference.Member) ? Answer.Yes : Answer.Unknown;
            case IInvocationOperation call:
                return operation == answer || Computes(call.TargetMethod) || EmptyValue.Of(operation) != EmptyKind.None || Wraps(call)
                    || IsMentioned(call.TargetMethod, others) && call.Arguments.IsEmpty
                        ? Answer.Yes
                        : Answer.Unknown;
            case IAwaitOperation or IConditionalOperation or ISwitchExpressionOperation or IAnonymousFunctionOperation or IDynamicInvocationOperation or IDynamicObjectCreationOperation or IInvalidOperation or ICoalesceOperation:
                return Answer.Unknown;
            default:
                return Answer.Yes;
        }
    }

    private static Answer OfConstant(object? constant, IOperation operation, IReadOnlyList<IReturnOperation> others)
    {
        if (operation is IFieldReferenceOperation { Field: { ContainingType.TypeKind: TypeKind.Enum } state })
            return Hint.IsMatch(state.Name) ? Answer.No : IsMentioned(state, others) || state.ContainingType.Name is "HttpStatusCode" or "HealthStatus" ? Answer.Yes : Answer.Unknown;
        return constant switch
        {
            false or < 0 => Answer.No,
            null or true or 0 or (>= 200 and < 300) or "" => Answer.Yes,
            string text => OfText(text, operation, others),
            _ => IsRepeated(operation, others) ? Answer.Yes : Answer.Unknown,
        };
    }

    // What a text says is known only where it is the same for success, or where it praises.
    private static Answer OfText(string text, IOperation operation, IReadOnlyList<IReturnOperation> others) =>
        Hint.IsMatch(text) ? Answer.No : Praise.IsMatch(text) || IsRepeated(operation, others) ? Answer.Yes : Answer.Unknown;

    private static bool IsRepeated(IOperation value, IReadOnlyList<IReturnOperation> others)
    {
        foreach (var other in others)
        {
            foreach (var node in other.Syntax.DescendantNodes())
            {
                if (node.IsEquivalentTo(value.Syntax))
                    return true;
            }
        }

        return false;
    }

    // "Error = text", but not "Error = null".
    private static bool Names(string member, IOperation value) =>
        (SuccessClaims.NamesFailure(member) || Hint.IsMatch(member)) && EmptyValue.Of(value) == EmptyKind.None;

    private IOperation Body => ((ITryOperation)clause.Parent!).Body;

    // Whether something of the object is set, or it is told to do so: what it says then is not known.
    private static bool IsChanged(ISymbol variable, IOperation within)
    {
        foreach (var operation in OwnOperations.Of(within))
        {
            var target = operation switch
            {
                IAssignmentOperation assignment when within is IBlockOperation { Parent: ICatchClauseOperation } || OwnOperations.Unwrap(assignment.Target) is IMemberReferenceOperation => assignment.Target,
                IIncrementOrDecrementOperation step => step.Target,
                IInvocationOperation call when QuietCalls.IsStatement(call) => call.Instance,
                _ => null,
            };
            while (target is not null && OwnOperations.Unwrap(target) is IMemberReferenceOperation { Instance: { } owner })
                target = owner;
            if (target is not null && SymbolEqualityComparer.Default.Equals(OwnOperations.Variable(target), variable))
                return true;
        }

        return false;
    }

    private static bool IsMentioned(ISymbol symbol, IReadOnlyList<IReturnOperation> answers)
    {
        foreach (var answer in answers)
        {
            foreach (var each in answer.Descendants())
            {
                ISymbol? mentioned = each switch
                {
                    IMemberReferenceOperation member => member.Member,
                    IInvocationOperation call => call.TargetMethod,
                    _ => OwnOperations.Variable(each),
                };
                if (SymbolEqualityComparer.Default.Equals(mentioned, symbol))
                    return true;
            }
        }

        return false;
    }

    // A local that holds nothing when the try has not filled it.
    private bool IsEmptyOnly(ILocalSymbol local, IOperation use)
    {
        var attempt = clause.Parent!.Syntax.Span;
        foreach (var operation in OwnOperations.Root(use).Descendants())
        {
            var value = operation switch
            {
                IVariableDeclaratorOperation declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, local) => declarator.GetVariableInitializer()?.Value,
                IAssignmentOperation { Target: ILocalReferenceOperation target } assignment when SymbolEqualityComparer.Default.Equals(target.Local, local) => assignment.Value,
                _ => null,
            };
            if (value is not null && !attempt.Contains(operation.Syntax.SpanStart) && EmptyValue.Of(value) == EmptyKind.None)
                return false;
        }

        return true;
    }

    private static bool Wraps(IInvocationOperation call) => call.TargetMethod.Name is "FromResult" or "ConfigureAwait" or "AsTask";

    // Makes a value from values.
    private static bool Computes(ISymbol member) =>
        member.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true } && member.ContainingType.TypeKind != TypeKind.Delegate
        && member.ContainingType.Name is not ("Activator" or "AppDomain" or "Console" or "Environment" or "GC" or "IServiceProvider" or "IProgress" or "IObservable");
}
