using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Files;

/// <summary>Whether new content is written over the beginning of a stream whose old content stays.</summary>
internal static class TailWrites
{
    /// <summary>Yes only when it is written from the beginning and nothing cuts it, moves in it, or could do so elsewhere.</summary>
    public static bool LeavesTail(IOperation opening)
    {
        if (Wraps(opening.Parent) is { } direct)
            return direct && !IsCutOrFresh(opening);
        if (Holder(opening) is not { } stream || IsCutOrFresh(opening))
            return false;
        var isWritten = false;
        foreach (var each in OwnOperations.Function(opening).Descendants())
        {
            if (each is not ILocalReferenceOperation mention || !SymbolEqualityComparer.Default.Equals(mention.Local, stream))
                continue;
            switch (Use(mention))
            {
                case null:
                    return false;
                case true:
                    isWritten = true;
                    break;
            }
        }

        return isWritten;
    }

    /// <summary>True for a write from where the stream stands, false for what changes nothing, null for what could cut or move it.</summary>
    private static bool? Use(IOperation mention)
    {
        switch (mention.Parent)
        {
            case IInvocationOperation call when call.Instance == mention:
                return call.TargetMethod.Name switch
                {
                    "Write" or "WriteAsync" or "WriteByte" => true,
                    "Flush" or "FlushAsync" or "Dispose" or "DisposeAsync" or "Close" or "ConfigureAwait" or "Lock" or "Unlock" => false,
                    "Seek" => call.Arguments is [{ Value.ConstantValue: { HasValue: true, Value: 0L } }, { Value.ConstantValue: { HasValue: true, Value: 0 } }] ? false : null,
                    _ => null,
                };
            case IPropertyReferenceOperation { Property.Name: "Position", Parent: ISimpleAssignmentOperation { Value: var value } }:
                return OwnOperations.Unwrap(value).ConstantValue is { HasValue: true, Value: 0 or 0L } ? false : null;
            case IArgumentOperation or IConversionOperation { Parent: IArgumentOperation }:
                return Wraps(mention.Parent is IArgumentOperation ? mention.Parent : mention.Parent.Parent) is true ? true : null;
            case IUsingOperation or IVariableInitializerOperation or IExpressionStatementOperation:
                return false;
            case IConversionOperation { Parent: IUsingOperation }:
                return false;
            default:
                return null;
        }
    }

    /// <summary>Whether an argument is written to by what takes it: true, false where it is read, null where it is no argument or nothing is known.</summary>
    private static bool? Wraps(IOperation? argument)
    {
        while (argument is IConversionOperation)
            argument = argument.Parent;
        if (argument is not IArgumentOperation { Parent: var taker })
            return null;
        switch (taker)
        {
            case IObjectCreationOperation { Type.Name: var type, Constructor.DeclaringSyntaxReferences.IsEmpty: true }:
                return type is "StreamWriter" or "BinaryWriter" or "Utf8JsonWriter" or "XmlTextWriter" ? true : type.EndsWith("Reader", StringComparison.Ordinal) ? false : null;
            case IInvocationOperation { TargetMethod: { DeclaringSyntaxReferences.IsEmpty: true, Name: var name } }:
                return name is "CopyTo" or "CopyToAsync" or "Serialize" or "SerializeAsync" or "Save" or "SaveAsync" or "WriteTo" or "WriteToAsync" ? true
                    : name is "Deserialize" or "DeserializeAsync" or "Load" or "LoadAsync" or "Parse" or "ParseAsync" ? false : null;
            default:
                return null;
        }
    }

    // The old file is gone, or something in the member cuts a stream.
    private static bool IsCutOrFresh(IOperation opening)
    {
        foreach (var each in OwnOperations.Function(opening).Descendants())
        {
            if (each is IInvocationOperation { TargetMethod: { Name: var name, ContainingType.Name: var type } }
                && (name == "SetLength" || (name == "Delete" && type is "File" or "FileInfo" && each.Syntax.SpanStart < opening.Syntax.SpanStart)))
                return true;
        }

        return false;
    }

    private static ILocalSymbol? Holder(IOperation opening)
    {
        for (var each = opening.Parent; each is not null; each = each.Parent)
        {
            switch (each)
            {
                case IConversionOperation or IVariableInitializerOperation:
                    continue;
                case IVariableDeclaratorOperation declarator:
                    return declarator.Symbol;
                default:
                    return null;
            }
        }

        return null;
    }
}
