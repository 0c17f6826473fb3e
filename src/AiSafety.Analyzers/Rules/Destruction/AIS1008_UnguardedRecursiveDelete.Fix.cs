using System.Composition;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Fixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AiSafety.Analyzers.Rules.Destruction;

/// <summary>Lets the delete go on only below the folder that the path was made from.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class UnguardedRecursiveDeleteFix() : RuleFix(UnguardedRecursiveDeleteRule.Spec)
{
    private static readonly string[] RootNames = ["root", "base", "workspace", "home", "storage", "parent"];

    /// <summary>The title for a root.</summary>
    internal static string Title(string root) => $"Throw unless the full path lies below '{root}'";

    private protected override async Task OfferAsync(FixSite site)
    {
        if (site.Enclosing<InvocationExpressionSyntax>() is not { } call || Statement(call) is not { } statement || Target(call, site) is not var (path, source) || Root(source, call, site) is not { } root)
            return;
        var (file, comparison, exception) = (Name("System.IO", "Path"), Name("System", "StringComparison"), Name("System", "InvalidOperationException"));
        var guard = SyntaxFactory.ParseStatement(
                $"if (!{file}.GetFullPath({path}).StartsWith({file}.GetFullPath({root}).TrimEnd({file}.DirectorySeparatorChar) + {file}.DirectorySeparatorChar, {comparison}.Ordinal))\n"
                + $"throw new {exception}({SymbolDisplay.FormatLiteral($"The folder to delete does not lie below {root}.", quote: true)});\n")
            .WithAdditionalAnnotations(Formatter.Annotation);
        var newRoot = statement.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax
            ? InsertBefore(statement, guard, site.Root)
            : site.Root.ReplaceNode(statement, SyntaxFactory.Block(guard, statement.WithoutTrivia()).WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation));
        await site.OfferAsync(FixKind.Judgement, Title(root), newRoot).ConfigureAwait(false);

        // The name as it is known at this place.
        string Name(string space, string type) =>
            site.Model.LookupNamespacesAndTypes(call.SpanStart, name: type) is [INamedTypeSymbol found] && found.ContainingNamespace.ToDisplayString() == space ? type : $"global::{space}.{type}";
    }

    private static SyntaxNode InsertBefore(StatementSyntax statement, StatementSyntax guard, SyntaxNode root)
    {
        var leading = statement.GetLeadingTrivia();
        if (statement.Parent is GlobalStatementSyntax global)
            return root.InsertNodesBefore(global, [SyntaxFactory.GlobalStatement(guard.WithLeadingTrivia(leading))]);
        return root.InsertNodesBefore(statement, [guard.WithLeadingTrivia(leading)]);
    }

    // Only a call that is a statement of its own; in an expression there is no place before it.
    private static StatementSyntax? Statement(InvocationExpressionSyntax call) => call.Parent is ExpressionStatementSyntax { Parent: not null } statement ? statement : null;

    /// <summary>The text of the path, and the expression that it comes from.</summary>
    private static (string Path, ExpressionSyntax Source)? Target(InvocationExpressionSyntax call, FixSite site)
    {
        if (site.Model.GetSymbolInfo(call, site.CancellationToken).Symbol is not IMethodSymbol { Name: "Delete" or "DeleteDirectory" } method)
            return null;
        if (!method.IsStatic)
            return method.ContainingType.Name == "DirectoryInfo" && call.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax info } ? (info + ".FullName", info) : null;
        if (method.ContainingType.Name == "File" || call.ArgumentList.Arguments.FirstOrDefault(argument => argument.NameColon is null or { Name.Identifier.ValueText: "path" or "directory" })?.Expression is not { } path)
            return null;
        return (path.WithoutTrivia().ToString(), path);
    }

    /// <summary>The folder that the path is joined to, or one in reach that is named like a root.</summary>
    private static string? Root(ExpressionSyntax path, InvocationExpressionSyntax call, FixSite site)
    {
        if (path is IdentifierNameSyntax name && site.Model.GetSymbolInfo(name, site.CancellationToken).Symbol is ILocalSymbol { DeclaringSyntaxReferences: [var declaration] }
            && declaration.GetSyntax(site.CancellationToken) is VariableDeclaratorSyntax { Initializer.Value: var initial })
            return Root(initial, call, site);
        if (path is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var inner }] })
            return Root(inner, call, site);
        if (path is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Combine" or "Join" }, ArgumentList.Arguments: [{ Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax } first, _, ..] })
            return first.Expression.WithoutTrivia().ToString();
        foreach (var symbol in site.Model.LookupSymbols(call.SpanStart))
        {
            var type = symbol switch
            {
                ILocalSymbol local when local.Locations[0].SourceSpan.Start < call.SpanStart => local.Type,
                IParameterSymbol parameter => parameter.Type,
                IFieldSymbol field => field.Type,
                IPropertySymbol property => property.Type,
                _ => null,
            };
            if (type?.SpecialType == SpecialType.System_String && symbol.Name != path.ToString() && RootNames.Any(word => symbol.Name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0))
                return symbol.Name;
        }

        return null;
    }
}
