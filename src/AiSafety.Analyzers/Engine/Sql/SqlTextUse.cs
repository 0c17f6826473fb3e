using AiSafety.Analyzers.Engine.Facts;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Sql;

/// <summary>A place where a text is handed to a database.</summary>
/// <param name="Sink">The call, the creation of the command, or the assignment of its text.</param>
/// <param name="Text">The text's expression.</param>
/// <param name="IsParameterized">What is interpolated into it is sent as parameters.</param>
internal sealed record SqlTextUse(IOperation Sink, IOperation Text, bool IsParameterized);

/// <summary>Recognises places where SQL is handed over; resolved once per compilation.</summary>
internal sealed class SqlTextUses
{
    private readonly FactIndex<SqlSink> calls;
    private readonly FactIndex<SqlSink> constructors;
    private readonly INamedTypeSymbol? command;
    private readonly INamedTypeSymbol? batchCommand;

    private SqlTextUses(Session session)
    {
        calls = session.Facts(SqlSinks.Calls);
        constructors = session.Facts(SqlSinks.Constructors);
        command = session.Type("System.Data.Common.DbCommand");
        batchCommand = session.Type("System.Data.Common.DbBatchCommand");
    }

    public static SqlTextUses Of(Session session) => session.Part(static each => new SqlTextUses(each));

    /// <summary>Whether the compilation knows no database at all.</summary>
    public bool IsEmpty => calls.IsEmpty && constructors.IsEmpty && command is null;

    /// <summary>The use that the operation is, or null.</summary>
    public SqlTextUse? Find(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation call:
                return calls.Find(call.TargetMethod) is { } fact ? Argument(call, call.Arguments, fact.Parameter) : null;
            case IObjectCreationOperation { Constructor: { } constructor } creation:
                if (constructors.Find(constructor) is { } carrier)
                    return Argument(creation, creation.Arguments, carrier.Parameter);
                return creation.Arguments.Length > 0 && (creation.Type.Inherits(command) || creation.Type.Inherits(batchCommand))
                    ? Argument(creation, creation.Arguments, "cmdText") ?? Argument(creation, creation.Arguments, "commandText")
                    : null;
            case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation target } assignment:
                return IsCommandText(target) ? new SqlTextUse(assignment, assignment.Value, IsParameterized: false) : null;
            default:
                return null;
        }
    }

    /// <summary>Whether the property is the text of a command.</summary>
    public bool IsCommandText(IPropertyReferenceOperation reference) =>
        reference.Property is { Name: "CommandText", SetMethod: { } setter } && calls.Find(setter) is not null;

    /// <summary>The use that the value of an expression goes straight into: through conversions, sums, interpolations and choices.</summary>
    public SqlTextUse? Around(IOperation expression)
    {
        for (var each = expression; each is not null; each = each.Parent)
        {
            switch (each.Parent)
            {
                case IArgumentOperation { Parent: { } sink } argument:
                    return Find(sink) is { } use && use.Text == argument.Value ? use : null;
                case ISimpleAssignmentOperation assignment:
                    return assignment.Value == each ? Find(assignment) : null;
                case IConversionOperation or IParenthesizedOperation or IBinaryOperation or IInterpolationOperation or IInterpolatedStringOperation
                    or IConditionalOperation or ICoalesceOperation or ISwitchExpressionArmOperation or ISwitchExpressionOperation:
                    continue;
                default:
                    return null;
            }
        }

        return null;
    }

    private static SqlTextUse? Argument(IOperation sink, ImmutableArray<IArgumentOperation> arguments, string parameter)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter is { } each && each.Name == parameter && argument.ArgumentKind == ArgumentKind.Explicit)
            {
                var isText = each.Type.SpecialType == SpecialType.System_String;
                return isText || each.Type.Name == "FormattableString" ? new SqlTextUse(sink, argument.Value, IsParameterized: !isText) : null;
            }
        }

        return null;
    }
}
