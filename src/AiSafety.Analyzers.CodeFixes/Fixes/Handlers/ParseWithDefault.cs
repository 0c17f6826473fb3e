using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Fixes.Handlers;

/// <summary><c>try { return int.Parse(text); } catch { return 0; }</c></summary>
internal sealed class ParseWithDefault
{
    private readonly TryStatementSyntax attempt;
    private readonly InvocationExpressionSyntax parse;
    private readonly ExpressionSyntax fallback;
    private readonly string outName;
    private readonly bool needsProvider;

    private ParseWithDefault(
        TryStatementSyntax attempt, InvocationExpressionSyntax parse, ExpressionSyntax fallback, string outName, bool needsProvider, bool hasPlainArguments)
    {
        this.attempt = attempt;
        this.parse = parse;
        this.fallback = fallback;
        this.outName = outName;
        this.needsProvider = needsProvider;
        HasPlainArguments = hasPlainArguments;
    }

    /// <summary>Whether evaluating the arguments cannot fail.</summary>
    public bool HasPlainArguments { get; }

    /// <summary>Reads the try around a clause; null when it is of another shape.</summary>
    public static ParseWithDefault? Of(CatchClauseSyntax clause, SemanticModel model, CancellationToken cancellationToken)
    {
        if (clause.Parent is not TryStatementSyntax { Catches.Count: 1, Finally: null } attempt
            || attempt.Block.Statements is not [ReturnStatementSyntax { Expression: InvocationExpressionSyntax parse }]
            || clause.Block.Statements is not [ReturnStatementSyntax { Expression: { } fallback }]
            || model.GetOperation(parse, cancellationToken) is not IInvocationOperation call
            || !IsParse(call.TargetMethod))
            return null;
        var takesStyleOnly = call.TargetMethod.Parameters is [_, { Type.Name: "NumberStyles" }];
        return new ParseWithDefault(
            attempt, parse, fallback, FreeName(attempt, model), takesStyleOnly, call.Arguments.All(argument => IsPlain(argument.Value)));
    }

    /// <summary>The statement that does the same without an exception.</summary>
    public SyntaxNode Replacement()
    {
        var arguments = parse.ArgumentList.Arguments;
        if (needsProvider)
            arguments = arguments.Add(SyntaxFactory.Argument(SyntaxFactory.LiteralExpression(SyntaxKind.NullLiteralExpression)));
        var target = SyntaxFactory.Argument(SyntaxFactory.DeclarationExpression(
                SyntaxFactory.IdentifierName("var"),
                SyntaxFactory.SingleVariableDesignation(SyntaxFactory.Identifier(outName))))
            .WithRefKindKeyword(SyntaxFactory.Token(SyntaxKind.OutKeyword));
        var named = arguments.Any(argument => argument.NameColon is not null);
        if (named)
            target = target.WithNameColon(SyntaxFactory.NameColon("result"));
        var call = parse.WithExpression(Named(parse.Expression))
            .WithArgumentList(parse.ArgumentList.WithArguments(arguments.Add(target)))
            .WithoutTrivia();
        var choice = SyntaxFactory.ConditionalExpression(call, SyntaxFactory.IdentifierName(outName), fallback.WithoutTrivia());
        return SyntaxFactory.ReturnStatement(choice).WithTriviaFrom(attempt).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static ExpressionSyntax Named(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax access => access.WithName(Named(access.Name)),
        SimpleNameSyntax name => Named(name),
        _ => expression,
    };

    private static SimpleNameSyntax Named(SimpleNameSyntax name) => name.WithIdentifier(SyntaxFactory.Identifier("TryParse"));

    // Types of the framework whose TryParse says no exactly where Parse throws.
    private static bool IsParse(IMethodSymbol method) =>
        method is { Name: "Parse", IsStatic: true, ContainingType: { } type }
        && (type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true }
            || type is { Name: "IPAddress" or "IPEndPoint", ContainingNamespace.Name: "Net" })
        && type.Name != "Uri";

    private static bool IsPlain(IOperation value) => value switch
    {
        IConversionOperation { OperatorMethod: null } conversion => IsPlain(conversion.Operand),
        ILocalReferenceOperation or IParameterReferenceOperation or ILiteralOperation or IDefaultValueOperation => true,
        IFieldReferenceOperation field => field.Instance is null or IInstanceReferenceOperation,
        IPropertyReferenceOperation { Property: { IsStatic: true, ContainingType.Name: "CultureInfo" or "NumberFormatInfo" or "DateTimeFormatInfo" } } => true,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Or } flags => IsPlain(flags.LeftOperand) && IsPlain(flags.RightOperand),
        _ => value.ConstantValue.HasValue,
    };

    private static string FreeName(SyntaxNode at, SemanticModel model)
    {
        var taken = new HashSet<string>(model.LookupSymbols(at.SpanStart).Select(symbol => symbol.Name));
        return new[] { "value", "parsed", "result" }.FirstOrDefault(name => !taken.Contains(name)) ?? "value1";
    }
}
