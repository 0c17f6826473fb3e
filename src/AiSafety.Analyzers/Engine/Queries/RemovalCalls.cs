using AiSafety.Analyzers.Engine.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Queries;

/// <summary>Which part of a set a removal of entities takes: those that it is given at once, or one by one in a loop.</summary>
internal static class RemovalCalls
{
    private static readonly string[] Narrowing = ["Remove", "Clear", "ExceptWith", "IntersectWith"];

    /// <summary>
    /// The extent of what the call removes: of the collection that it is given, or of the one that a loop (<c>foreach</c>, <c>ForEach</c>) hands
    /// to it element by element without picking. Unknown for everything else.
    /// </summary>
    public static Extent Of(IInvocationOperation call, Site site)
    {
        if (Entities(call) is not { } entities)
            return Extent.Unknown;
        var source = OwnOperations.Unwrap(entities) switch
        {
            ILocalReferenceOperation { Local: var local } when LoopOver(local, call) is { } loop => loop.Collection,
            IParameterReferenceOperation { Parameter: var parameter } when LambdaOver(parameter, call) is { } collection => collection,
            _ => IsCollection(entities) ? entities : null,
        };
        return source is null || IsNarrowed(source) ? Extent.Unknown : QueryModel.Of(source, site);
    }

    // The first argument that is not the object extended.
    private static IOperation? Entities(IInvocationOperation call)
    {
        var ordinal = call.TargetMethod.IsExtensionMethod && call.Instance is null ? 1 : 0;
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Ordinal == ordinal)
                return argument.ArgumentKind == ArgumentKind.Explicit ? argument.Value : null;
        }

        return null;
    }

    private static bool IsCollection(IOperation entities) =>
        entities.Type is IArrayTypeSymbol or INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T or SpecialType.System_Collections_Generic_IList_T };

    /// <summary>The <c>foreach</c> over whose variable the call runs in every round, or null.</summary>
    public static IForEachLoopOperation? LoopOver(ILocalSymbol local, IInvocationOperation call)
    {
        for (IOperation each = call; each.Parent is { } parent; each = parent)
        {
            if (parent is IForEachLoopOperation loop && loop.Body == each)
                return loop.Locals.Contains(local, SymbolEqualityComparer.Default) && !Picks(loop.Body, call, loop) ? loop : null;
            if (!AlwaysRuns(each, parent))
                return null;
        }

        return null;
    }

    // The collection whose ForEach calls the lambda with each element.
    private static IOperation? LambdaOver(IParameterSymbol parameter, IInvocationOperation call)
    {
        for (IOperation each = call; each.Parent is { } parent; each = parent)
        {
            if (parent is IAnonymousFunctionOperation lambda)
            {
                return lambda.Symbol.Parameters is [var first, ..] && SymbolEqualityComparer.Default.Equals(first, parameter) && !Picks(lambda.Body, call, null)
                    && lambda is { Parent: IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation outer } } } && IsForEach(outer.TargetMethod)
                        ? QueryModel.Source(outer)
                        : null;
            }

            if (!AlwaysRuns(each, parent))
                return null;
        }

        return null;
    }

    private static bool IsForEach(IMethodSymbol method) =>
        method is { Name: "ForEach" or "ForEachAsync", ContainingType: { ContainingNamespace: var space, Name: var type } }
        && (type, space.ToDisplayString()) is ("List", "System.Collections.Generic") or ("Array", "System")
            or ("EntityFrameworkQueryableExtensions", "Microsoft.EntityFrameworkCore");

    private static bool AlwaysRuns(IOperation child, IOperation parent) => parent switch
    {
        IBlockOperation or IExpressionStatementOperation or IReturnOperation or IAwaitOperation or IConversionOperation or IParenthesizedOperation or ILockOperation => true,
        IVariableInitializerOperation or IVariableDeclaratorOperation or IVariableDeclarationOperation or IVariableDeclarationGroupOperation => true,
        ISimpleAssignmentOperation assignment => assignment.Value == child,
        IConditionalAccessOperation access => access.WhenNotNull == child,
        IUsingOperation use => use.Body == child,
        ITryOperation attempt => attempt.Body == child,
        _ => false,
    };

    // Whether some elements are left out: by leaving the round before the call, or the loop after it.
    private static bool Picks(IOperation body, IInvocationOperation call, ILoopOperation? loop)
    {
        foreach (var each in OwnOperations.Of(body))
        {
            var before = each.Syntax.SpanStart < call.Syntax.SpanStart;
            var leaves = each switch
            {
                IReturnOperation => !each.IsImplicit && !each.Syntax.Span.Contains(call.Syntax.Span),
                IThrowOperation => before,
                IBranchOperation { BranchKind: BranchKind.GoTo } => true,
                IBranchOperation branch when loop is not null => SymbolEqualityComparer.Default.Equals(branch.Target, loop.ExitLabel)
                    || (before && SymbolEqualityComparer.Default.Equals(branch.Target, loop.ContinueLabel)),
                _ => false,
            };
            if (leaves)
                return true;
        }

        return false;
    }

    // A list that something was taken out of again is no longer the whole set.
    private static bool IsNarrowed(IOperation source)
    {
        if (OwnOperations.Unwrap(source) is not ILocalReferenceOperation { Local: var local } reference)
            return false;
        var root = OwnOperations.Root(reference);
        foreach (var each in root.Descendants())
        {
            if (each is IInvocationOperation { Instance: { } instance } other && OwnOperations.Unwrap(instance) is ILocalReferenceOperation { Local: var changed }
                && SymbolEqualityComparer.Default.Equals(changed, local) && Narrowing.Any(name => other.TargetMethod.Name.StartsWith(name, StringComparison.Ordinal))
                && !IsTable(local.Type))
                return true;
        }

        return false;

        // Calls on a set are removals themselves.
        static bool IsTable(ITypeSymbol type) => type is INamedTypeSymbol { Name: "DbSet" };
    }
}
