using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>Where a new exception can take the one that caused it.</summary>
/// <param name="Parameter">The parameter of the constructor that takes it.</param>
/// <param name="Position">Its index among the parameters that the call gives now; null when the constructor wants more than the cause.</param>
internal sealed record CausePlace(string Parameter, int? Position);

/// <summary>Reads how exceptions are made.</summary>
internal static class Causes
{
    private static readonly HashSet<string> MessageNames = new(StringComparer.OrdinalIgnoreCase) { "description", "error", "errorMessage", "message", "msg", "reason", "text" };

    /// <summary>
    /// The place for the exception that the clause caught in a constructor of the type that is made; null when there is none, when the new one is given
    /// an exception already, or when the type's constructors mean different things by the same arguments.
    /// </summary>
    public static CausePlace? Place(IObjectCreationOperation creation, ICatchClauseOperation clause, INamedTypeSymbol exception, SemanticModel model)
    {
        if (creation is not { Constructor: { } constructor, Type: INamedTypeSymbol made } || !made.Inherits(exception))
            return null;
        var caught = clause.ExceptionType.SpecialType == SpecialType.System_Object ? exception : clause.ExceptionType;
        foreach (var argument in creation.Arguments)
        {
            if (argument.Parameter is not { } parameter || !IsCause(parameter))
                continue;
            var isGiven = argument.ArgumentKind != ArgumentKind.DefaultValue && argument.Value.ConstantValue is not { HasValue: true, Value: null }
                && OwnOperations.Unwrap(argument.Value) is not IDefaultValueOperation;
            return isGiven ? null : new CausePlace(parameter.Name, parameter.Ordinal);
        }

        if (creation.Arguments.Any(argument => CarriesExceptions(argument.Value.Type, exception) || CarriesExceptions(OwnOperations.Unwrap(argument.Value).Type, exception)))
            return null;
        CausePlace? wanting = null;
        foreach (var other in made.InstanceConstructors)
        {
            if (other.Parameters.Where(IsCause).ToArray() is not [var cause] || !model.IsAccessible(creation.Syntax.SpanStart, other))
                continue;
            if (IsLonger(other, cause, constructor))
                return new CausePlace(cause.Name, cause.Ordinal);
            if (constructor.Parameters.IsEmpty)
                wanting = new CausePlace(cause.Name, null);
        }

        return wanting;

        bool IsCause(IParameterSymbol parameter) => parameter.Type.Inherits(exception) && caught.Inherits((INamedTypeSymbol)parameter.Type.OriginalDefinition);
    }

    // Whether the one takes what the other takes, in the same order and by the same names, and the cause besides.
    private static bool IsLonger(IMethodSymbol longer, IParameterSymbol cause, IMethodSymbol shorter)
    {
        var rest = longer.Parameters.Remove(cause);
        if (rest.Length < shorter.Parameters.Length)
            return false;
        for (var i = 0; i < rest.Length; i++)
        {
            if (i >= shorter.Parameters.Length)
            {
                if (!rest[i].IsOptional)
                    return false;
            }
            else if (!SymbolEqualityComparer.Default.Equals(rest[i].Type, shorter.Parameters[i].Type) || rest[i].IsParams != shorter.Parameters[i].IsParams
                || !MeanTheSame(rest[i].Name, shorter.Parameters[i].Name))
            {
                return false;
            }
        }

        return true;
    }

    // The only text of ArgumentNullException is a parameter's name, until a cause stands behind it.
    private static bool MeanTheSame(string one, string other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase) || (MessageNames.Contains(one) && MessageNames.Contains(other));

    private static bool CarriesExceptions(ITypeSymbol? type, INamedTypeSymbol exception) =>
        type.Inherits(exception)
        || (type is IArrayTypeSymbol { ElementType: var element } && element.Inherits(exception))
        || (type is INamedTypeSymbol { TypeArguments: [var item] } && item.Inherits(exception));
}
