using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AiSafety.Analyzers.Engine.Summaries;

/// <summary>What a type puts into its own fields and properties.</summary>
internal static class MemberValues
{
    /// <summary>
    /// The value that the member's type gives it by initializer or assignment; null where there are several or none, or where the type is not
    /// declared in this project. What other types assign is not looked for.
    /// </summary>
    public static IOperation? Only(ISymbol member, Site site)
    {
        IOperation? only = null;
        foreach (var reference in member.ContainingType.DeclaringSyntaxReferences)
        {
            var syntax = reference.GetSyntax(site.CancellationToken);
            if (!site.Compilation.ContainsSyntaxTree(syntax.SyntaxTree))
                return null;
            var model = Bodies.Of(site.Session).Model(syntax.SyntaxTree, site.Model);
            foreach (var node in syntax.DescendantNodes())
            {
                var value = node switch
                {
                    VariableDeclaratorSyntax { Initializer.Value: var initial, Parent.Parent: FieldDeclarationSyntax } declarator when declarator.Identifier.ValueText == member.Name => initial,
                    PropertyDeclarationSyntax { Initializer.Value: var initial } property when property.Identifier.ValueText == member.Name => initial,
                    AssignmentExpressionSyntax { Left: IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } } assignment
                        when SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(assignment.Left, site.CancellationToken).Symbol, member) => assignment.Right,
                    _ => null,
                };
                if (value is null)
                    continue;
                if (only is not null)
                    return null;
                only = model.GetOperation(value, site.CancellationToken);
            }
        }

        return only;
    }
}
