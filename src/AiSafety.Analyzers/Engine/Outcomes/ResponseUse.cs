using AiSafety.Analyzers.Engine.Flow;
using AiSafety.Analyzers.Engine.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Outcomes;

/// <summary>How an HTTP response is neglected.</summary>
internal enum Neglect
{
    /// <summary>It is not, or that is not known.</summary>
    None,

    /// <summary>Nothing looks at it.</summary>
    Ignored,

    /// <summary>Its status is logged, and nothing else looks at it.</summary>
    OnlyLogged,

    /// <summary>Its content is read, and on a path that ends normally nothing looks at its status.</summary>
    ReadUnchecked,

    /// <summary>As before, but for a comparison with one status that is a failure.</summary>
    ReadAfterOneStatus,
}

/// <summary>Follows an HTTP response over the paths of the function that gets it.</summary>
internal sealed class ResponseUse
{
    private const ulong Before = 1;
    private const ulong Fresh = 2;
    private const ulong OneStatus = 4;
    private const ulong Read = 8;
    private const ulong ReadAfterOne = 16;
    private const ulong Settled = 32;
    private const ulong LostRead = 64;
    private const ulong LostReadAfterOne = 128;

    private readonly Dictionary<SyntaxNode, Step> steps = [];
    private readonly IInvocationOperation call;
    private readonly ILocalSymbol local;
    private readonly Recorders recorders;
    private readonly Site site;

    private enum Step
    {
        None,
        Logs,
        LooksAtHeaders,
        ComparesOneStatus,
        Checks,
        Reads,
    }

    private ResponseUse(IInvocationOperation call, ILocalSymbol local, Site site)
    {
        this.call = call;
        this.local = local;
        this.site = site;
        recorders = Recorders.Of(site.Session);
    }

    /// <summary>What is wrong with the use of the response that <paramref name="call"/> yields.</summary>
    public static Neglect Of(IInvocationOperation call, OutcomeValue outcome, Site site)
    {
        switch (outcome.Goes)
        {
            case Goes.Nowhere or Goes.ToDiscard:
                return Neglect.Ignored;
            case Goes.ToMember:
                return outcome.Value.Parent is IPropertyReferenceOperation { Property.Name: "Content" } content && OfContent(content) == Step.Reads ? Neglect.ReadUnchecked : Neglect.None;
            case Goes.ToLocal:
                return new ResponseUse(call, outcome.Local!, site).OfLocal(outcome.Assignment!);
            default:
                return Neglect.None;
        }
    }

    private Neglect OfLocal(IOperation assignment)
    {
        var function = OwnOperations.Function(call);
        var most = Step.None;
        foreach (var reference in LocalReads.Of(local, OwnOperations.Root(call), site.CancellationToken))
        {
            if (OwnOperations.Function(reference) != function)
                return Neglect.None;
            var step = OfReference(reference);
            steps[reference.Syntax] = step;
            most = step > most ? step : most;
        }

        if (most == Step.Reads)
            return Follow();
        if (DisabledText.Names(OwnOperations.Root(call).Syntax, local.Name))
            return Neglect.None;
        return most switch
        {
            Step.None => Neglect.Ignored,
            Step.Logs => Neglect.OnlyLogged,
            Step.ComparesOneStatus or Step.Checks => LocalReads.IsRead(assignment, local, site) ? Neglect.None : Neglect.Ignored,
            _ => Neglect.None,
        };
    }

    private Neglect Follow()
    {
        if (Graphs.Around(call, site) is not { } graph
            || ForwardSolver.Solve(graph, Before, After, site.CancellationToken) is not { } before
            || before[graph.Blocks.Length - 1] is not { } atEnd)
            return Neglect.None;
        return (atEnd & (Read | LostRead)) != 0 ? Neglect.ReadUnchecked
            : (atEnd & (ReadAfterOne | LostReadAfterOne)) != 0 ? Neglect.ReadAfterOneStatus
            : Neglect.None;
    }

