using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Facts;
using AiSafety.Analyzers.Engine.Guards;
using AiSafety.Analyzers.Engine.Queries;
using AiSafety.Analyzers.Engine.Text;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Destruction;

/// <summary>Predicates of LINQ queries and of document stores.</summary>
public sealed partial class AlwaysTrueFilterRule
{
    private static void QueryFilters(RuleContext rule)
    {
        rule.OnCall(DestructiveCalls.OnQueries, (call, write, site) =>
        {
            var extent = BulkWriteCalls.Of(call, site);
            if (extent is not { Bound: Bound.AlwaysTrue, Filter: { } filter, Source: { } source } || BulkWriteCalls.IsExcused(call, extent, site))
                return;
            site.Report(
                BulkWriteCalls.Sureness(call, write, extent, site), Place(filter, call),
                Excerpt.Of(filter), $"'{call.TargetMethod.Name}' {write.Verb} every row of '{Excerpt.Of(source)}'");
        });

        rule.OnCall(DestructiveCalls.OfEntities, (call, removal, site) =>
        {
            var extent = RemovalCalls.Of(call, site);
            if (extent is not { Bound: Bound.AlwaysTrue, Filter: { } filter, Source: { } source } || BulkWriteCalls.IsExcused(call, extent, site))
                return;
            site.Report(
                BulkWriteCalls.Sureness(call, removal, extent, site), Place(filter, call),
                Excerpt.Of(filter), $"'{call.TargetMethod.Name}' removes every row of '{Excerpt.Of(source)}'");
        });

        var builders = rule.Session.Facts(QueryOperators.FilterBuilders);
        rule.OnCall(DestructiveCalls.ByPredicate, (call, write, site) =>
        {
            foreach (var argument in call.Arguments)
            {
                if (Predicate(argument.Value, builders) is not { } predicate || !Predicates.IsAlwaysTrue(predicate, site))
                    continue;
                if (Guards.Protect(call, site) == Answer.No)
                    site.Report(
                        BulkWriteCalls.Sureness(call, write, predicate, site), Place(predicate, call),
                        Excerpt.Of(predicate), $"'{call.TargetMethod.Name}' {write.Verb} every document");
                return;
            }
        });
    }

    // The predicate itself, or the one that a filter is made of.
    private static IOperation? Predicate(IOperation argument, FactIndex<QueryOperator> builders)
    {
        while (argument is IConversionOperation conversion)
            argument = conversion.Operand;
        return argument switch
        {
            IInvocationOperation { Arguments: [{ Value: var inner }] } build when builders.Find(build.TargetMethod) is not null => inner,
            IAnonymousFunctionOperation or IDelegateCreationOperation or ILocalReferenceOperation => argument,
            _ => null,
        };
    }

    // The filter where it is in sight, else the write.
    private static Location Place(IOperation filter, IInvocationOperation call) =>
        filter.Syntax.SyntaxTree == call.Syntax.SyntaxTree ? filter.Syntax.GetLocation() : BulkWriteCalls.Name(call);
}
