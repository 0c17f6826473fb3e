using AiSafety.Analyzers.Engine.Facts;
using AiSafety.Analyzers.Engine.Flow;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Guards;

/// <summary>What a condition says: whether its being true (or false) means that a guard permitted what follows.</summary>
internal sealed class GuardConditions(Site site, Guards guards)
{
    /// <summary>Nested expressions and locals are followed this far.</summary>
    private const int MaxNesting = 20;

    private static readonly string[] OptionSuffixes =
        ["Options", "Settings", "Setting", "Config", "Configuration", "Opts", "Args", "Arguments", "Flags", "Features", "Switches", "Preferences"];

    private readonly FactIndex<GuardCall> facts = site.Session.Facts(GuardCalls.Table);
    private int nesting;

    private enum Kind
    {
        None,
        Input,
        EnvironmentName,
        Setting,
        Text,
        Choice,
    }

    /// <summary>Where a value comes from, as far as guards care, and the name of the setting or parameter.</summary>
    private readonly record struct Origin(Kind Kind, string Name);

    /// <summary>Whether the condition can have the outcome only after a guard gave its permission, or not at all.</summary>
    public bool Implies(IOperation condition, bool outcome, int depth)
    {
        condition = Lift(condition, wantsBoolean: true);
        if (condition.ConstantValue is { HasValue: true, Value: bool constant })
            return constant != outcome;
        if (nesting >= MaxNesting || !guards.TryRead())
            return false;
        nesting++;
        var implies = condition switch
        {
            IParenthesizedOperation inner => Implies(inner.Operand, outcome, depth),
            IConversionOperation inner => Implies(inner.Operand, outcome, depth),
            IAwaitOperation inner => Implies(inner.Operation, outcome, depth),
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => Implies(not.Operand, !outcome, depth),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And } and => outcome
                ? Implies(and.LeftOperand, true, depth) || Implies(and.RightOperand, true, depth)
                : Implies(and.LeftOperand, false, depth) && Implies(and.RightOperand, false, depth),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or } or => outcome
                ? Implies(or.LeftOperand, true, depth) && Implies(or.RightOperand, true, depth)
                : Implies(or.LeftOperand, false, depth) || Implies(or.RightOperand, false, depth),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals => Comparison(equals.LeftOperand, equals.RightOperand, outcome, depth),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } differs => Comparison(differs.LeftOperand, differs.RightOperand, !outcome, depth),
            IConditionalOperation { WhenFalse: { } otherwise } either =>
                Implies(either.WhenTrue, outcome, depth) && Implies(otherwise, outcome, depth),
            ICoalesceOperation coalesce => Implies(coalesce.Value, outcome, depth) && Implies(coalesce.WhenNull, outcome, depth),
            IConditionalAccessOperation access => Implies(access.WhenNotNull, outcome, depth),
            IIsPatternOperation test => Pattern(test.Value, test.Pattern, outcome, depth),
            ILocalReferenceOperation local => Local(local, outcome, depth),
            IParameterReferenceOperation { Parameter: var parameter } => IsFlag(parameter, outcome),
            IInvocationOperation call => Call(call, outcome, depth),
            IPropertyReferenceOperation property => Property(property, outcome, depth),
            IFieldReferenceOperation { Field: var field } => IsFlag(field, outcome),
            _ => false,
        };
        nesting--;
        return implies;
    }

    /// <summary>The semantic model of an operation; lowered operations take that of the place that is analysed.</summary>
    public SemanticModel? ModelOf(IOperation operation) =>
        operation.SemanticModel ?? (operation.Syntax.SyntaxTree == site.Model.SyntaxTree ? site.Model : null);

    // Flow graphs hold lowered copies; the original says more (conditional access, captured values).
    private IOperation Lift(IOperation operation, bool wantsBoolean = false)
    {
        if (operation.SemanticModel is not null || operation is IIsNullOperation
            || ModelOf(operation)?.GetOperation(operation.Syntax, site.CancellationToken) is not { } original)
            return operation;
        return wantsBoolean && !IsBoolean(original.Type) ? operation : original;
    }

    private bool Local(ILocalReferenceOperation use, bool outcome, int depth)
    {
        if (ReachingValues.Of(use, site) is not { } definitions)
            return false;
        foreach (var definition in definitions)
        {
            if (definition.BuildsOnPrevious || definition.Value is not { } value)
                return false;

            // "allowed = true" inside a guarded branch is as good as the guard.
            if (!Implies(value, outcome, depth)
                && !(value.ConstantValue.HasValue && guards.IsGuardedAssignment(definition.Assignment!, depth)))
                return false;
        }

        return true;
    }

    private bool Call(IInvocationOperation call, bool outcome, int depth)
    {
        var method = call.TargetMethod;
        if (facts.Find(method) is { } fact)
        {
            return fact.Source switch
            {
                GuardSource.HarmlessEnvironment or GuardSource.Confirmation => outcome,
                GuardSource.Production => !outcome,
                GuardSource.NamedEnvironment => outcome != Intent.IsProduction(Constant(call.Arguments) ?? ""),
                GuardSource.Input => outcome && IsBoolean(call.Type),
                GuardSource.Setting => Fits(Intent.Of(Constant(call.Arguments) ?? ""), outcome),
                _ => false,
            };
        }

        if (IsPassThrough(method) && Receiver(call) is { } receiver)
            return Implies(receiver, outcome, depth);
        var arguments = call.Arguments;
        switch (method.Name)
        {
            case "Equals" when method.IsStatic && arguments.Length >= 2:
                return Comparison(arguments[0].Value, arguments[1].Value, outcome, depth);
            case "Equals" when arguments.Length >= 2 && method.ContainingType.Name.Contains("Comparer"):
                return Comparison(arguments[0].Value, arguments[1].Value, outcome, depth);
            case "Equals" when arguments.Length >= 1 && call.Instance is { } instance:
                return Comparison(instance, arguments[0].Value, outcome, depth);
            case "IsNullOrEmpty" or "IsNullOrWhiteSpace" when IsString(method.ContainingType):
                return !outcome && Trace(arguments[0].Value).Kind == Kind.Setting;
            case "Parse" or "ToBoolean" when arguments.Length > 0:
                return Trace(arguments[0].Value) is { Kind: Kind.Setting } parsed && Fits(Intent.Of(parsed.Name), outcome);
            case "TryParse" when arguments.Length > 0:
                return outcome && Trace(arguments[0].Value).Kind == Kind.Setting;
            case "Contains" or "Any" or "Exists" when (call.Instance ?? arguments[0].Value) is { } source:
                return Membership(source, call.Instance is null ? arguments.Skip(1) : arguments, outcome);
        }

        return (outcome && Intent.Asks(method.Name) && !AlwaysSays(method, outcome, call))
            || (!method.DeclaringSyntaxReferences.IsEmpty && ModelOf(call) is { } model && guards.ReturnImplies(method, outcome, model, depth));
    }

    // args.Contains("--reset"), allowedNames.Contains(name).
    private bool Membership(IOperation source, IEnumerable<IArgumentOperation> arguments, bool outcome)
    {
        if (Trace(source).Kind == Kind.Setting)
            return Fits(Intent.Of(Constant(arguments) ?? ""), outcome);
        if (!outcome || IsString(source.Type))
            return false;
        foreach (var argument in arguments)
        {
            if (Trace(argument.Value).Kind is Kind.Text or Kind.Input)
                return true;
        }

        return false;
    }

    // A confirmation that somebody stubbed out confirms nothing.
    private bool AlwaysSays(IMethodSymbol method, bool outcome, IInvocationOperation call)
    {
        if (method.DeclaringSyntaxReferences.IsEmpty || ModelOf(call) is not { } model
            || Summaries.Bodies.Of(site.Session).Of(method, model, site.CancellationToken) is not { } body)
            return false;
        var returns = 0;
        foreach (var each in body.Descendants())
        {
            if (each is not IReturnOperation { ReturnedValue: { } value })
                continue;
            returns++;
            while (value is IInvocationOperation { TargetMethod.Name: "FromResult", Arguments: [var only] })
                value = only.Value;
            if (value is IConversionOperation conversion)
                value = conversion.Operand;
            if (!(value.ConstantValue is { HasValue: true, Value: bool constant } && constant == outcome))
                return false;
        }

        return returns > 0;
    }

    private bool Property(IPropertyReferenceOperation reference, bool outcome, int depth)
    {
        var property = reference.Property;
        if (property.GetMethod is { } getter && facts.Find(getter) is { } fact)
        {
            return fact.Source switch
            {
                GuardSource.HarmlessEnvironment => outcome,
                GuardSource.Setting => Fits(Intent.Of(Constant(reference.Arguments) ?? ""), outcome),
                _ => false,
            };
        }

        if (property.Name is "Value" or "Result" && reference.Instance is { } instance
            && property.ContainingType.OriginalDefinition is { SpecialType: SpecialType.System_Nullable_T } or { Name: "Task" or "ValueTask" })
            return Implies(instance, outcome, depth);
        return IsFlag(property, outcome)
            || (property.GetMethod is { } get && ModelOf(reference) is { } model && guards.ReturnImplies(get, outcome, model, depth));
    }

    private bool Pattern(IOperation value, IPatternOperation pattern, bool outcome, int depth)
    {
        switch (pattern)
        {
            case IConstantPatternOperation constant:
                return Comparison(value, constant.Value, outcome, depth);
            case INegatedPatternOperation not:
                return Pattern(value, not.Pattern, !outcome, depth);
            case IBinaryPatternOperation both when both.OperatorKind == BinaryOperatorKind.And == outcome:
                return Pattern(value, both.LeftPattern, outcome, depth) || Pattern(value, both.RightPattern, outcome, depth);
            case IBinaryPatternOperation both:
                return Pattern(value, both.LeftPattern, outcome, depth) && Pattern(value, both.RightPattern, outcome, depth);
            case IRecursivePatternOperation { PropertySubpatterns: var parts } when outcome:
                foreach (var part in parts)
                {
                    if (Pattern(part.Member, part.Pattern, true, depth))
                        return true;
                }

                return false;
            default:
                return false;
        }
    }

    private bool Comparison(IOperation left, IOperation right, bool outcome, int depth)
    {
        (left, right) = (Bare(Lift(left)), Bare(Lift(right)));
        if (right.ConstantValue.HasValue)
            return AgainstConstant(left, right, outcome, depth);
        if (left.ConstantValue.HasValue)
            return AgainstConstant(right, left, outcome, depth);
        return outcome && (Confirms(Trace(left).Kind) || Confirms(Trace(right).Kind));

        static bool Confirms(Kind kind) => kind is Kind.Input or Kind.Text or Kind.Setting or Kind.EnvironmentName;
    }

    private bool AgainstConstant(IOperation value, IOperation constant, bool outcome, int depth)
    {
        if (constant.ConstantValue.Value is bool wanted)
            return Implies(value, outcome == wanted, depth);
        var origin = Trace(value);
        if (constant.ConstantValue.Value is null)
            return origin.Kind == Kind.Setting && !outcome;
        var text = Text(constant);
        return origin.Kind switch
        {
            Kind.Input => outcome != Intent.MeansNo(text),
            Kind.EnvironmentName => outcome != Intent.IsProduction(text),
            Kind.Setting => Fits(Intent.Of(origin.Name), outcome != Intent.MeansNo(text)),
            Kind.Text => outcome && (Intent.IsDeliberate(text) || Intent.IsDeliberate(origin.Name)),
            Kind.Choice => outcome && Intent.IsDeliberate(text),
            _ => false,
        };
    }

    private Origin Trace(IOperation value)
    {
        if (nesting >= MaxNesting)
            return default;
        nesting++;
        var origin = TraceCore(Lift(value));
        nesting--;
        return origin;
    }

    private Origin TraceCore(IOperation value)
    {
        switch (value)
        {
            case IParenthesizedOperation inner:
                return Trace(inner.Operand);
            case IConversionOperation inner:
                return Trace(inner.Operand);
            case IAwaitOperation inner:
                return Trace(inner.Operation);
            case ICoalesceOperation inner:
                return Trace(inner.Value);
            case IArrayElementReferenceOperation inner:
                return Trace(inner.ArrayReference);
            case IConditionalAccessOperation inner:
                return Trace(inner.WhenNotNull);
            case IConditionalAccessInstanceOperation instance:
                return OwnOperations.Accessed(instance) is { } accessed ? Trace(accessed) : default;
            case ILocalReferenceOperation local:
                return TraceLocal(local);
            case IParameterReferenceOperation { Parameter: var parameter }:
                return parameter switch
                {
                    { Type: IArrayTypeSymbol { ElementType: var element } } when IsString(element) && parameter.Name == "args" => new(Kind.Setting, ""),
                    _ when IsString(parameter.Type) => new(Kind.Text, parameter.Name),
                    { Type.TypeKind: TypeKind.Enum } => new(Kind.Choice, parameter.Name),
                    _ => default,
                };
            case IInvocationOperation call:
                if (facts.Find(call.TargetMethod) is { } fact)
                    return new(ToKind(fact.Source), Constant(call.Arguments) ?? "");
                if (IsPassThrough(call.TargetMethod) || IsTextual(call.TargetMethod))
                    return Receiver(call) is { } receiver ? Trace(receiver) : default;
                return default;
            case IPropertyReferenceOperation { Property: var property } reference:
                if (property.GetMethod is { } getter && facts.Find(getter) is { } known)
                    return new(ToKind(known.Source), Constant(reference.Arguments) ?? "");
                if (IsOptions(property.ContainingType))
                    return new(Kind.Setting, property.Name);
                if (property.Name is "Key" or "KeyChar" or "Value" or "Result" && reference.Instance is { } inside)
                    return Trace(inside);
                return IsString(property.Type) && Intent.IsDeliberate(property.Name) ? new(Kind.Text, property.Name)
                    : property.Type.TypeKind == TypeKind.Enum ? new(Kind.Choice, property.Name)
                    : default;
            case IFieldReferenceOperation { Field: var field } when IsOptions(field.ContainingType) || (field.IsReadOnly && IsString(field.Type) && IsOwn(field)):
                return new(Kind.Setting, field.Name);
            default:
                return default;
        }
    }

    private Origin TraceLocal(ILocalReferenceOperation local)
    {
        if (ReachingValues.Of(local, site) is not { Count: > 0 } definitions)
            return default;
        Origin first = default;
        foreach (var definition in definitions)
        {
            if (definition.BuildsOnPrevious || definition.Value is not { } value || Trace(value) is not { Kind: not Kind.None } origin)
                return default;
            first = origin;
        }

        return first;
    }

    private static Kind ToKind(GuardSource source) => source switch
    {
        GuardSource.Input or GuardSource.Confirmation => Kind.Input,
        GuardSource.EnvironmentName => Kind.EnvironmentName,
        GuardSource.Setting => Kind.Setting,
        _ => Kind.None,
    };

    // A boolean that somebody sets: an option, a fixed field, or a flag whose name says what it is for.
    private bool IsFlag(ISymbol symbol, bool outcome)
    {
        var polarity = Intent.Of(symbol.Name);
        var isFlag = symbol switch
        {
            IParameterSymbol { Type: var type } => IsBoolean(type) && (polarity != Polarity.Either || Intent.IsDeliberate(symbol.Name)),
            IPropertySymbol property => IsBoolean(property.Type)
                && (IsOptions(property.ContainingType) || Intent.IsDeliberate(property.Name) || (IsFixed(property) && IsOwn(property))),
            IFieldSymbol field => IsBoolean(field.Type)
                && (IsOptions(field.ContainingType) || Intent.IsDeliberate(field.Name) || (field.IsReadOnly && IsOwn(field))),
            _ => false,
        };
        return isFlag && Fits(polarity, outcome);
    }

    // Set once, when the object is made: a setting rather than a state. A computed property is judged by its body.
    private static bool IsFixed(IPropertySymbol property) =>
        property.SetMethod is null or { IsInitOnly: true }
        && property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));

    private bool IsOwn(ISymbol member) =>
        member.IsStatic || SymbolEqualityComparer.Default.Equals(member.ContainingType, site.ContainingSymbol.ContainingType);

    private static bool IsOptions(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            // What an event brings is nobody's setting.
            if (type.Name.EndsWith("EventArgs", StringComparison.Ordinal))
                return false;
            foreach (var suffix in OptionSuffixes)
            {
                if (type.Name.EndsWith(suffix, StringComparison.Ordinal))
                    return true;
            }
        }

        return false;
    }

    private static bool Fits(Polarity polarity, bool outcome) => polarity == Polarity.Either || polarity == Polarity.True == outcome;

    // Hands its receiver's value on unchanged.
    private static bool IsPassThrough(IMethodSymbol method) =>
        method.Name is "ConfigureAwait" or "GetAwaiter" or "GetResult" or "GetValueOrDefault" or "AsTask" or "FromResult" or "WaitAsync"
        && method.ContainingType.ContainingNamespace?.ToDisplayString() is "System" or "System.Threading.Tasks" or "System.Runtime.CompilerServices";

    private static bool IsTextual(IMethodSymbol method) =>
        (IsString(method.ContainingType) && method.Name is "Trim" or "TrimEnd" or "TrimStart" or "ToLower" or "ToUpper" or "ToLowerInvariant" or "ToUpperInvariant")
        || method.Name is "ToString" or "FirstOrDefault" or "First" or "ElementAtOrDefault" or "Parse";

    private static IOperation? Receiver(IInvocationOperation call) =>
        call.Instance ?? (call.Arguments.Length > 0 ? call.Arguments[0].Value : null);

    private static string? Constant(IEnumerable<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument.Value.ConstantValue is { HasValue: true, Value: string text })
                return text;
        }

        return null;
    }

    private static string Text(IOperation constant) =>
        constant is IFieldReferenceOperation { Field: { ContainingType.TypeKind: TypeKind.Enum } member }
            ? member.Name
            : constant.ConstantValue.Value?.ToString() ?? "";

    private static IOperation Bare(IOperation operation)
    {
        while (operation is IConversionOperation conversion)
            operation = conversion.Operand;
        return operation;
    }

    private static bool IsString(ITypeSymbol? type) => type?.SpecialType == SpecialType.System_String;

    private static bool IsBoolean(ITypeSymbol? type) =>
        type?.SpecialType == SpecialType.System_Boolean
        || type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [{ SpecialType: SpecialType.System_Boolean }] };
}
