using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AiSafety.Analyzers.Engine;

/// <summary>Code that the compiler skips here (<c>#if</c>) and compiles for another target framework or configuration.</summary>
internal static class DisabledText
{
    /// <summary>Whether skipped code inside the node names something so: it may be used there.</summary>
    public static bool Names(SyntaxNode scope, string name)
    {
        if (!scope.ContainsDirectives)
            return false;
        foreach (var trivia in scope.DescendantTrivia())
        {
            if (trivia.IsKind(SyntaxKind.DisabledTextTrivia) && trivia.ToString().IndexOf(name, StringComparison.Ordinal) >= 0)
                return true;
        }

        return false;
    }
}
