using AiSafety.Analyzers.Engine.Guards;
using AiSafety.Analyzers.Engine.Sql;
using AiSafety.Analyzers.Engine.Text;
using AiSafety.Analyzers.Sql;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>Recognises calls in a handler that take back what the try did, let go of what it holds, or write down that it failed.</summary>
internal static class UndoCalls
{
    private static readonly string[] UndoingVerbs =
    [
        "Abandon", "Abort", "BasicNack", "BasicReject", "Cancel", "CleanUp", "Cleanup", "Compensate", "DeadLetter", "Delete", "Detach", "Discard", "Fail", "Nack",
        "Refund", "Reject", "Release", "Remove", "Restore", "Revert", "Revoke", "RollBack", "Rollback", "Undo", "Unlock", "Unregister", "Unreserve", "Void",
    ];

    private static readonly string[] SavingVerbs =
        ["Change", "Commit", "Flush", "Mark", "Persist", "Put", "Record", "Replace", "Save", "Set", "Store", "Transition", "Update", "Upsert", "Write"];

    private static readonly HashSet<string> StateWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "aborted", "attempts", "canceled", "cancelled", "error", "fail", "failed", "failure", "faulted", "retries", "retry", "state", "status",
    };

    private static readonly HashSet<string> FailureWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "abort", "aborted", "canceled", "cancelled", "error", "errored", "fail", "failed", "failure", "fault", "faulted",
    };

    /// <summary>Whether a call in a handler undoes something or sets a failed status.</summary>
    /// <param name="call">The call.</param>
    /// <param name="clause">The handler around it.</param>
    /// <param name="site">A place in the same member.</param>
    public static bool Undoes(IInvocationOperation call, ICatchClauseOperation clause, Site site)
    {
        var name = call.TargetMethod.Name;
        if (NameWords.BeginsWith(name, UndoingVerbs))
            return true;
        if (NameWords.BeginsWith(name, SavingVerbs) && (Intent.Words(name).Any(StateWords.Contains) || IsToldFailure(call) || SetsState(clause, call)))
            return true;
        return HasUndoingText(call, clause, site);
    }

    // "UpdateAsync(id, JobState.Failed, token)", "SetAsync(key, "failed", token)".
    private static bool IsToldFailure(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (IsFailure(argument.Value))
                return true;
        }

        return false;
    }

    private static bool IsFailure(IOperation value) => OwnOperations.Unwrap(value) switch
    {
        IFieldReferenceOperation { Field: { IsStatic: true, Name: var name } } => Intent.Words(name).Any(FailureWords.Contains),
        { ConstantValue: { HasValue: true, Value: string text } } => FailureWords.Contains(text),
        _ => false,
    };

    /// <summary>Whether the handler changes a status before it saves: <c>job.Status = Failed; job.Error = text;</c> or <c>job.MarkFailed(text);</c></summary>
    private static bool SetsState(ICatchClauseOperation clause, IInvocationOperation save)
    {
        foreach (var operation in OwnOperations.Of(clause))
        {
            if (operation.Syntax.SpanStart >= save.Syntax.SpanStart)
                continue;
            switch (operation)
            {
                case IAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var property }, Value: var value }
                    when Intent.Words(property).Any(StateWords.Contains) || IsFailure(value):
                case IIncrementOrDecrementOperation { Target: IPropertyReferenceOperation { Property.Name: var counter } } when Intent.Words(counter).Any(StateWords.Contains):
                case IInvocationOperation { Instance: ILocalReferenceOperation or IParameterReferenceOperation, TargetMethod: { ReturnsVoid: true, Name: var method } }
                    when Intent.Words(method).Any(FailureWords.Contains):
                    return true;
            }
        }

        return false;
    }

    private static bool HasUndoingText(IInvocationOperation call, ICatchClauseOperation clause, Site site)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.Explicit)
                continue;
            var value = OwnOperations.Unwrap(argument.Value);
            if (value.Type?.SpecialType == SpecialType.System_String ? IsUndoing(value, site)
                : value is IObjectCreationOperation definition && SqlTextUses.Of(site.Session).Find(definition) is { } use && IsUndoing(use.Text, site))
                return true;
        }

        return call.Instance is { } command && CommandText(command, call, clause, site) is { } text && IsUndoing(text, site);
    }

    // The last text that the command was given before the call: in the handler, else where it was made.
    private static IOperation? CommandText(IOperation command, IInvocationOperation call, ICatchClauseOperation clause, Site site)
    {
        if (OwnOperations.Unwrap(command) is not ILocalReferenceOperation { Local: var local })
            return null;
        var uses = SqlTextUses.Of(site.Session);
        IOperation? last = null;
        foreach (var operation in OwnOperations.Of(clause))
        {
            if (operation.Syntax.SpanStart >= call.Syntax.SpanStart || operation is not ISimpleAssignmentOperation { Target: IPropertyReferenceOperation target }
                || target.Instance is not ILocalReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Local, local))
                continue;
            last = uses.Find(operation)?.Text ?? last;
        }

        return last ?? (OwnOperations.OnlyValue(local, call) is { } made ? uses.Find(OwnOperations.Unwrap(made))?.Text : null);
    }

    private static bool IsUndoing(IOperation text, Site site)
    {
        foreach (var variant in TextValues.Read(text, site))
        {
            if (SqlWrites.ToSql(variant, SqlUndo.Words) is { } sql && SqlUndo.IsIn(sql))
                return true;
        }

        return false;
    }
}
