using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>Where a handler takes an exception as a whole, with its stack trace and its inner exceptions, and not only parts such as the message.</summary>
internal sealed class ExceptionUses(ICatchClauseOperation clause, Session session)
{
    private readonly INamedTypeSymbol? exception = session.Type("System.Exception");
    private readonly SyntaxNode scope = clause.Syntax;

    /// <summary>The operations below <paramref name="root"/>, also in nested functions, to which an exception goes as a whole: the one that was caught, its inner ones, those of outer handlers.</summary>
    public IEnumerable<IOperation> Whole(IOperation root)
    {
        foreach (var operation in root.DescendantsAndSelf())
        {
            if (IsException(operation) && User(operation) is { } user)
                yield return user;
        }
    }

    /// <summary>Whether the clause's own variable is read anywhere below <paramref name="root"/>.</summary>
    public bool Reads(IOperation root)
    {
        if (CatchScope.Variable(clause) is not { } variable)
            return false;
        foreach (var operation in root.DescendantsAndSelf())
        {
            if (operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, variable))
                return true;
        }

        return false;
    }

    private bool IsException(IOperation operation) => operation switch
    {
        ILocalReferenceOperation { Local: var local } => local.Type.Inherits(exception) && !IsOfInnerClause(local),
        IParameterReferenceOperation => operation.Type.Inherits(exception),
        IFieldReferenceOperation or IPropertyReferenceOperation => operation.Type.Inherits(exception) && !((IMemberReferenceOperation)operation).Instance?.Type.Inherits(exception) == true,
        _ => false,
    };

    // What is caught in a handler inside the handler is another failure.
    private bool IsOfInnerClause(ILocalSymbol local) =>
        local.DeclaringSyntaxReferences is [var reference] && reference.SyntaxTree == scope.SyntaxTree && scope.Span.Contains(reference.Span)
        && !SymbolEqualityComparer.Default.Equals(local, CatchScope.Variable(clause))
        && reference.GetSyntax() is Microsoft.CodeAnalysis.CSharp.Syntax.CatchDeclarationSyntax;

    // Follows the value outwards; null when only a part of it is read, or when it is put into a variable that is looked at on its own.
    private IOperation? User(IOperation value)
    {
        for (var each = value; each.Parent is { } parent;)
        {
            switch (parent)
            {
                case IConversionOperation { OperatorMethod: null } or IParenthesizedOperation or ICoalesceOperation or ISwitchExpressionArmOperation:
                case IConditionalOperation conditional when each != conditional.Condition:
                case ISwitchExpressionOperation choice when each != choice.Value:
                case IConditionalAccessOperation access when each == access.WhenNotNull:
                    each = parent;
                    break;
                case IConditionalAccessOperation access:
                    each = access.WhenNotNull.DescendantsAndSelf().First(inner => inner is IConditionalAccessInstanceOperation);
                    break;
                case IMemberReferenceOperation member when each == member.Instance:
                    if (member.Member.Name == nameof(Exception.StackTrace))
                        return member;
                    if (IsPlain(member.Type))
                        return null;
                    each = member;
                    break;
                case IInvocationOperation call when each == call.Instance:
                    if (call.TargetMethod.Name == nameof(GetType) || call.Type?.SpecialType == SpecialType.System_Boolean)
                        return null;
                    if (!call.Type.Inherits(exception))
                        return call;
                    each = call;
                    break;
                case IIsTypeOperation or IIsPatternOperation or ISwitchOperation or ISwitchExpressionOperation or INameOfOperation or IExpressionStatementOperation or IThrowOperation
                    or IConditionalOperation or IBinaryOperation { Type.SpecialType: SpecialType.System_Boolean }:
                    return null;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                    return local.Type.Inherits(exception) ? null : parent;
                case IAssignmentOperation assignment:
                    return each == assignment.Target || OwnOperations.Unwrap(assignment.Target) is IDiscardOperation
                        || (OwnOperations.Unwrap(assignment.Target) is ILocalReferenceOperation { Local: var target } && IsDeclaredInside(target) && target.Type.Inherits(exception))
                        ? null
                        : assignment;
                default:
                    return parent;
            }
        }

        return null;
    }

    private bool IsDeclaredInside(ILocalSymbol local) =>
        local.DeclaringSyntaxReferences is [var reference, ..] && reference.SyntaxTree == scope.SyntaxTree && scope.Span.Contains(reference.Span);

    // Values that say one thing only: texts, numbers, codes.
    private static bool IsPlain(ITypeSymbol? type) =>
        type is { SpecialType: not (SpecialType.None or SpecialType.System_Object) } or { TypeKind: TypeKind.Enum }
        || (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] } && IsPlain(inner))
        || type is { Name: "Guid" or "TimeSpan" or "DateTimeOffset" or "Uri" or "Type" or "MethodBase", ContainingNamespace.Name: "System" or "Reflection" };
}
