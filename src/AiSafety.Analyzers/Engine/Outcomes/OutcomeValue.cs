using AiSafety.Analyzers.Engine.Flow;
using AiSafety.Analyzers.Engine.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Outcomes;

/// <summary>Where the outcome of a call goes.</summary>
internal enum Goes
{
    /// <summary>Somewhere else: it is returned, passed, stored, tested, or its task is not awaited.</summary>
    Elsewhere,

    /// <summary>The call is a statement.</summary>
    Nowhere,

    /// <summary><c>_ = …</c></summary>
    ToDiscard,

    /// <summary>Into a local.</summary>
    ToLocal,

    /// <summary>A member of it is used on the spot.</summary>
    ToMember,
}

/// <summary>
/// The outcome of a call, behind <c>await</c>, <c>ConfigureAwait</c>, <c>Result</c> and conversions; one of several that <c>Task.WhenAll</c> joins goes where all go.
/// </summary>
/// <param name="Goes">Where it goes.</param>
/// <param name="Value">The operation that is the outcome.</param>
/// <param name="Local">The local that gets it.</param>
/// <param name="Assignment">The declarator or assignment that puts it there.</param>
internal readonly record struct OutcomeValue(Goes Goes, IOperation Value, ILocalSymbol? Local = null, IOperation? Assignment = null)
{
    public static OutcomeValue Of(IInvocationOperation call, TaskTypes types)
    {
        IOperation value = call;
        while (true)
        {
            switch (value.Parent)
            {
                case IConversionOperation { OperatorMethod: null } or IParenthesizedOperation or IAwaitOperation:
                case IConditionalAccessOperation access when access.WhenNotNull == value:
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "WaitAsync" or "AsTask" or "GetAwaiter" or "GetResult" or "Wait" } wrapper when wrapper.Instance == value:
                case IPropertyReferenceOperation { Property.Name: "Result" } result when result.Instance == value && types.IsTask(value.Type):
                    value = value.Parent!;
                    continue;
            }

            if (Joined(value) is not { } all)
                break;
            value = all;
        }

        if (types.IsTask(value.Type))
            return new OutcomeValue(Goes.Elsewhere, value);
        return value.Parent switch
        {
            IExpressionStatementOperation => new OutcomeValue(Goes.Nowhere, value),
            IUsingOperation @using when @using.Resources == value => new OutcomeValue(Goes.Nowhere, value),
            ISimpleAssignmentOperation { Target: IDiscardOperation, Parent: IExpressionStatementOperation } => new OutcomeValue(Goes.ToDiscard, value),
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: { IsRef: false } local }, Parent: IExpressionStatementOperation } assignment
                => new OutcomeValue(Goes.ToLocal, value, local, assignment),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { IsRef: false } local } declarator }
                => new OutcomeValue(Goes.ToLocal, value, local, declarator),
            IMemberReferenceOperation or IInvocationOperation => new OutcomeValue(Goes.ToMember, value),
            _ => new OutcomeValue(Goes.Elsewhere, value),
        };
    }

    // Task.WhenAll(a, b) and Task.WhenAll(items.Select(item => a)); what holds several arguments is an operation that differs by compiler.
    private static IInvocationOperation? Joined(IOperation value)
    {
        value = Query(value) ?? value;
        while (true)
        {
            switch (value.Parent)
            {
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "WhenAll", ContainingType.Name: "Task" } } all }:
                    return all;
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "ToList" or "ToArray", ContainingType.Name: "Enumerable" } } list }:
                    value = list;
                    break;
                case null or IArgumentOperation or IAssignmentOperation or IBlockOperation or IExpressionStatementOperation or IInvocationOperation or IMemberReferenceOperation
                    or IReturnOperation or IVariableInitializerOperation:
                    return null;
                default:
                    value = value.Parent;
                    break;
            }
        }
    }

    // The query whose selector does nothing but yield the value.
    private static IInvocationOperation? Query(IOperation value)
    {
        if (value.Parent is not IReturnOperation { Parent: IBlockOperation { Operations.Length: 1, Parent: IAnonymousFunctionOperation selector } })
            return null;
        IOperation given = selector;
        while (given.Parent is IDelegateCreationOperation or IConversionOperation or IArgumentOperation)
            given = given.Parent;
        return given.Parent is IInvocationOperation { TargetMethod: { Name: "Select", ContainingType.Name: "Enumerable" } } query ? query : null;
    }

    /// <summary>Whether nothing looks at it: it goes nowhere, or into a local from where nothing reads it.</summary>
    public bool IsIgnored(Site site) => Goes switch
    {
        Goes.Nowhere or Goes.ToDiscard => true,
        Goes.ToLocal => !LocalReads.IsRead(Assignment!, Local!, site),
        _ => false,
    };
}
