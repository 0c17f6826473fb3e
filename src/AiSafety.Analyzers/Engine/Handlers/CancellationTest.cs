using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>
/// Reads conditions that are only about cancellation: tests of the caught exception against
/// <c>OperationCanceledException</c> and of a token.
/// </summary>
internal readonly struct CancellationTest(ISymbol? exception, Session session)
{
    private readonly ISymbol? exception = exception;
    private readonly INamedTypeSymbol? canceled = session.Type("System.OperationCanceledException");
    private readonly INamedTypeSymbol? token = session.Type("System.Threading.CancellationToken");
    private readonly INamedTypeSymbol? source = session.Type("System.Threading.CancellationTokenSource");

    /// <summary>
    /// What the condition yields for a failure that is no cancellation, while nobody has cancelled. Unknown when the
    /// condition is about anything else, too.
    /// </summary>
    public Answer OfOrdinaryFailure(IOperation condition)
    {
        condition = OwnOperations.Unwrap(condition);
        if (condition.ConstantValue is { HasValue: true, Value: bool constant })
            return constant ? Answer.Yes : Answer.No;
        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Not(OfOrdinaryFailure(not.Operand));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And } and:
                return Both(OfOrdinaryFailure(and.LeftOperand), OfOrdinaryFailure(and.RightOperand), Answer.No);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or } or:
                return Both(OfOrdinaryFailure(or.LeftOperand), OfOrdinaryFailure(or.RightOperand), Answer.Yes);
            case IIsTypeOperation test when IsException(test.ValueOperand) && test.TypeOperand.Inherits(canceled):
                return test.IsNegated ? Answer.Yes : Answer.No;
            case IIsPatternOperation test when IsException(test.Value):
                return OfPattern(test.Pattern);
            case IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } property when IsTokenMember(property):
                return Answer.No;
            default:
                return Answer.Unknown;
        }
    }

    private Answer OfPattern(IPatternOperation pattern) => pattern switch
    {
        INegatedPatternOperation not => Not(OfPattern(not.Pattern)),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } and =>
            Both(OfPattern(and.LeftPattern), OfPattern(and.RightPattern), Answer.No),
        IBinaryPatternOperation or => Both(OfPattern(or.LeftPattern), OfPattern(or.RightPattern), Answer.Yes),
        ITypePatternOperation type when type.MatchedType.Inherits(canceled) => Answer.No,
        IDeclarationPatternOperation declaration when declaration.MatchedType.Inherits(canceled) => Answer.No,
        IRecursivePatternOperation recursive when recursive.MatchedType.Inherits(canceled) => Answer.No,
        _ => Answer.Unknown,
    };

    private bool IsException(IOperation value) =>
        exception is not null && SymbolEqualityComparer.Default.Equals(OwnOperations.Variable(value), exception);

    private bool IsTokenMember(IPropertyReferenceOperation property) =>
        SymbolEqualityComparer.Default.Equals(property.Property.ContainingType, token)
        || SymbolEqualityComparer.Default.Equals(property.Property.ContainingType, source);

    private static Answer Not(Answer answer) => answer switch
    {
        Answer.Yes => Answer.No,
        Answer.No => Answer.Yes,
        _ => Answer.Unknown,
    };

    // Both sides must be about cancellation: a condition that also asks for something else selects by it.
    private static Answer Both(Answer left, Answer right, Answer decisive) =>
        left == Answer.Unknown || right == Answer.Unknown ? Answer.Unknown
        : left == decisive || right == decisive ? decisive
        : left;
}
