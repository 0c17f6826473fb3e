using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>By what somebody is told that all went well.</summary>
internal enum ClaimKind
{
    /// <summary>The constant <c>true</c>.</summary>
    Flag,

    /// <summary>A result or response whose type also knows failures.</summary>
    Answer,

    /// <summary>An object with a flag that is set to true.</summary>
    FlaggedObject,

    /// <summary>A named value or a text.</summary>
    Named,

    /// <summary>The exit code zero.</summary>
    ExitCode,

    /// <summary>A status that is written down.</summary>
    Status,
}

/// <summary>A value or statement that says that all went well.</summary>
/// <param name="Kind">By what.</param>
/// <param name="Words">For the message.</param>
/// <param name="Operation">The value or statement.</param>
internal sealed record SuccessClaim(ClaimKind Kind, string Words, IOperation Operation)
{
    /// <summary>Whether nothing comes with it: <c>Ok()</c>.</summary>
    public bool IsBare => Operation switch
    {
        IInvocationOperation call => !call.Arguments.Any(IsWritten),
        IObjectCreationOperation { Initializer: null } creation => !creation.Arguments.Any(IsWritten),
        IMemberReferenceOperation => true,
        _ => false,
    };

    // A status is what says it.
    private static bool IsWritten(IArgumentOperation argument) =>
        !AnswerContents.IsReceiver(argument) && argument.ArgumentKind == ArgumentKind.Explicit && argument.Value.ConstantValue is not { HasValue: true, Value: int and >= 200 and < 300 }
        && argument.Value.Type?.TypeKind != TypeKind.Enum;
}
