using AiSafety.Analyzers.Engine.Flow;
using AiSafety.Analyzers.Engine.Guards;
using AiSafety.Analyzers.Engine.Text;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Stores;

/// <summary>What a call that deletes a whole store says about its target: a rehearsal, a part of it, something short-lived, something of its own.</summary>
internal sealed class StoreTarget(IInvocationOperation call, DestructiveCall destruction, Site site)
{
    /// <summary>How far values are followed to where they come from.</summary>
    private const int MaxDepth = 8;

    private static readonly HashSet<string> ShortLived = new(StringComparer.OrdinalIgnoreCase)
    {
        "bench", "benchmark", "ci", "e2e", "ephemeral", "memory", "preview", "sandbox", "scratch", "temp", "temporary", "test", "testing", "tests", "tmp",
    };

    private List<IOperation>? sources;

    /// <summary>Whether nothing, or only what somebody picked, is deleted: a rehearsal, a selector, an unused thing, another command.</summary>
    public bool IsLess()
    {
        if (destruction.Commands.Length > 0 && !SendsCommand())
            return true;
        if (destruction.Rehearsal is { } rehearsal && IsSet(rehearsal))
            return true;
        foreach (var selector in destruction.Selectors)
        {
            if (IsSet(selector))
                return true;
        }

        return false;
    }

    /// <summary>Whether the request also gives up the last copy (<see cref="DestructiveCall.Warning"/>).</summary>
    public bool GivesUpLastCopy() => destruction.Warning is { } warning && IsSet(warning);

