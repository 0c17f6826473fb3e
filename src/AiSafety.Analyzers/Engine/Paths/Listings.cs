using AiSafety.Analyzers.Engine.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Paths;

/// <summary>Calls that list the files or folders of a folder.</summary>
internal static class Listings
{
    /// <summary>The listing that an expression yields all of, as a call: through locals, sorting and copying; null when it is filtered or none.</summary>
    public static IInvocationOperation? Of(IOperation operation, Site site, int depth = 0)
    {
        operation = OwnOperations.Unwrap(operation);
        if (depth > 5)
            return null;
        if (operation is ILocalReferenceOperation && ReachingValues.Of(operation, site) is [{ BuildsOnPrevious: false, Value: { } value }])
            return Of(value, site, depth + 1);
        if (operation is not IInvocationOperation call)
            return null;
        if (IsListing(call.TargetMethod))
            return call;
        return call.TargetMethod is { Name: "ToList" or "ToArray" or "OrderBy" or "OrderByDescending" or "Reverse" or "AsEnumerable" or "AsParallel", ContainingType.Name: "Enumerable" or "ParallelEnumerable" }
            && call.Arguments.Length > 0
            ? Of(call.Arguments[0].Value, site, depth + 1)
            : null;
    }

    /// <summary>Whether it lists what lies in folders below, too.</summary>
    public static bool IsRecursive(IInvocationOperation listing)
    {
        foreach (var argument in listing.Arguments)
        {
            var value = OwnOperations.Unwrap(argument.Value);
            if (argument.Parameter?.Type.Name == "SearchOption" && value.ConstantValue is { HasValue: true, Value: 1 })
                return true;
            if (value is IObjectCreationOperation { Type.Name: "EnumerationOptions", Initializer: { } initializer }
                && initializer.Initializers.Any(each => each is ISimpleAssignmentOperation
                    { Target: IPropertyReferenceOperation { Property.Name: "RecurseSubdirectories" }, Value.ConstantValue: { HasValue: true, Value: true } }))
                return true;
        }

        return false;
    }

    /// <summary>Whether a constant pattern picks some of what is there.</summary>
    public static bool Selects(ImmutableArray<IArgumentOperation> arguments) =>
        arguments.Any(argument => argument.Parameter?.Name == "searchPattern" && argument.Value.ConstantValue is { HasValue: true, Value: string pattern } && pattern is not ("*" or "*.*" or ""));

    private static bool IsListing(IMethodSymbol method) =>
        method.Name is "GetFiles" or "EnumerateFiles" or "GetFileSystemEntries" or "EnumerateFileSystemEntries" or "GetFileSystemInfos" or "EnumerateFileSystemInfos"
        && method.ContainingType is { Name: "Directory" or "DirectoryInfo", ContainingNamespace: { Name: "IO", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } };
}
