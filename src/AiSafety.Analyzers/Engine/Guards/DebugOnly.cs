using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AiSafety.Analyzers.Engine.Guards;

/// <summary>Code that only debug builds contain.</summary>
internal static class DebugOnly
{
    /// <summary>Whether the node lies in a part of its file that is compiled only when <c>DEBUG</c> is defined.</summary>
    public static bool Contains(SyntaxNode node)
    {
        var root = node.SyntaxTree.GetRoot();
        if (!root.ContainsDirectives)
            return false;
        for (var directive = root.GetFirstDirective(); directive is not null && directive.SpanStart < node.SpanStart; directive = directive.GetNextDirective())
        {
            if (directive is not BranchingDirectiveTriviaSyntax { BranchTaken: true } branch || End(branch) is not { } end || end.SpanStart < node.SpanStart)
                continue;
            if (branch is ConditionalDirectiveTriviaSyntax conditional ? Requires(conditional.Condition, true) : ExcludesOthers(branch))
                return true;
        }

        return false;
    }

    private static DirectiveTriviaSyntax? End(DirectiveTriviaSyntax branch)
    {
        foreach (var related in branch.GetRelatedDirectives())
        {
            if (related.SpanStart > branch.SpanStart)
                return related;
        }

        return null;
    }

    // #else of an #if !DEBUG.
    private static bool ExcludesOthers(BranchingDirectiveTriviaSyntax branch)
    {
        if (branch is not ElseDirectiveTriviaSyntax)
            return false;
        foreach (var related in branch.GetRelatedDirectives())
        {
            if (related is ConditionalDirectiveTriviaSyntax { Condition: var condition } && Requires(condition, false))
                return true;
        }

        return false;
    }

    // Whether the condition can have the outcome only when DEBUG is defined.
    private static bool Requires(ExpressionSyntax condition, bool outcome) => condition switch
    {
        IdentifierNameSyntax { Identifier.ValueText: "DEBUG" } => outcome,
        ParenthesizedExpressionSyntax inner => Requires(inner.Expression, outcome),
        PrefixUnaryExpressionSyntax not => Requires(not.Operand, !outcome),
        BinaryExpressionSyntax both when both.IsKind(SyntaxKind.LogicalAndExpression) => outcome
            ? Requires(both.Left, true) || Requires(both.Right, true)
            : Requires(both.Left, false) && Requires(both.Right, false),
        BinaryExpressionSyntax either when either.IsKind(SyntaxKind.LogicalOrExpression) => outcome
            ? Requires(either.Left, true) && Requires(either.Right, true)
            : Requires(either.Left, false) || Requires(either.Right, false),
        _ => false,
    };
}
