using AiSafety.Analyzers.Engine.Facts;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>Recognises values and statements that say that all went well. What they carry besides is <see cref="AnswerContents"/>' matter.</summary>
internal sealed class SuccessClaims
{
    private static readonly string[] SuccessNames = ["Success", "Ok", "OK", "Succeed", "Succeeded", "Successful", "Completed", "Done"];

    private static readonly string[] SuccessStates =
        ["Complete", "Completed", "Delivered", "Done", "OK", "Ok", "Paid", "Passed", "Processed", "Sent", "Succeeded", "Success", "Successful"];

    private static readonly string[] FlagNames = ["Success", "IsSuccess", "IsSuccessful", "Successful", "Succeeded", "IsSucceeded", "Ok", "IsOk"];

    private static readonly string[] FailureStems = ["Abort", "Denied", "Err", "Fail", "Fault", "Invalid", "NotFound", "Problem", "Reject", "Unhealthy", "Unsuccess"];

    private readonly FactIndex<SuccessAnswer> calls;
    private readonly ImmutableArray<(INamedTypeSymbol Type, SuccessAnswer Answer)> types;
    private readonly INamedTypeSymbol? environment;
    private readonly INamedTypeSymbol? response;

    private SuccessClaims(Session session)
    {
        calls = session.Facts(SuccessAnswers.Calls);
        types = ImmutableArray.CreateRange(
            from each in SuccessAnswers.Types
            let type = session.Type(each.Type)
            where type is not null
            select (type, each.Answer));
        environment = session.Type("System.Environment");
        response = session.Type("Microsoft.AspNetCore.Http.HttpResponse");
    }

    public static SuccessClaims Of(Session session) => session.Part(static each => new SuccessClaims(each));

    /// <summary>The claim that a returned value makes, or null.</summary>
    /// <param name="returned">The value; finished tasks and awaits are looked through.</param>
    /// <param name="function">The function that returns it.</param>
    public SuccessClaim? OfValue(IOperation? returned, FunctionContext function)
    {
        if (returned is null)
            return null;
        var value = Core(returned);
        if (value.ConstantValue is { HasValue: true, Value: var constant })
        {
            return constant switch
            {
                true => new SuccessClaim(ClaimKind.Flag, "'true'", value),
                0 when Boundaries.IsProgram(function) => new SuccessClaim(ClaimKind.ExitCode, "Exit code 0", value),
                string { Length: > 0 } text => new SuccessClaim(ClaimKind.Named, $"'{Short(text)}'", value),
                _ => OfState(value) is { } state ? new SuccessClaim(ClaimKind.Named, $"'{state}'", value) : null,
            };
        }

        // Responses and results are often converted to the declared type by an operator of that.
        value = Core(OwnOperations.UnwrapAll(value));
        return value switch
        {
            IInvocationOperation call when calls.Find(call.TargetMethod) is { } answer =>
                SaysWell(answer, call.Arguments) ? new SuccessClaim(ClaimKind.Answer, $"'{call.TargetMethod.Name}'", call) : null,
            IInvocationOperation { TargetMethod: { IsStatic: true } factory } call when IsFactory(factory, factory.ReturnType) => Factory(factory, call),
            IPropertyReferenceOperation { Property: { IsStatic: true } property } when IsFactory(property, property.Type) => Factory(property, value),
            IFieldReferenceOperation { Field: { IsStatic: true } field } when IsFactory(field, field.Type) => Factory(field, value),
            IObjectCreationOperation creation => OfCreation(creation),
            ITupleOperation { Elements: [var first, ..] } tuple when first.ConstantValue is { HasValue: true, Value: true } => new SuccessClaim(ClaimKind.FlaggedObject, "'true'", tuple),
            _ => null,
        };
    }

