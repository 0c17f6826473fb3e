using System.Composition;
using System.Globalization;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Fixes;
using AiSafety.Analyzers.Fixes.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AiSafety.Analyzers.Rules.Failures;

/// <summary>Passes the caught exception as the inner one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class LostCauseFix() : RuleFix(LostCauseRule.Spec)
{
    internal const string PassCause = "Pass the caught exception as the inner exception";

    private protected override async Task OfferAsync(FixSite site)
    {
        var properties = site.Diagnostic.Properties;
        if (!properties.TryGetValue(LostCauseRule.Position, out var index) || !int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            || !properties.TryGetValue(LostCauseRule.Parameter, out var parameter)
            || site.Enclosing<BaseObjectCreationExpressionSyntax>() is not { } creation || creation.FirstAncestorOrSelf<CatchClauseSyntax>() is not { } clause)
            return;
        await site.OfferAsync(FixKind.Mechanical, PassCause, CatchVariable.Pass(clause, creation, With, site)).ConfigureAwait(false);

        BaseObjectCreationExpressionSyntax With(ExpressionSyntax cause)
        {
            var list = creation.ArgumentList ?? SyntaxFactory.ArgumentList();
            return creation.WithArgumentList(list.WithArguments(Add(list.Arguments, cause, parameter!, position)));
        }
    }

    private static SeparatedSyntaxList<ArgumentSyntax> Add(SeparatedSyntaxList<ArgumentSyntax> arguments, ExpressionSyntax cause, string parameter, int position)
    {
        var named = arguments.IndexOf(argument => argument.NameColon?.Name.Identifier.ValueText == parameter);
        if (named >= 0)
            return arguments.Replace(arguments[named], arguments[named].WithExpression(cause));
        var isPositional = !arguments.Any(argument => argument.NameColon is not null);
        // A cause that is given as null.
        if (isPositional && position < arguments.Count && arguments[position].Expression.Kind() is SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression)
            return arguments.Replace(arguments[position], SyntaxFactory.Argument(cause));
        return isPositional && position <= arguments.Count
            ? arguments.Insert(position, SyntaxFactory.Argument(cause))
            : arguments.Add(SyntaxFactory.Argument(SyntaxFactory.NameColon(parameter), default, cause));
    }
}
