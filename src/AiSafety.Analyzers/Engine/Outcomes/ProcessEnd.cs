using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Outcomes;

/// <summary>Finds out whether anybody looks at how a process ended.</summary>
internal static class ProcessEnd
{
    /// <summary>
    /// Whether nothing looks at the exit code of the process that the call waits for: yes where its output is not read, too; unknown where it is, or
    /// may be. No where the process is not started here, is given away, killed, or opens a document.
    /// </summary>
    public static Answer IsIgnored(IInvocationOperation wait, CancellationToken cancellationToken)
    {
        var process = wait.Instance is IConditionalAccessInstanceOperation instance ? OwnOperations.Accessed(instance) : wait.Instance;
        if (process is null)
            return Answer.No;
        process = OwnOperations.Unwrap(process);
        var function = OwnOperations.Function(wait);
        if (OpensDocument(function))
            return Answer.No;
        if (process is not ILocalReferenceOperation { Local: var local })
            return IsStart(process) ? Answer.Yes : Answer.No;
        if (OwnOperations.OnlyValue(local, wait) is not { } value || !IsStart(OwnOperations.Unwrap(value)))
            return Answer.No;
        var answer = Answer.Yes;
        foreach (var reference in Flow.LocalReads.Of(local, OwnOperations.Root(wait), cancellationToken))
        {
            switch (OfReference(reference))
            {
                case Answer.No:
                    return Answer.No;
                case Answer.Unknown:
                    answer = Answer.Unknown;
                    break;
            }

            // One finding for each process.
            if (reference.Syntax.SpanStart < wait.Syntax.SpanStart && IsWait(reference) && OwnOperations.Function(reference) == function)
                return Answer.No;
        }

        return DisabledText.Names(OwnOperations.Root(wait).Syntax, local.Name) ? Answer.No : answer;
    }

    private static bool IsStart(IOperation value) => value switch
    {
        IInvocationOperation { TargetMethod: { Name: "Start", IsStatic: true, ContainingType.Name: "Process" } } => true,
        IObjectCreationOperation { Type.Name: "Process" } => true,
        ICoalesceOperation { WhenNull: IConversionOperation { Operand: IThrowOperation } or IThrowOperation } coalesce => IsStart(OwnOperations.Unwrap(coalesce.Value)),
        _ => false,
    };

    // Yes: it tells nothing about the end.
    private static Answer OfReference(IOperation reference)
    {
        var parent = reference.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
            parent = parent.Parent;
        var member = parent switch
        {
            IConditionalAccessOperation { WhenNotNull: IInvocationOperation { TargetMethod.Name: var name } } => name,
            IConditionalAccessOperation { WhenNotNull: IPropertyReferenceOperation { Property.Name: var name } } => name,
            IInvocationOperation { TargetMethod.Name: var name } call when call.Instance is not null => name,
            IMemberReferenceOperation { Member.Name: var name } => name,
            IUsingOperation or IBinaryOperation or IIsPatternOperation => "Dispose",
            _ => "",
        };
        return member switch
        {
            "Start" or "WaitForExit" or "WaitForExitAsync" or "Dispose" or "Close" or "StartInfo" or "Id" or "HasExited" or "PriorityClass" or "StandardInput" or "Refresh" => Answer.Yes,
            "StandardOutput" or "StandardError" or "OutputDataReceived" or "ErrorDataReceived" or "BeginOutputReadLine" or "BeginErrorReadLine" => Answer.Unknown,
            _ => Answer.No,
        };
    }

    private static bool IsWait(IOperation reference) =>
        reference.Parent is IInvocationOperation { TargetMethod.Name: "WaitForExit" or "WaitForExitAsync" }
            or IConditionalAccessOperation { WhenNotNull: IInvocationOperation { TargetMethod.Name: "WaitForExit" or "WaitForExitAsync" } };

    private static bool OpensDocument(IOperation function)
    {
        foreach (var each in function.Descendants())
        {
            if (each is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "UseShellExecute" }, Value: var value }
                && value.ConstantValue is not { HasValue: true, Value: false })
                return true;
        }

        return false;
    }
}
