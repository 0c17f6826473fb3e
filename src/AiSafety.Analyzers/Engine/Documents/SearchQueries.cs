using AiSafety.Analyzers.Engine.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Documents;

/// <summary>Reads the queries that are given to search engines (Elasticsearch, NEST, OpenSearch): whether one matches every document.</summary>
internal static class SearchQueries
{
    // What else says which documents, or how many.
    private static readonly string[] Limits = ["MaxDocs", "MaximumDocuments", "QueryLuceneSyntax", "QueryOnQueryString", "Q", "Size", "Slice", "TerminateAfter", "Routing"];

    /// <summary>The part of the request that says "everything", or null when that is not known.</summary>
    public static IOperation? MatchAll(IInvocationOperation call, Site site)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.Explicit)
                continue;
            var value = Strip(argument.Value);
            var found = value switch
            {
                IAnonymousFunctionOperation lambda => OfDescriptor(lambda),
                IObjectCreationOperation request => OfRequest(request),
                ILocalReferenceOperation local when !IsChanged(local) && ReachingValues.Of(local, site) is [{ BuildsOnPrevious: false, Value: { } only }] =>
                    Strip(only) is IObjectCreationOperation request ? OfRequest(request) : null,
                _ => null,
            };
            if (found is not null)
                return found;
        }

        return null;
    }

    // d => d.Indices("a").Query(q => q.MatchAll())
    private static IOperation? OfDescriptor(IAnonymousFunctionOperation lambda)
    {
        IOperation? found = null;
        for (var step = Result(lambda); step is not null; step = Strip(step) is IInvocationOperation { Instance: { } previous } ? previous : null)
        {
            if (Strip(step) is IParameterReferenceOperation)
                return found;
            if (Strip(step) is not IInvocationOperation call || Limits.Contains(call.TargetMethod.Name))
                return null;
            if (call.TargetMethod.Name == "MatchAll")
                found = call;
            else if (call.TargetMethod.Name == "Query")
                found = call.Arguments is [{ Value: var query }] && IsMatchAll(query) ? Strip(query) : null;
            if (call.TargetMethod.Name == "Query" && found is null)
                return null;
        }

        return null;
    }

    // new DeleteByQueryRequest("a") { Query = new MatchAllQuery() }
    private static IOperation? OfRequest(IObjectCreationOperation request)
    {
        IOperation? found = null;
        foreach (var each in request.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
        {
            if (each is not ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name }, Value: var value })
                continue;
            if (Limits.Contains(name))
                return null;
            if (name == "Query" && IsMatchAll(value))
                found = value;
        }

        return found;
    }

    private static bool IsMatchAll(IOperation query) => Strip(query) switch
    {
        IAnonymousFunctionOperation lambda => Result(lambda) is { } result && Strip(result) is IInvocationOperation { TargetMethod.Name: "MatchAll", Instance: { } instance } && Strip(instance) is IParameterReferenceOperation,
        IObjectCreationOperation { Type.Name: "MatchAllQuery" } => true,

        // new Query { MatchAll = new MatchAllQuery() }, new QueryContainer(new MatchAllQuery())
        IObjectCreationOperation { Type.Name: "Query", Initializer.Initializers: [ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "MatchAll" } }] } => true,
        IObjectCreationOperation { Type.Name: "QueryContainer", Arguments: [{ Value: var inner }] } => IsMatchAll(inner),
        IInvocationOperation { TargetMethod: { Name: "MatchAll", IsStatic: true } } => true,
        _ => false,
    };

    private static IOperation? Result(IAnonymousFunctionOperation lambda) => lambda.Body.Operations switch
    {
        [IReturnOperation { ReturnedValue: { } value }] => value,
        [IExpressionStatementOperation { Operation: var only }] => only,
        [IExpressionStatementOperation { Operation: var only }, IReturnOperation { ReturnedValue: null }] => only,
        _ => null,
    };

    // A request that something is set on later says more than its creation.
    private static bool IsChanged(ILocalReferenceOperation local)
    {
        var root = OwnOperations.Root(local);
        return root.Descendants().Any(each =>
            each is IPropertyReferenceOperation { Instance: ILocalReferenceOperation { Local: var changed }, Parent: IAssignmentOperation assignment }
            && SymbolEqualityComparer.Default.Equals(changed, local.Local) && assignment.Target == each);
    }

    private static IOperation Strip(IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                case IDelegateCreationOperation creation:
                    operation = creation.Target;
                    break;
                default:
                    return operation;
            }
        }
    }
}
