using System.Text.RegularExpressions;
using AiSafety.Analyzers.Engine.Flow;
using AiSafety.Analyzers.Engine.Queries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Documents;

/// <summary>Loops over all that a store holds (Cosmos DB, DynamoDB): a query or a scan without a filter.</summary>
internal static class Scans
{
    private static readonly Regex WholeSelect = new(
        "^\\s*select\\s+(value\\s+)?[\\w.*,\\s]+\\s+from\\s+\\w+(\\s+(as\\s+)?\\w+)?\\s*;?\\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static readonly Regex Restricting = new("\\b(where|top|offset|limit|join|in)\\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>The query or scan without a filter whose every item the call deletes, or null.</summary>
    public static IOperation? Behind(IInvocationOperation delete, Site site)
    {
        foreach (var argument in delete.Arguments)
        {
            foreach (var each in argument.Value.DescendantsAndSelf())
            {
                if (each is ILocalReferenceOperation reference && Loop(reference, delete, site) is { } loop)
                    return Scan(loop.Collection, site);
            }
        }

        return null;
    }

    // The loop whose variable is mentioned, at once or through one local that is made of it.
    private static IForEachLoopOperation? Loop(ILocalReferenceOperation reference, IInvocationOperation delete, Site site)
    {
        if (RemovalCalls.LoopOver(reference.Local, delete) is { } direct)
            return direct;
        if (ReachingValues.Of(reference, site) is not [{ BuildsOnPrevious: false, Value: { } only }])
            return null;
        foreach (var each in only.DescendantsAndSelf())
        {
            if (each is ILocalReferenceOperation inner && RemovalCalls.LoopOver(inner.Local, delete) is { } loop)
                return loop;
        }

        return null;
    }

    private static IOperation? Scan(IOperation collection, Site site) => Follow(collection, site) switch
    {
        // foreach (var item in await iterator.ReadNextAsync())
        IInvocationOperation { TargetMethod: { Name: "ReadNextAsync", ContainingType: { Name: "FeedIterator" } owner }, Instance: { } iterator } when IsIn(owner, "Microsoft.Azure.Cosmos") =>
            Follow(iterator, site) is IInvocationOperation { TargetMethod.Name: "GetItemQueryIterator" } query && IsWhole(query, site) ? query : null,

        // foreach (var item in response.Items)
        IPropertyReferenceOperation { Property: { Name: "Items", ContainingType: { Name: "ScanResponse" } owner }, Instance: { } response } when IsIn(owner, "Amazon.DynamoDBv2.Model") =>
            Follow(response, site) is IInvocationOperation { TargetMethod.Name: "ScanAsync" } scan && IsUnfiltered(scan, site) ? scan : null,
        _ => null,
    };

    private static bool IsWhole(IInvocationOperation query, Site site)
    {
        foreach (var argument in query.Arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.Explicit || argument.Value.ConstantValue is { HasValue: true, Value: null })
                continue;
            if (argument.Parameter?.Name is not ("queryText" or "queryDefinition"))
                return false;
            var value = Follow(argument.Value, site);
            var text = value is IObjectCreationOperation { Type.Name: "QueryDefinition", Arguments: [{ Value: var inner }] } ? inner : value;
            if (text.ConstantValue is not { HasValue: true, Value: string sql } || !WholeSelect.IsMatch(sql) || Restricting.IsMatch(sql))
                return false;
        }

        return true;
    }

    private static bool IsUnfiltered(IInvocationOperation scan, Site site)
    {
        if (scan.Arguments is not [{ Value: var argument }, ..] || OwnOperations.Unwrap(argument) is var value && Follow(value, site) is not IObjectCreationOperation { Type.Name: "ScanRequest" } request)
            return false;
        foreach (var each in request.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
        {
            if (each is not ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name } } || Narrows(name))
                return false;
        }

        var root = OwnOperations.Root(scan);
        return OwnOperations.Unwrap(value) is not ILocalReferenceOperation { Local: var local } || !root.Descendants().Any(each =>
            each is IPropertyReferenceOperation { Instance: ILocalReferenceOperation { Local: var changed }, Property.Name: var name }
            && SymbolEqualityComparer.Default.Equals(changed, local) && Narrows(name));

        static bool Narrows(string name) => name is "FilterExpression" or "ScanFilter" or "Limit" or "ConditionalOperator";
    }

    // Through awaits and locals with one value.
    private static IOperation Follow(IOperation operation, Site site)
    {
        for (var steps = 0; steps < 8; steps++)
        {
            switch (OwnOperations.Unwrap(operation))
            {
                case IAwaitOperation wait:
                    operation = wait.Operation;
                    break;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } task }:
                    operation = task;
                    break;
                case ILocalReferenceOperation local when ReachingValues.Of(local, site) is [{ BuildsOnPrevious: false, Value: { } only }]:
                    operation = only;
                    break;
                case var other:
                    return other;
            }
        }

        return operation;
    }

    private static bool IsIn(INamedTypeSymbol type, string space) => type.ContainingNamespace.ToDisplayString() == space;
}
