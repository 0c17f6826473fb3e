using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>What the code does with the result of a call.</summary>
internal enum ResultUse
{
    /// <summary>Awaited on the spot.</summary>
    Awaited,

    /// <summary>The collection of an <c>await foreach</c>.</summary>
    Enumerated,

    /// <summary>Given to the caller.</summary>
    Returned,

    /// <summary>Put into a local, passed on or read within the function.</summary>
    Handed,

    /// <summary>The result of a call statement is not looked at.</summary>
    Statement,

    /// <summary>Discarded, forgotten or continued: it lives on without the function.</summary>
    Detached,

    /// <summary>Stored beyond the function, where others may share it.</summary>
    Kept,

    /// <summary>Takes part in a race (<c>WhenAny</c>), where a cancelled loser would look like a winner.</summary>
    Raced,
}

/// <summary>Follows a call's result outward.</summary>
internal static class ResultUses
{
    public static ResultUse Of(IInvocationOperation call)
    {
        IOperation child = call;
        for (var parent = child.Parent; parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IAwaitOperation:
                    return ResultUse.Awaited;
                case IForEachLoopOperation:
                    return ResultUse.Enumerated;
                case IReturnOperation:
                    return ResultUse.Returned;
                case IExpressionStatementOperation:
                    return ResultUse.Statement;
                case IInvocationOperation outer when outer.Instance == child:
                    if (Pass(outer) is { } use)
                        return use;
                    break;
                case IArgumentOperation { Parent: IInvocationOperation outer }:
                    if (outer.TargetMethod.Name == "WhenAny")
                        return ResultUse.Raced;
                    if (!outer.TargetMethod.IsExtensionMethod || outer.Arguments[0] != parent)
                        return ResultUse.Handed;
                    if (Pass(outer) is { } extended)
                        return extended;
                    (child, parent) = (parent, outer);
                    break;
                case ISimpleAssignmentOperation assignment when assignment.Value == child:
                    return Target(assignment.Target);
                case ICoalesceAssignmentOperation assignment when assignment.Value == child:
                    return Target(assignment.Target);
                case IConversionOperation or IParenthesizedOperation or IConditionalAccessOperation or IArrayInitializerOperation
                    or IArrayCreationOperation or ICoalesceOperation or ISwitchExpressionArmOperation or ISwitchExpressionOperation:
                case IConditionalOperation conditional when conditional.Condition != child:
                    break;
                default:
                    // The typed operation for collection expressions is newer than the API that we build against.
                    if (parent.Syntax.RawKind != CollectionExpression)
                        return ResultUse.Handed;
                    break;
            }
        }

        return ResultUse.Handed;
    }

    private const int CollectionExpression = (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.CollectionExpression;

    private static ResultUse? Pass(IInvocationOperation outer) => outer.TargetMethod.Name switch
    {
        "ConfigureAwait" or "AsTask" or "Preserve" => null,
        "ContinueWith" => ResultUse.Detached,
        var name when name.IndexOf("Forget", StringComparison.Ordinal) >= 0 => ResultUse.Detached,
        _ => ResultUse.Handed,
    };

    private static ResultUse Target(IOperation target) => target switch
    {
        IDiscardOperation => ResultUse.Detached,
        ILocalReferenceOperation => ResultUse.Handed,
        _ => ResultUse.Kept,
    };
}
