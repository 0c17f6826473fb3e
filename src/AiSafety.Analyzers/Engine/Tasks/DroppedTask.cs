using AiSafety.Analyzers.Engine.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tasks;

/// <summary>How a task that a call yields comes to be without anybody who looks at it.</summary>
internal enum Drop
{
    /// <summary>The task is used: awaited, returned, passed, stored.</summary>
    None,

    /// <summary><c>_ = SendAsync()</c>.</summary>
    Discarded,

    /// <summary>The call is a statement, and the compiler does not warn.</summary>
    Unawaited,

    /// <summary>The task is put into a local that nothing reads.</summary>
    Unread,

    /// <summary>The task is compared with null, or asked whether it is done, as if it were its result.</summary>
    Tested,
}

/// <summary>Finds out who looks at the task of a call.</summary>
internal static class DroppedTask
{
    /// <summary>How the task of the call is dropped; <paramref name="local"/> names the local of an unread one.</summary>
    public static Drop Of(IInvocationOperation call, CancellationToken cancellationToken, out ILocalSymbol? local)
    {
        local = null;
        IOperation value = call;
        var parent = call.Parent;
        var isConditional = false;
        while (true)
        {
            switch (parent)
            {
                case IConversionOperation { OperatorMethod: null } or IParenthesizedOperation:
                    break;
                // Either arm is the value of the whole.
                case IConditionalOperation conditional when value != conditional.Condition && conditional.Type is not null:
                case ICoalesceOperation:
                case ISwitchExpressionArmOperation arm when value == arm.Value:
                case ISwitchExpressionOperation:
                    break;
                case IConditionalAccessOperation access when access.WhenNotNull == value:
                    isConditional = true;
                    break;
                case IExpressionStatementOperation:
                    return !isConditional && CompilerWarns(call) ? Drop.None : Drop.Unawaited;
                case ISimpleAssignmentOperation assignment when assignment.Value == value && TaskShape.IsDiscard(assignment.Target):
                    return Drop.Discarded;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    if (IsRead(declarator, cancellationToken))
                        return Drop.None;
                    local = declarator.Symbol;
                    return Drop.Unread;
                default:
                    return IsTest(parent, value) && !MayBeNull(call) ? Drop.Tested : Drop.None;
            }

            value = parent;
            parent = parent.Parent;
        }
    }

    // CS4014: the call stands in an async function where it could be awaited, or names an async method of the same project.
    private static bool CompilerWarns(IInvocationOperation call)
    {
        if (call.TargetMethod.IsAsync)
            return true;
        for (var each = call.Parent; each is not null; each = each.Parent)
        {
            switch (each)
            {
                case IAnonymousFunctionOperation lambda:
                    return lambda.Symbol.IsAsync;
                case ILocalFunctionOperation function:
                    return function.Symbol.IsAsync;
                // The compiler takes no await in a lock.
                case ILockOperation @lock when @lock.Body.Syntax.Span.Contains(call.Syntax.Span):
                    return false;
                case IMethodBodyOperation body:
                    return body.SemanticModel?.GetDeclaredSymbol(body.Syntax) is IMethodSymbol { IsAsync: true } || IsTopLevel(body);
            }
        }

        return false;
    }

    private static bool IsTopLevel(IOperation body) => body.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.CompilationUnitSyntax;

    private static bool IsTest(IOperation? parent, IOperation value) => parent switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison =>
            IsNull(comparison.LeftOperand == value ? comparison.RightOperand : comparison.LeftOperand),
        IIsPatternOperation test => IsNullPattern(test.Pattern),
        IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" } => true,
        _ => false,
    };

    private static bool IsNull(IOperation operation) =>
        OwnOperations.Unwrap(operation) is ILiteralOperation { ConstantValue: { HasValue: true, Value: null } };

    private static bool IsNullPattern(IPatternOperation pattern) => pattern switch
    {
        IConstantPatternOperation constant => IsNull(constant.Value),
        INegatedPatternOperation not => IsNullPattern(not.Pattern),
        IRecursivePatternOperation { DeclaredSymbol: null, DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true } => true,
        _ => false,
    };

    // A method that says that it may give no task at all is asked for that.
    private static bool MayBeNull(IInvocationOperation call) =>
        !call.TargetMethod.IsAsync && call.TargetMethod.ReturnNullableAnnotation == NullableAnnotation.Annotated;

    private static bool IsRead(IVariableDeclaratorOperation declarator, CancellationToken cancellationToken)
    {
        var local = declarator.Symbol;
        if (local.RefKind != RefKind.None || declarator.Parent?.Parent is not IVariableDeclarationGroupOperation { Parent: not IUsingDeclarationOperation } group
            || group.Parent is IUsingOperation)
            return true;
        return LocalReads.Any(local, OwnOperations.Root(declarator), cancellationToken);
    }
}