    private (ulong State, ulong Within) After(BasicBlock block, ulong state)
    {
        // What comes to a handler by an exception has been noticed.
        if (ForwardSolver.IsInHandler(block, call))
            state = (state & Before) | ((state & ~Before) != 0 ? Settled : 0);
        var within = state;
        foreach (var top in Graphs.Operations(block))
        {
            foreach (var each in top.DescendantsAndSelf())
            {
                state = each switch
                {
                    ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var target } } assignment when SymbolEqualityComparer.Default.Equals(target, local)
                        => Replaced(state, assignment.Syntax.Span.Contains(call.Syntax.Span) ? Fresh : Settled),
                    ILocalReferenceOperation reference when SymbolEqualityComparer.Default.Equals(reference.Local, local) && steps.TryGetValue(reference.Syntax, out var step)
                        => After(step, state),
                    _ => state,
                };
                within |= state;
            }
        }

        return (state, within);
    }

    // What was read before and never looked at stays so.
    private static ulong Replaced(ulong state, ulong by) =>
        by | (state & (LostRead | LostReadAfterOne)) | ((state & Read) != 0 ? LostRead : 0) | ((state & ReadAfterOne) != 0 ? LostReadAfterOne : 0);

    private static ulong After(Step step, ulong state) => step switch
    {
        Step.Checks => Move(state, Fresh | OneStatus | Read | ReadAfterOne, Settled),
        Step.ComparesOneStatus => Move(Move(state, Fresh, OneStatus), Read, ReadAfterOne),
        Step.Reads => Move(Move(state, Fresh, Read), OneStatus, ReadAfterOne),
        _ => state,
    };

    private static ulong Move(ulong state, ulong from, ulong to) => (state & from) == 0 ? state : (state & ~from) | to;

    private Step OfReference(IOperation value)
    {
        while (true)
        {
            switch (value.Parent)
            {
                case IConversionOperation or IParenthesizedOperation:
                    value = value.Parent;
                    continue;
                case IConditionalAccessOperation access when access.Operation == value:
                    if (Accessed(access) is not { } instance)
                        return Step.Checks;
                    value = instance;
                    continue;
                case IPropertyReferenceOperation { Property.Name: "Content" } content:
                    return OfContent(content);
                case IPropertyReferenceOperation { Property.Name: "StatusCode" or "IsSuccessStatusCode" or "ReasonPhrase" } status:
                    return OfStatus(status);
                case IPropertyReferenceOperation:
                    return Step.LooksAtHeaders;
                case IInvocationOperation { TargetMethod.Name: "Dispose" or "DisposeAsync" or "GetType" }:
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "ThrowIfNull" } }:
                case IUsingOperation or IExpressionStatementOperation or IBinaryOperation or IAwaitOperation:
                    return Step.None;
                case IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } }:
                    return Step.None;
                default:
                    return IsLogged(value) ? Step.Logs : Step.Checks;
            }
        }
    }

    private static Step OfContent(IOperation value)
    {
        while (true)
        {
            switch (value.Parent)
            {
                case IConversionOperation or IParenthesizedOperation:
                    value = value.Parent;
                    continue;
                case IConditionalAccessOperation access when access.Operation == value:
                    if (Accessed(access) is not { } instance)
                        return Step.Checks;
                    value = instance;
                    continue;
                case IInvocationOperation { TargetMethod.Name: var name } call when call.Instance == value:
                    return Reading(name);
                case IArgumentOperation { Parameter.Ordinal: 0, Parent: IInvocationOperation { TargetMethod: { Name: var name, ContainingNamespace: { Name: "Json", ContainingNamespace.Name: "Http" } } } }:
                    return Reading(name);
                case IPropertyReferenceOperation:
                    return Step.LooksAtHeaders;
                case IAssignmentOperation or IBinaryOperation or IIsPatternOperation:
                    return Step.None;
                default:
                    return Step.Checks;
            }
        }

        static Step Reading(string name) =>
            name.StartsWith("Read", StringComparison.Ordinal) || name.StartsWith("CopyTo", StringComparison.Ordinal) ? Step.Reads
            : name == "Dispose" ? Step.None : Step.Checks;
    }

    private Step OfStatus(IOperation value)
    {
        if (IsLogged(value))
            return Step.Logs;
        while (value.Parent is IConversionOperation or IParenthesizedOperation)
            value = value.Parent;
        return value.Parent switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison
                when IsFailure(comparison.LeftOperand == value ? comparison.RightOperand : comparison.LeftOperand) => Step.ComparesOneStatus,
            IIsPatternOperation { Pattern: var pattern } when (pattern is INegatedPatternOperation not ? not.Pattern : pattern) is IConstantPatternOperation { Value: var constant } && IsFailure(constant)
                => Step.ComparesOneStatus,
            _ => Step.Checks,
        };
    }

    private static bool IsFailure(IOperation status) => OwnOperations.Unwrap(status).ConstantValue is { HasValue: true, Value: int and (< 200 or > 299) };

    // Which of two texts is logged is a decision.
    private bool IsLogged(IOperation value)
    {
        for (var (child, each) = (value, value.Parent); each is not null and not IBlockOperation && !OwnOperations.IsFunction(each); (child, each) = (each, each.Parent))
        {
            if (each is IConditionalOperation conditional && conditional.Condition == child)
                return false;
            if (each is IInvocationOperation call && recorders.IsRecorder(call))
                return true;
        }

        return false;
    }

    private static IOperation? Accessed(IConditionalAccessOperation access)
    {
        foreach (var each in access.WhenNotNull.DescendantsAndSelf())
        {
            if (each is IConditionalAccessInstanceOperation)
                return each;
        }

        return null;
    }
}
