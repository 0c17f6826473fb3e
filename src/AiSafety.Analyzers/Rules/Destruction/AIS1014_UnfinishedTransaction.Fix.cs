using System.Composition;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Fixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AiSafety.Analyzers.Rules.Destruction;

/// <summary>Lets a transaction scope flow across awaits.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class UnfinishedTransactionFix() : RuleFix(UnfinishedTransactionRule.Spec)
{
    internal const string Flow = "Let the transaction flow across await";

    private const string Option = "TransactionScopeAsyncFlowOption";

    private protected override async Task OfferAsync(FixSite site)
    {
        if (!site.Diagnostic.Properties.ContainsKey(UnfinishedTransactionRule.FlowProperty)
            || site.Enclosing<BaseObjectCreationExpressionSyntax>() is not { } creation
            || site.Model.Compilation.GetTypeByMetadataName("System.Transactions." + Option) is not { } option)
            return;
        var enabled = SyntaxFactory.ParseExpression(option.ToMinimalDisplayString(site.Model, creation.SpanStart) + ".Enabled");
        var arguments = creation.ArgumentList ?? SyntaxFactory.ArgumentList();
        var changed = creation.WithArgumentList(Changed(arguments, enabled));
        if (creation is ObjectCreationExpressionSyntax { ArgumentList: null } bare)
            changed = bare.WithType(bare.Type.WithoutTrailingTrivia()).WithArgumentList(Changed(arguments, enabled).WithTrailingTrivia(bare.Type.GetTrailingTrivia()));
        await site.OfferAsync(FixKind.Mechanical, Flow, site.Root.ReplaceNode(creation, changed.WithAdditionalAnnotations(Formatter.Annotation))).ConfigureAwait(false);

        ArgumentListSyntax Changed(ArgumentListSyntax list, ExpressionSyntax value)
        {
            // An explicit Suppress is replaced: nothing else binds.
            foreach (var argument in list.Arguments)
            {
                if (site.Model.GetTypeInfo(argument.Expression, site.CancellationToken).Type is { } type && SymbolEqualityComparer.Default.Equals(type, option))
                    return list.ReplaceNode(argument.Expression, value.WithTriviaFrom(argument.Expression));
            }

            var added = SyntaxFactory.Argument(value);
            if (list.Arguments.Any(each => each.NameColon is not null))
                added = added.WithNameColon(SyntaxFactory.NameColon("asyncFlowOption"));
            return list.AddArguments(added);
        }
    }
}
