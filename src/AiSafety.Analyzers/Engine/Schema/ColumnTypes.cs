using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Schema;

/// <summary>Whether a column's new type provably holds less than its old one. What is not provable counts as no narrowing.</summary>
internal static class ColumnTypes
{
    private static readonly Regex Store = new(@"^\s*([a-z][a-z0-9 _]*?)\s*(?:\(\s*(max|[0-9]+)\s*(?:,\s*([0-9]+)\s*)?\))?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    // Numbers by how many bits of whole numbers they hold.
    private static readonly Dictionary<string, int> Whole = new(StringComparer.OrdinalIgnoreCase)
    {
        ["tinyint"] = 8, ["smallint"] = 16, ["int2"] = 16, ["int"] = 32, ["integer"] = 32, ["int4"] = 32, ["bigint"] = 64, ["int8"] = 64,
    };

    private static readonly HashSet<string> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        "char", "nchar", "varchar", "nvarchar", "character varying", "character", "text", "ntext", "longtext", "binary", "varbinary",
    };

    private static readonly HashSet<string> Decimals = new(StringComparer.OrdinalIgnoreCase) { "decimal", "numeric" };

    /// <summary>Judges a call of <c>AlterColumn</c> by its constant arguments; gives old and new type for messages, or null.</summary>
    public static (string Old, string New)? Narrowing(IInvocationOperation call)
    {
        if (Number(call, "maxLength") is { } length && Number(call, "oldMaxLength") is { } oldLength && length < oldLength)
            return (oldLength + " characters", length + " characters");
        if (Number(call, "maxLength") is { } limit && IsUnlimited(call))
            return ("unlimited text", limit + " characters");
        if (Number(call, "precision") is { } precision && Number(call, "oldPrecision") is { } oldPrecision
            && (precision < oldPrecision || Number(call, "scale") < Number(call, "oldScale")))
            return ($"{oldPrecision} digits ({Number(call, "oldScale") ?? 0} of them decimals)", $"{precision} digits ({Number(call, "scale") ?? 0} of them decimals)");
        return Text(call, "oldType") is { } oldType && Text(call, "type") is { } type && IsNarrower(oldType, type) ? (oldType, type) : OfClrTypes(call);
    }

    /// <summary>Whether one store type holds provably less than another.</summary>
    public static bool IsNarrower(string from, string to)
    {
        if (Store.Match(from) is not { Success: true } old || Store.Match(to) is not { Success: true } now)
            return false;
        var (oldName, newName) = (old.Groups[1].Value, now.Groups[1].Value);
        if (Whole.TryGetValue(oldName, out var oldBits) && Whole.TryGetValue(newName, out var newBits))
            return newBits < oldBits;
        if (Texts.Contains(oldName) && Texts.Contains(newName))
            return Capacity(now) < Capacity(old);
        if (Decimals.Contains(oldName) && Decimals.Contains(newName))
            return WholeDigits(now) < WholeDigits(old) || Digits(now, 3) < Digits(old, 3);
        return (oldName.ToUpperInvariant(), newName.ToUpperInvariant()) is ("FLOAT" or "DOUBLE" or "DOUBLE PRECISION", "REAL" or "INT" or "INTEGER" or "BIGINT")
            or ("DECIMAL" or "NUMERIC", "INT" or "INTEGER" or "BIGINT")
            or ("DATETIME" or "DATETIME2" or "TIMESTAMP" or "DATETIMEOFFSET", "DATE");
    }

    private static (string, string)? OfClrTypes(IInvocationOperation call)
    {
        if (call.TargetMethod.TypeArguments is not [var now] || Argument(call, "oldClrType") is not ITypeOfOperation { TypeOperand: var old })
            return null;
        var narrows = (old.SpecialType, now.SpecialType) is
            (SpecialType.System_Int64, SpecialType.System_Int32 or SpecialType.System_Int16 or SpecialType.System_Byte)
            or (SpecialType.System_Int32, SpecialType.System_Int16 or SpecialType.System_Byte)
            or (SpecialType.System_Double, SpecialType.System_Single or SpecialType.System_Int32 or SpecialType.System_Int64)
            or (SpecialType.System_Decimal, SpecialType.System_Int32 or SpecialType.System_Int64);
        return narrows || (old.SpecialType == SpecialType.System_DateTime && now.Name == "DateOnly") ? (old.ToDisplayString(), now.ToDisplayString()) : null;
    }

    // A text without a length before: EF Core says so by a null old length and a store type without one.
    private static bool IsUnlimited(IInvocationOperation call) =>
        Argument(call, "oldMaxLength") is null && Text(call, "oldType") is { } type && Store.Match(type) is { Success: true } match
        && Texts.Contains(match.Groups[1].Value) && Capacity(match) == int.MaxValue && Text(call, "type") is { } now && IsNarrower(type, now);

    private static int Capacity(Match type) => type.Groups[2] is { Success: true, Value: var length } && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var characters)
        ? characters
        : type.Groups[1].Value.ToUpperInvariant() is "CHAR" or "NCHAR" or "BINARY" && !type.Groups[2].Success ? 1 : int.MaxValue;

    private static int Digits(Match type, int group) =>
        type.Groups[group] is { Success: true, Value: var digits } && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : group == 2 ? 18 : 0;

    private static int WholeDigits(Match type) => Digits(type, 2) - Digits(type, 3);

    private static int? Number(IInvocationOperation call, string parameter) => Argument(call, parameter)?.ConstantValue is { HasValue: true, Value: int number } ? number : null;

    private static string? Text(IInvocationOperation call, string parameter) => Argument(call, parameter)?.ConstantValue is { HasValue: true, Value: string text } ? text : null;

    // The value that is written; null where the default stands.
    private static IOperation? Argument(IInvocationOperation call, string parameter)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name == parameter)
                return argument.ArgumentKind == ArgumentKind.DefaultValue ? null : OwnOperations.Unwrap(argument.Value);
        }

        return null;
    }
}
