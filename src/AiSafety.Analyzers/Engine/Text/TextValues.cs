using System.Globalization;
using AiSafety.Analyzers.Engine.Flow;
using AiSafety.Analyzers.Engine.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Text;

/// <summary>
/// Reads the texts that an expression can yield: through literals, constants, <c>static readonly</c> fields, locals, concatenation, interpolation,
/// formatting, string builders, and every arm of conditional expressions. What it cannot read becomes a piece of unknown text.
/// </summary>
internal sealed class TextValues
{
    /// <summary>More texts than this are not told apart; those with the fewest appended pieces come first and stay.</summary>
    internal const int MaxVariants = 32;

    /// <summary>Work limit for one text.</summary>
    private const int MaxSteps = 3_000;

    private const int MaxDepth = 60;
    private readonly Site site;
    private readonly bool isParameterized;
    private readonly HashSet<object> open = [];
    private int steps;
    private int depth;

    private TextValues(Site site, bool isParameterized)
    {
        this.site = site;
        this.isParameterized = isParameterized;
    }

    /// <summary>The texts that can arrive, or none when that takes too much work.</summary>
    /// <param name="operation">The text's expression, in the original tree.</param>
    /// <param name="site">A place in the same member.</param>
    /// <param name="isParameterized">What is interpolated is sent as parameters (<see cref="FormattableString"/>).</param>
    public static ImmutableArray<TextVariant> Read(IOperation operation, Site site, bool isParameterized = false)
    {
        var reader = new TextValues(site, isParameterized);
        var variants = reader.Read(operation);
        return reader.steps > MaxSteps ? ImmutableArray<TextVariant>.Empty : variants;
    }

    /// <summary>Reads inside the same limits; for <see cref="BuilderReader"/>.</summary>
    internal ImmutableArray<TextVariant> Read(IOperation operation)
    {
        site.CancellationToken.ThrowIfCancellationRequested();
        if (++steps > MaxSteps || depth > MaxDepth)
            return Unknown(operation);
        depth++;
        try
        {
            return ReadCore(operation);
        }
        finally
        {
            depth--;
        }
    }