    /// <summary>The claim that a statement makes, or null: a status or an exit code is set, the program is ended as if well.</summary>
    public SuccessClaim? OfStatement(IOperation statement)
    {
        if (statement is not IExpressionStatementOperation { Operation: var operation })
            return null;
        switch (operation)
        {
            case IInvocationOperation { TargetMethod: { Name: "Exit", ContainingType: var owner }, Arguments: [{ Value.ConstantValue: { HasValue: true, Value: 0 } }] }
                when SymbolEqualityComparer.Default.Equals(owner, environment):
                return new SuccessClaim(ClaimKind.ExitCode, "Exit code 0", operation);
            case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "ExitCode", ContainingType: var owner } }, Value.ConstantValue: { HasValue: true, Value: 0 } }
                when SymbolEqualityComparer.Default.Equals(owner, environment):
                return new SuccessClaim(ClaimKind.ExitCode, "Exit code 0", operation);
            case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "StatusCode", Instance.Type: var owner }, Value.ConstantValue: { HasValue: true, Value: int and >= 200 and < 300 } }
                when owner.Inherits(response):
                return new SuccessClaim(ClaimKind.Status, "The success status", operation);
            case ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: not null }, Value: var value } when OfState(OwnOperations.Unwrap(value)) is { } state:
                return new SuccessClaim(ClaimKind.Status, $"The status '{state}'", operation);
            default:
                return null;
        }
    }

    /// <summary>The value without conversions, awaits and the finished tasks around it.</summary>
    public static IOperation Core(IOperation value)
    {
        while (true)
        {
            value = OwnOperations.Unwrap(value);
            switch (value)
            {
                case IAwaitOperation await:
                    value = await.Operation;
                    break;
                case IInvocationOperation { Arguments: [var argument], TargetMethod: { Name: "FromResult", ContainingType.Name: "Task" or "ValueTask" } }:
                    value = argument.Value;
                    break;
                case IObjectCreationOperation { Arguments: [var argument], Constructor.ContainingType.Name: "ValueTask" }:
                    value = argument.Value;
                    break;
                default:
                    return value;
            }
        }
    }

    /// <summary>Whether a name says that something went wrong.</summary>
    public static bool NamesFailure(string name)
    {
        foreach (var stem in FailureStems)
        {
            if (name.StartsWith(stem, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>Whether a name is that of a flag for success.</summary>
    public static bool IsFlag(string name) => Array.Exists(FlagNames, each => each.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The name of the enum member, if the enum has one for failures, too.</summary>
    private static string? OfState(IOperation value)
    {
        if (value is not IFieldReferenceOperation { Field: { HasConstantValue: true, ContainingType: { TypeKind: TypeKind.Enum } type } field } || Array.IndexOf(SuccessStates, field.Name) < 0)
            return null;
        foreach (var member in type.GetMembers())
        {
            if (member is IFieldSymbol && NamesFailure(member.Name))
                return field.Name;
        }

        return null;
    }

    private static SuccessClaim Factory(ISymbol member, IOperation value) =>
        new(ClaimKind.Answer, $"'{member.ContainingType.Name}.{member.Name}'", value);

    // "Result.Success" beside "Result.Failure".
    private static bool IsFactory(ISymbol member, ITypeSymbol made)
    {
        if (Array.IndexOf(SuccessNames, member.Name) < 0 || made is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Interface, SpecialType: SpecialType.None } result)
            return false;
        return HasFailure(member.ContainingType, result) || HasFailure(result, result);
    }

    private static bool HasFailure(INamedTypeSymbol type, INamedTypeSymbol result)
    {
        for (var each = type; each is { SpecialType: SpecialType.None }; each = each.BaseType)
        {
            foreach (var member in each.GetMembers())
            {
                if (!member.IsStatic || !NamesFailure(member.Name))
                    continue;
                var made = member switch
                {
                    IMethodSymbol method => method.ReturnType,
                    IPropertySymbol property => property.Type,
                    IFieldSymbol field => field.Type,
                    _ => null,
                };
                if (made is INamedTypeSymbol { TypeKind: not TypeKind.Enum } failure && failure.Name == result.Name)
                    return true;
            }
        }

        return false;
    }

    private SuccessClaim? OfCreation(IObjectCreationOperation creation)
    {
        foreach (var (type, answer) in types)
        {
            if (SymbolEqualityComparer.Default.Equals(creation.Type, type))
                return SaysWell(answer, creation.Arguments) ? new SuccessClaim(ClaimKind.Answer, $"'{type.Name}'", creation) : null;
        }

        foreach (var argument in creation.Arguments)
        {
            if (argument is { Parameter.Name: var name, Value.ConstantValue: { HasValue: true, Value: true } } && IsFlag(name))
                return new SuccessClaim(ClaimKind.FlaggedObject, $"'{name}: true'", creation);
        }

        foreach (var each in creation.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
        {
            if (each is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name }, Value.ConstantValue: { HasValue: true, Value: true } } && IsFlag(name))
                return new SuccessClaim(ClaimKind.FlaggedObject, $"'{name} = true'", creation);
        }

        return null;
    }

    private static bool SaysWell(SuccessAnswer answer, ImmutableArray<IArgumentOperation> arguments)
    {
        var written = arguments.Where(static argument => argument.ArgumentKind == ArgumentKind.Explicit);
        return answer.When switch
        {
            SuccessWhen.Always => true,
            SuccessWhen.NoStatusIsGiven => !written.Any(static argument => argument.Parameter?.Name == "statusCode"),
            _ => arguments.IsEmpty || written.Any(static argument => IsGoodStatus(OwnOperations.Unwrap(argument.Value))),
        };
    }

    private static bool IsGoodStatus(IOperation value) =>
        value is IFieldReferenceOperation { Field: { Name: "Healthy", ContainingType.Name: "HealthStatus" } }
        || value.ConstantValue is { HasValue: true, Value: int and >= 200 and < 300 };

    private static string Short(string text) => text.Length <= 20 ? text : text.Substring(0, 20) + "...";
}
