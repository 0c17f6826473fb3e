using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AiSafety.Analyzers.Engine;

/// <summary>Where a finding about a call is shown.</summary>
internal static class CallLocation
{
    /// <summary>The whole call with what stands before its <c>?.</c>; of a call that goes on for lines, what is called first.</summary>
    public static Location Of(SyntaxNode syntax)
    {
        while (syntax.Parent is ConditionalAccessExpressionSyntax access && access.WhenNotNull == syntax)
            syntax = access;
        while (IsOnLines(syntax) && syntax is InvocationExpressionSyntax call)
        {
            syntax = call.Expression;
            if (IsOnLines(syntax) && syntax is MemberAccessExpressionSyntax { Expression: InvocationExpressionSyntax inner })
                syntax = inner;
        }

        return syntax.GetLocation();
    }

    private static bool IsOnLines(SyntaxNode syntax)
    {
        var lines = syntax.GetLocation().GetLineSpan();
        return lines.StartLinePosition.Line != lines.EndLinePosition.Line;
    }
}