    /// <summary>Whether constant text in its name says that it is short-lived, or it lives in memory only.</summary>
    public bool IsShortLived()
    {
        foreach (var text in Names())
        {
            foreach (var word in Intent.Words(text.Replace("e2e", "ephemeral")))
            {
                if (ShortLived.Contains(word))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether constant text names everything at once: <c>*</c>, <c>_all</c>.</summary>
    public bool IsWildcard()
    {
        foreach (var text in Names())
        {
            if (text.IndexOf('*') >= 0 || text == "_all")
                return true;
        }

        return false;
    }

    /// <summary>Whether an earlier call of the same function made what is deleted: the same receiver, or the same name.</summary>
    public bool IsMadeHere()
    {
        foreach (var each in OwnOperations.Of(OwnOperations.Function(call)))
        {
            if (each is not IInvocationOperation other || other.Syntax.SpanStart >= call.Syntax.SpanStart || !Makes(other.TargetMethod.Name))
                continue;
            if (Variable(Receiver(other)) is { } made && SymbolEqualityComparer.Default.Equals(made, Variable(Receiver(call))) && TakesNoName(call))
                return true;
            foreach (var argument in call.Arguments)
            {
                if (IsName(argument) && other.Arguments.Any(candidate => IsName(candidate) && AreSame(candidate.Value, argument.Value)))
                    return true;
            }

            // The result of the creation is what the deletion is called on.
            if (Origin(Receiver(call), 0) is { } origin && (origin.Syntax == other.Syntax || origin.Syntax.Span.Contains(other.Syntax.Span)))
                return true;
        }

        return false;
    }

    /// <summary>Whether a value that the function around the call is given (a name, a key) says which one is deleted.</summary>
    public bool IsChosenByCaller()
    {
        foreach (var source in Sources())
        {
            foreach (var each in source.DescendantsAndSelf())
            {
                if (each is IParameterReferenceOperation { Parameter: { Type: var type } } && (type.IsValueType || type.SpecialType == SpecialType.System_String) && type.Name != "CancellationToken")
                    return true;
            }
        }

        return false;
    }

    // Constant texts that name the target.
    private IEnumerable<string> Names()
    {
        foreach (var source in Sources())
        {
            if (source.Type?.SpecialType != SpecialType.System_String)
                continue;
            foreach (var variant in TextValues.Read(source, site))
            {
                foreach (var part in variant.Parts)
                {
                    if (part.Text is { } text)
                        yield return text;
                }
            }
        }
    }

    // What names the target: the arguments, and what the receiver was made of.
    private List<IOperation> Sources()
    {
        if (sources is not null)
            return sources;
        sources = [];
        foreach (var argument in call.Arguments)
            Collect(argument.Value, sources, 0);
        if (Receiver(call) is { } receiver)
            Collect(receiver, sources, 0);
        return sources;
    }

    private void Collect(IOperation value, List<IOperation> sources, int depth)
    {
        if (depth > MaxDepth)
            return;
        value = OwnOperations.Unwrap(value);
        sources.Add(value);
        if (value.Type?.SpecialType == SpecialType.System_String)
            return;
        switch (value)
        {
            case IConversionOperation conversion:
                Collect(conversion.Operand, sources, depth + 1);
                break;
            case ILocalReferenceOperation local when ReachingValues.Of(local, site) is { } definitions:
                foreach (var definition in definitions)
                {
                    if (definition.Value is { } defined)
                        Collect(defined, sources, depth + 1);
                }

                break;
            case IObjectCreationOperation creation:
                foreach (var argument in creation.Arguments)
                    Collect(argument.Value, sources, depth + 1);
                foreach (var initializer in creation.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
                {
                    if (initializer is ISimpleAssignmentOperation assignment)
                        Collect(assignment.Value, sources, depth + 1);
                }

                break;
            case IInvocationOperation origin when origin != call:
                foreach (var argument in origin.Arguments)
                    Collect(argument.Value, sources, depth + 1);
                if (origin.Instance is { } receiver)
                    Collect(receiver, sources, depth + 1);
                break;
            case IAwaitOperation awaited:
                Collect(awaited.Operation, sources, depth + 1);
                break;
            case IArrayCreationOperation { Initializer.ElementValues: var elements }:
                foreach (var element in elements)
                    Collect(element, sources, depth + 1);
                break;
            case IPropertyReferenceOperation { Instance: { } instance } property:
                // database.Client, context.Database: the name is on what they hang on.
                foreach (var argument in property.Arguments)
                    Collect(argument.Value, sources, depth + 1);
                Collect(instance, sources, depth + 1);
                break;
        }
    }

    private bool SendsCommand()
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name != "command")
                continue;
            var text = OwnOperations.Unwrap(argument.Value).ConstantValue;
            return text is { HasValue: true, Value: string command } && destruction.Commands.Contains(command.Trim(), StringComparer.OrdinalIgnoreCase);
        }

        return false;
    }

    // Whether a parameter, or a property of an argument's object, has a value that is not the one of doing nothing.
    private bool IsSet(string name)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name == name && argument.ArgumentKind == ArgumentKind.Explicit)
                return !IsNothing(argument.Value);
            if (argument.Value.Type is INamedTypeSymbol { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } && SetsProperty(argument.Value, name))
                return true;
        }

        return false;
    }

    private bool SetsProperty(IOperation request, string name)
    {
        if (Origin(request, 0) is IObjectCreationOperation { Initializer.Initializers: var initializers }
            && initializers.Any(each => each is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation target } assignment && target.Property.Name == name && !IsNothing(assignment.Value)))
            return true;
        if (Variable(request) is not { } variable)
            return false;
        foreach (var each in OwnOperations.Of(OwnOperations.Function(call)))
        {
            if (each is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } instance } target } assignment && target.Property.Name == name
                && SymbolEqualityComparer.Default.Equals(Variable(instance), variable) && !IsNothing(assignment.Value))
                return true;
        }

        return false;
    }

    private static bool IsNothing(IOperation value)
    {
        value = OwnOperations.Unwrap(value);
        return value is IDefaultValueOperation || value.ConstantValue is { HasValue: true, Value: null or false or "" };
    }

    private IOperation? Origin(IOperation? value, int depth)
    {
        if (value is null || depth > MaxDepth)
            return null;
        value = OwnOperations.Unwrap(value);
        return value switch
        {
            ILocalReferenceOperation local => ReachingValues.Of(local, site) is [{ Value: { } only }] ? Origin(only, depth + 1) : null,
            IAwaitOperation awaited => Origin(awaited.Operation, depth + 1),
            IPropertyReferenceOperation { Property.Name: "Value", Instance: { } instance } => Origin(instance, depth + 1),
            IObjectCreationOperation or IInvocationOperation => value,
            _ => null,
        };
    }

    private static bool Makes(string name) =>
        name.StartsWith("Create", StringComparison.Ordinal) || name.StartsWith("EnsureCreated", StringComparison.Ordinal) || name.StartsWith("MakeBucket", StringComparison.Ordinal)
        || name.StartsWith("PutBucket", StringComparison.Ordinal) || name.StartsWith("QueueDeclare", StringComparison.Ordinal) || name.StartsWith("RunInstances", StringComparison.Ordinal)
        || name is "Migrate" or "MigrateAsync";

    private static bool TakesNoName(IInvocationOperation call) => !call.Arguments.Any(IsName);

    private static bool IsName(IArgumentOperation argument) =>
        argument.ArgumentKind != ArgumentKind.DefaultValue
        && (OwnOperations.UnwrapAll(argument.Value).Type?.SpecialType == SpecialType.System_String
            || argument.Parameter?.Type is INamedTypeSymbol { Name: "IEnumerable", TypeArguments: [{ SpecialType: SpecialType.System_String }] });

    private static bool AreSame(IOperation left, IOperation right)
    {
        (left, right) = (OwnOperations.UnwrapAll(left), OwnOperations.UnwrapAll(right));
        if (left.ConstantValue.HasValue && right.ConstantValue.HasValue)
            return Equals(left.ConstantValue.Value, right.ConstantValue.Value);
        return Variable(left) is { } variable && SymbolEqualityComparer.Default.Equals(variable, Variable(right));
    }

    /// <summary>The object that the call is made on; the first argument of an extension method.</summary>
    private static IOperation? Receiver(IInvocationOperation call) =>
        call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0) is { } first ? first.Value : null);

    private static ISymbol? Variable(IOperation? operation)
    {
        if (operation is null)
            return null;
        return OwnOperations.Unwrap(operation) switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IFieldReferenceOperation field => field.Field,
            // context.Database is one per context.
            IPropertyReferenceOperation { Property.Name: "Database", Instance: { } owner } => Variable(owner),
            IPropertyReferenceOperation property => property.Property,
            _ => null,
        };
    }
}
