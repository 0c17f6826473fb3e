using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Documents;
using AiSafety.Analyzers.Engine.Queries;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Destruction;

/// <summary>A write of a document store whose filter is empty, or that has none.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EmptyFilterDeleteRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS1006",
        name: "empty-filter-delete",
        title: "Write of a document store without a filter",
        message: "'{0}' {1}, so {2}; give the filter that selects what is meant",
        level: Level.Minimal,
        cwe: [628]);

    private protected override void Start(RuleContext rule)
    {
        rule.OnCall(DestructiveCalls.ByPredicate, static (call, write, site) => Mongo(call, write, site));
        rule.OnCall(DestructiveCalls.ByPredicate, static (call, write, site) => LiteDb(call, write, site));
        rule.OnCall(DestructiveCalls.OfFirstDocuments, static (call, write, site) => Mongo(call, write, site));
        rule.OnCall(DestructiveCalls.OfAllDocuments, static (call, write, site) =>
            Report(call, write, new Extent(Bound.Whole, call), call, "takes no filter", site));
        rule.OnCall(DestructiveCalls.ByQuery, static (call, write, site) =>
        {
            if (SearchQueries.MatchAll(call, site) is { } everything)
                Report(call, write, new Extent(Bound.Whole, call), everything.Syntax.SyntaxTree == call.Syntax.SyntaxTree && call.Syntax.Span.Contains(everything.Syntax.Span) ? everything : call, "is given a query that matches everything", site);
        });
        rule.OnCall(DestructiveCalls.OfItems, static (call, write, site) =>
        {
            if (Scans.Behind(call, site) is { } scan)
                Report(call, write, new Extent(Bound.Whole, scan), call, "is called for each item of a scan without a filter", site);
        });
    }

    private static void Mongo(IInvocationOperation call, DestructiveCall write, Site site)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Type is not INamedTypeSymbol { Name: "FilterDefinition" })
                continue;
            var extent = DocumentFilters.Of(argument.Value, site);
            if (extent.Bound == Bound.Whole && !IsSorted(call))
            {
                var where = extent.Branch is null ? "is given an empty filter" : "is given an empty filter where no condition is added";
                Report(call, write, extent, OwnOperations.Unwrap(argument.Value) is ILocalReferenceOperation ? call : argument.Value, where, site);
            }

            return;
        }
    }

    private static void LiteDb(IInvocationOperation call, DestructiveCall write, Site site)
    {
        if (call.TargetMethod.ContainingNamespace?.Name != "LiteDB" || call.Arguments is not [{ Value: var argument }, ..])
            return;
        var value = argument;
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        if (value is IInvocationOperation { TargetMethod: { Name: "Create", ContainingType.Name: "BsonExpression" }, Arguments: [{ Value: var inner }, ..] })
            value = inner;
        if (value.ConstantValue is { HasValue: true, Value: string text } && DocumentFilters.IsAlwaysTrue(text))
            Report(call, write, new Extent(Bound.Whole, call), argument, "is given a filter that is always true", site);
    }

    private static void Report(IInvocationOperation call, DestructiveCall write, Extent extent, IOperation place, string what, Site site)
    {
        if (Seeding.IsIn(site.ContainingSymbol) || BulkWriteCalls.IsExcused(call, extent, site))
            return;
        var isOne = write.What.Length > 0;
        var sureness = Migrations.IsNamed(site.ContainingSymbol) || IsUpsert(call) ? Level.Strict : BulkWriteCalls.Sureness(call, write, extent, site);
        if (isOne && sureness == Level.Minimal)
            sureness = Level.Recommended;
        site.Report(sureness, place.Syntax.GetLocation(), call.TargetMethod.Name, what, $"{(isOne ? write.What : "every document")} is {(isOne && !write.Deletes ? "replaced" : write.Participle)}");
    }

    // The first in an order is taken from a queue; options that are not in sight may name one.
    private static bool IsSorted(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Type.Name: "FindOneAndDeleteOptions" } && argument.Value.ConstantValue is not { HasValue: true, Value: null })
                return OwnOperations.Unwrap(argument.Value) is not IObjectCreationOperation options || Sets(options, "Sort");
        }

        return false;
    }

    // The one document of its collection: made where it is missing.
    private static bool IsUpsert(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Type.Name: "ReplaceOptions" or "UpdateOptions" } && call.TargetMethod.Name.StartsWith("ReplaceOne", StringComparison.Ordinal))
                return OwnOperations.Unwrap(argument.Value) is not IObjectCreationOperation options || Sets(options, "IsUpsert");
        }

        return false;
    }

    private static bool Sets(IObjectCreationOperation options, string name) =>
        options.Initializer is { } initializer && initializer.Initializers.Any(each =>
            each is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var set }, Value: var value } && set == name
            && value.ConstantValue is not { HasValue: true, Value: false or null });
}
