using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Queries;
using AiSafety.Analyzers.Engine.Sql;
using AiSafety.Analyzers.Engine.Transactions;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Destruction;

/// <summary>Rows that are deleted and written anew in two steps that nothing holds together.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReplaceWithoutTransactionRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS1015",
        name: "replace-without-transaction",
        title: "Rows are replaced in two steps without a transaction",
        message: "'{0}' deletes the rows that {1} in line {2} is to replace, and no transaction holds both, so a failure in between loses the old rows without the new ones; "
            + "put both into one transaction",
        level: Level.Recommended,
        cwe: [460]);

    private protected override void Start(RuleContext rule)
    {
        var replacements = Replacements.Of(rule.Session);
        if (replacements.IsEmpty)
            return;
        rule.OnCall(DestructiveCalls.OnQueries, (call, write, site) =>
        {
            if (write.Deletes && replacements.OfBulkDelete(call, site) is { } insert)
                Report(call, QueryModel.Source(call), call.Syntax, call.TargetMethod.Name, insert, Name(insert), site);
        });
        rule.OnOperation<IInvocationOperation>(OperationKind.Invocation, (call, site) =>
        {
            if (call.TargetMethod.Name == "RemoveRange" && replacements.OfRemoval(call, site) is { } insert)
                Report(call, call.Instance, call.Syntax, call.TargetMethod.Name, insert, Name(insert), site);
            LookForText(call, site);
        });
        rule.OnOperation<IObjectCreationOperation>(OperationKind.ObjectCreation, LookForText);
        rule.OnOperation<ISimpleAssignmentOperation>(OperationKind.SimpleAssignment, LookForText);

        void LookForText(IOperation operation, Site site)
        {
            if (replacements.Find(operation) is { } use && !operation.Syntax.ContainsDiagnostics && replacements.OfText(use, site) is { } insert)
                Report(operation, Carrier(use), use.Text.Syntax, "DELETE", insert.Sink, "the INSERT", site);
        }
    }

    private static void Report(IOperation delete, IOperation? carrier, SyntaxNode place, string name, IOperation insert, string inserts, Site site)
    {
        if (Seeds(site.ContainingSymbol) || AmbientTransactions.Of(site.Session).MaySurround(delete, carrier, site) || Engine.Guards.Guards.Protect(delete, site) != Answer.No)
            return;
        site.Report(place.GetLocation(), name, inserts, (insert.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static string Name(IInvocationOperation insert) => $"'{insert.TargetMethod.Name}'";

    // The connection of a call, as receiver or as the first argument of an extension method.
    private static IOperation? Carrier(SqlTextUse use) => use.Sink switch
    {
        IInvocationOperation { Instance: { } instance } => instance,
        IInvocationOperation { TargetMethod.IsExtensionMethod: true, Arguments: [var first, ..] } => first.Value,
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } command } } => command,
        _ => null,
    };

    // What a start-up fills is filled again by the next one.
    private static bool Seeds(ISymbol symbol) =>
        symbol.Name.StartsWith("Seed", StringComparison.Ordinal) || symbol.ContainingType?.Name.Contains("Seed") == true;
}
