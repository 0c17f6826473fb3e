using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AiSafety.Analyzers.Engine.Queries;

/// <summary>
/// Filters that are applied under conditions, and an earlier test that makes sure one of the conditions holds:
/// <c>if (from is null &amp;&amp; to is null) throw …; if (from is not null) query = query.Where(…);</c>. The paths
/// depend on each other there, so that the one without any filter cannot be proven.
/// </summary>
internal static class Prerequisites
{
    private static readonly string[] CheckingNames = ["ThrowIf", "Ensure", "Validate", "Require", "Check", "Guard", "Assert", "Demand", "Verify", "Against"];

    /// <summary>Whether an exit or a checking call before the place looks at what the conditions of the assignments look at.</summary>
    public static bool MayCover(IEnumerable<IOperation> assignments, IOperation place, Site site)
    {
        var tested = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var roots = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var conditions = new HashSet<SyntaxNode>();
        SyntaxNode? body = null;
        foreach (var assignment in assignments)
        {
            foreach (var ancestor in assignment.Syntax.Ancestors())
            {
                if (ancestor is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or AccessorDeclarationSyntax or CompilationUnitSyntax)
                {
                    body ??= ancestor;
                    break;
                }

                if (Condition(ancestor) is { } condition && conditions.Add(condition))
                    Collect(condition, site, tested, roots);
            }
        }

        return body is not null && tested.Count > 0 && body.DescendantNodes().Any(node =>
            node.SpanStart < place.Syntax.SpanStart && Covers(node, conditions, site, tested, roots));
    }

    private static bool Covers(SyntaxNode node, HashSet<SyntaxNode> conditions, Site site, HashSet<ISymbol> tested, HashSet<ISymbol> roots)
    {
        switch (node)
        {
            case IfStatementSyntax { Condition: var condition } test when !conditions.Contains(condition) && (Leaves(test.Statement) || (test.Else is { } otherwise && Leaves(otherwise.Statement))):
                return Mentions(condition, site, tested) || (!IsNullTest(condition) && Mentions(condition, site, roots));
            case InvocationExpressionSyntax { Expression: var callee } call when Checks(callee):
                return Mentions(call, site, tested) || (!NameOf(callee).EndsWith("Null", StringComparison.Ordinal) && Mentions(call, site, roots));
            case ThrowExpressionSyntax { Parent: BinaryExpressionSyntax { Left: var value } }:
                return Mentions(value, site, tested);
            default:
                return false;
        }
    }

    private static ExpressionSyntax? Condition(SyntaxNode node) => node switch
    {
        IfStatementSyntax test => test.Condition,
        WhileStatementSyntax loop => loop.Condition,
        ForStatementSyntax loop => loop.Condition,
        ForEachStatementSyntax loop => loop.Expression,
        SwitchStatementSyntax choice => choice.Expression,
        ConditionalExpressionSyntax choice => choice.Condition,
        _ => null,
    };

    // What a condition looks at (x, filter.From) and what that hangs on (filter).
    private static void Collect(ExpressionSyntax condition, Site site, HashSet<ISymbol> tested, HashSet<ISymbol> roots)
    {
        foreach (var name in condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
        {
            if (Symbol(name, site) is not { } symbol)
                continue;
            var member = name.Parent is MemberAccessExpressionSyntax access && access.Expression == name ? Symbol(access.Name, site)
                : name.Parent is ConditionalAccessExpressionSyntax { WhenNotNull: MemberBindingExpressionSyntax binding } optional && optional.Expression == name ? Symbol(binding.Name, site)
                : null;
            (member is null ? tested : roots).Add(symbol);
        }
    }

    private static ISymbol? Symbol(SyntaxNode name, Site site) =>
        name.SyntaxTree == site.Model.SyntaxTree && site.Model.GetSymbolInfo(name, site.CancellationToken).Symbol is { } symbol
        && symbol is ILocalSymbol or IParameterSymbol or IPropertySymbol { DeclaringSyntaxReferences.Length: > 0 } or IFieldSymbol { IsConst: false, DeclaringSyntaxReferences.Length: > 0 }
            ? symbol
            : null;

    private static bool Mentions(SyntaxNode node, Site site, HashSet<ISymbol> symbols)
    {
        foreach (var name in node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
        {
            if (Symbol(name, site) is { } symbol && symbols.Contains(symbol))
                return true;
        }

        return false;
    }

    private static bool Leaves(StatementSyntax statement) => statement switch
    {
        BlockSyntax { Statements: [.., var last] } => Leaves(last),
        ThrowStatementSyntax or ReturnStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax => true,
        _ => false,
    };

    private static bool IsNullTest(ExpressionSyntax condition) => condition switch
    {
        BinaryExpressionSyntax test when test.IsKind(SyntaxKind.EqualsExpression) => test.Right.IsKind(SyntaxKind.NullLiteralExpression),
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression: var constant } } => constant.IsKind(SyntaxKind.NullLiteralExpression),
        _ => false,
    };

    private static bool Checks(ExpressionSyntax callee)
    {
        var text = callee is MemberAccessExpressionSyntax { Expression: SimpleNameSyntax owner } ? owner.Identifier.ValueText : "";
        foreach (var name in CheckingNames)
        {
            if (NameOf(callee).StartsWith(name, StringComparison.Ordinal) || text.StartsWith(name, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static string NameOf(ExpressionSyntax callee) => callee switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => "",
    };
}