    private ImmutableArray<TextVariant> ReadCore(IOperation operation)
    {
        switch (operation)
        {
            case IConversionOperation { OperatorMethod: null } conversion:
                return Read(conversion.Operand);
            case IParenthesizedOperation parenthesized:
                return Read(parenthesized.Operand);
            case ILiteralOperation literal:
                return Constant(literal, literal.Syntax);
            case IInterpolatedStringOperation interpolated:
                return Interpolated(interpolated);
            case IInterpolatedStringHandlerCreationOperation handler:
                return Read(handler.Content);
            case IInterpolatedStringAdditionOperation addition:
                return Sequence(Read(addition.Left), Read(addition.Right));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, OperatorMethod: null, Type.SpecialType: SpecialType.System_String } sum:
                return Sum(sum);
            case IConditionalOperation { WhenFalse: { } whenFalse } choice:
                return Union([Read(choice.WhenTrue), Read(whenFalse)]);
            case ISwitchExpressionOperation choice:
                return Union([.. choice.Arms.Select(arm => Read(arm.Value))]);
            case ICoalesceOperation choice:
                return Union([Read(choice.Value), Read(choice.WhenNull)]);
            case IThrowOperation:
                return ImmutableArray<TextVariant>.Empty;
            case ISimpleAssignmentOperation assignment:
                return Read(assignment.Value);
            case ILocalReferenceOperation or IParameterReferenceOperation:
                return Variable(operation);
            case IFieldReferenceOperation field:
                return Field(field);
            case IPropertyReferenceOperation { Property: { Name: "NewLine", ContainingType: { Name: "Environment", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } } }:
                return Text("\n", null);
            case IInvocationOperation call:
                return Call(call);
            default:
                return Constant(operation, null);
        }
    }

    private ImmutableArray<TextVariant> Constant(IOperation operation, SyntaxNode? syntax) =>
        operation.ConstantValue is { HasValue: true, Value: var value }
            ? Text(value is string text ? text : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", value is string && syntax is LiteralExpressionSyntax ? syntax : null)
            : Unknown(operation);

    internal static ImmutableArray<TextVariant> Text(string text, SyntaxNode? syntax) => One(new TextPart(text, IsValue: false, syntax));

    internal static ImmutableArray<TextVariant> Unknown(IOperation operation) => One(new TextPart(null, IsValueType(operation), null, Source: operation));

    private static ImmutableArray<TextVariant> One(TextPart part) => ImmutableArray.Create(TextVariant.Empty with { Parts = ImmutableArray.Create(part) });

    /// <summary>Every text of the first followed by every text of the second.</summary>
    internal static ImmutableArray<TextVariant> Sequence(ImmutableArray<TextVariant> first, ImmutableArray<TextVariant> second)
    {
        if (second.Length == 1 && first.Length == 1)
            return ImmutableArray.Create(first[0].Then(second[0]));
        var result = ImmutableArray.CreateBuilder<TextVariant>();
        foreach (var right in second)
        {
            foreach (var left in first)
            {
                if (result.Count < MaxVariants)
                    result.Add(left.Then(right));
            }
        }

        return result.ToImmutable();
    }

    internal static ImmutableArray<TextVariant> Union(IEnumerable<ImmutableArray<TextVariant>> choices) =>
        ImmutableArray.CreateRange(choices.SelectMany(each => each).Take(MaxVariants));

    // Long sums lean to the left: walked without recursion.
    private ImmutableArray<TextVariant> Sum(IBinaryOperation sum)
    {
        var operands = new Stack<IOperation>();
        IOperation left = sum;
        while (left is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, OperatorMethod: null, Type.SpecialType: SpecialType.System_String } inner)
        {
            operands.Push(inner.RightOperand);
            left = inner.LeftOperand;
        }

        var result = Read(left);
        while (operands.Count > 0)
            result = Sequence(result, Read(operands.Pop()));
        return result;
    }

    private ImmutableArray<TextVariant> Interpolated(IInterpolatedStringOperation interpolated)
    {
        var result = ImmutableArray.Create(TextVariant.Empty);
        foreach (var part in interpolated.Parts)
        {
            result = Sequence(result, part switch
            {
                IInterpolatedStringTextOperation { Text.ConstantValue.Value: string text } => Text(text, part.Syntax),
                IInterpolationOperation hole => Hole(hole.Expression, hole.Syntax, hole.FormatString is not null || hole.Alignment is not null),
                IInterpolatedStringAppendOperation { Kind: OperationKind.InterpolatedStringAppendLiteral, AppendCall: IInvocationOperation { Arguments: [{ Value.ConstantValue.Value: string text }, ..] } } =>
                    Text(text, part.Syntax),
                IInterpolatedStringAppendOperation { Kind: OperationKind.InterpolatedStringAppendFormatted, AppendCall: IInvocationOperation { Arguments: [{ Value: var value }, ..] arguments } } =>
                    Hole(value, part.Syntax, arguments.Count(argument => argument.ArgumentKind == ArgumentKind.Explicit) > 1),
                _ => Unknown(part),
            });
        }

        return result;
    }

    private ImmutableArray<TextVariant> Hole(IOperation value, SyntaxNode syntax, bool isFormatted)
    {
        if (isParameterized)
            return One(new TextPart(null, IsValue: true, syntax));
        var variants = isFormatted ? Unknown(value) : Read(value);
        return ImmutableArray.CreateRange(variants, variant => variant with { Parts = ImmutableArray.CreateRange(variant.Parts, part => part with { Syntax = syntax }) });
    }

    private ImmutableArray<TextVariant> Variable(IOperation use)
    {
        var symbol = ReachingValues.Symbol(use);
        if (symbol is null || (use.Type?.SpecialType is not SpecialType.System_String && !IsFormattable(use.Type)) || ReachingValues.Of(use, site) is not { } definitions)
            return Constant(use, null);
        var choices = new List<ImmutableArray<TextVariant>>();
        foreach (var definition in definitions)
            choices.Add(Through(symbol, Defined(use, definition)));

        // A text that something is appended to on some paths only: say so on the longer ones.
        if (definitions.Count > 1)
        {
            for (var i = 0; i < choices.Count; i++)
            {
                if (definitions[i] is { BuildsOnPrevious: true, Assignment: { } append })
                    choices[i] = ImmutableArray.CreateRange(choices[i], variant => variant with { Appends = variant.Appends.Add(append) });
            }
        }

        return Union(choices);
    }

    private ImmutableArray<TextVariant> Defined(IOperation use, Definition definition)
    {
        if (definition.IsParameterValue || definition.Value is not { } value || !open.Add(definition.Assignment!))
            return Unknown(use);
        var result = definition.Assignment switch
        {
            ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add } append => Sequence(Read(append.Target), Read(value)),
            ICompoundAssignmentOperation => Unknown(use),
            _ => Read(value),
        };
        open.Remove(definition.Assignment!);
        return result;
    }

    private static ImmutableArray<TextVariant> Through(ISymbol variable, ImmutableArray<TextVariant> variants) =>
        ImmutableArray.CreateRange(variants, variant => variant with
        {
            Parts = ImmutableArray.CreateRange(variant.Parts, part => part.Variable is null ? part with { Variable = variable } : part),
        });

    private ImmutableArray<TextVariant> Field(IFieldReferenceOperation reference)
    {
        var field = reference.Field;
        if (field is { Name: "Empty", ContainingType.SpecialType: SpecialType.System_String })
            return Text("", null);
        if (Initializer(field) is not { } value || !open.Add(field))
            return Constant(reference, null);
        var result = Through(field, Read(value));
        open.Remove(field);
        return result;
    }

    /// <summary>The initial value of a constant or static readonly string that nothing else can have set.</summary>
    private IOperation? Initializer(IFieldSymbol field)
    {
        if (field.Type.SpecialType != SpecialType.System_String || !(field.IsConst || (field.IsStatic && field.IsReadOnly)))
            return null;
        if (!field.IsConst && field.ContainingType.StaticConstructors.Any(constructor => !constructor.IsImplicitlyDeclared))
            return null;
        if (field.DeclaringSyntaxReferences is not [var declaration] || declaration.GetSyntax(site.CancellationToken) is not VariableDeclaratorSyntax { Initializer.Value: var initial })
            return null;
        var isHere = initial.SyntaxTree == site.Model.SyntaxTree;
        return isHere || !field.IsConst ? Bodies.Of(site.Session).Model(initial.SyntaxTree, site.Model).GetOperation(initial, site.CancellationToken) : null;
    }

    private ImmutableArray<TextVariant> Call(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (call.ConstantValue.HasValue)
            return Constant(call, null);
        if (method.ContainingType.SpecialType == SpecialType.System_String)
        {
            switch (method.Name)
            {
                case "ToString" or "Trim" or "TrimEnd" or "TrimStart" or "ReplaceLineEndings" when call is { Instance: { } text, Arguments.Length: 0 }:
                    return Read(text);
                case "Concat" when Elements(call) is { } elements:
                    return All(elements);
                case "Join" when call.Arguments is [{ Value: var separator }, ..] && Elements(call, skip: 1) is { } elements:
                    return All(elements.SelectMany((element, i) => i == 0 ? [element] : new[] { separator, element }));
                case "Format":
                    return Format(call);
                case "Create" when call.Arguments is [.., { Value: IInterpolatedStringHandlerCreationOperation handler }]:
                    return Read(handler);
            }
        }

        if (method is { Name: "Invariant" or "CurrentCulture", IsStatic: true } && IsFormattable(method.ContainingType) && call.Arguments is [{ Value: var formattable }])
            return Read(formattable);
        if (method is { Name: "ToString", Parameters.Length: 0 } && BuilderReader.IsBuilder(call.Instance?.Type))
            return new BuilderReader(this, site).Read(call);
        return Unknown(call);
    }

    private ImmutableArray<TextVariant> All(IEnumerable<IOperation> operations)
    {
        var result = ImmutableArray.Create(TextVariant.Empty);
        foreach (var operation in operations)
            result = Sequence(result, Read(operation));
        return result;
    }

    /// <summary>The single values among the arguments; null when one of them is a collection.</summary>
    private static List<IOperation>? Elements(IInvocationOperation call, int skip = 0)
    {
        var elements = new List<IOperation>();
        foreach (var argument in call.Arguments.Skip(skip))
        {
            if (OwnOperations.Unwrap(argument.Value) is IArrayCreationOperation { Initializer: { } initializer })
                elements.AddRange(initializer.ElementValues);
            else if (argument.ArgumentKind is not (ArgumentKind.Explicit or ArgumentKind.DefaultValue) && argument.Value.ChildOperations.All(IsTextOrObject))
                elements.AddRange(argument.Value.ChildOperations); // a params span
            else if (argument.Parameter?.Type.SpecialType is SpecialType.System_String or SpecialType.System_Object)
                elements.Add(argument.Value);
            else
                return null;
        }

        return elements;
    }

    private static bool IsTextOrObject(IOperation operation) => operation.Type?.SpecialType is SpecialType.System_String or SpecialType.System_Object;

    /// <summary>string.Format and AppendFormat: the format's text with the arguments in their places.</summary>
    internal ImmutableArray<TextVariant> Format(IInvocationOperation call)
    {
        var arguments = call.Arguments;
        var first = arguments.Length > 0 && arguments[0].Parameter is { Type.SpecialType: not SpecialType.System_String } ? 1 : 0;
        if (arguments.Length <= first || OwnOperations.Unwrap(arguments[first].Value).ConstantValue is not { HasValue: true, Value: string format } || Elements(call, first + 1) is not { } values)
            return Unknown(call);
        var syntax = OwnOperations.Unwrap(arguments[first].Value).Syntax as LiteralExpressionSyntax;
        var result = ImmutableArray.Create(TextVariant.Empty);
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            var c = format[i];
            if (c is '{' or '}' && i + 1 < format.Length && format[i + 1] == c)
            {
                text.Append(c);
                i++;
                continue;
            }

            var close = c == '{' ? format.IndexOf('}', i) : -1;
            if (close < 0)
            {
                text.Append(c);
                continue;
            }

            var item = format.Substring(i + 1, close - i - 1);
            var digits = item.TakeWhile(char.IsDigit).Count();
            var value = int.TryParse(item.Substring(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < values.Count ? values[index] : null;
            result = Sequence(Sequence(result, Text(text.ToString(), null)), value is null ? Unknown(call) : digits < item.Length ? Unknown(value) : Read(value));
            text.Clear();
            i = close;
        }

        result = Sequence(result, Text(text.ToString(), null));

        // The positions inside the format do not fit the pieces: they all stand for the literal as a whole.
        return syntax is null ? result : ImmutableArray.CreateRange(result, variant => variant with { Parts = ImmutableArray.CreateRange(variant.Parts, part => part with { Syntax = null }) });
    }

    private static bool IsFormattable(ITypeSymbol? type) =>
        type is { Name: "FormattableString", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>Whether the text of a value of this type is only ever a value: it brings no words of its own.</summary>
    private static bool IsValueType(IOperation operation)
    {
        var type = OwnOperations.Unwrap(operation).Type;
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] })
            type = inner;
        if (type is null)
            return false;
        if (type.TypeKind == TypeKind.Enum)
            return true;
        return type.SpecialType switch
        {
            SpecialType.System_Boolean or SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
                or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Single
                or SpecialType.System_Double or SpecialType.System_Decimal or SpecialType.System_DateTime => true,
            SpecialType.None => type is { Name: "Guid" or "DateTimeOffset" or "DateOnly" or "TimeOnly" or "TimeSpan", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } },
            _ => false,
        };
    }
}
