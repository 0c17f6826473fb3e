using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Queries;

/// <summary>Which rows a set-based write reaches, and whether that is on purpose.</summary>
internal static class BulkWriteCalls
{
    /// <summary>
    /// The extent of the query that the write is called on, with the write's own predicate. Unknown for overloads
    /// that write one entity, or another table than the one they are called on.
    /// </summary>
    public static Extent Of(IInvocationOperation call, Site site)
    {
        var method = call.TargetMethod.OriginalDefinition;
        if (method.Name.StartsWith("Update", StringComparison.Ordinal) && method.TypeParameters.Length > 1)
            return Extent.Unknown;
        foreach (var parameter in method.Parameters)
        {
            if (parameter.Type is ITypeParameterSymbol)
                return Extent.Unknown;
        }

        return QueryModel.Source(call) is { } source
            ? QueryModel.Filtered(QueryModel.Of(source, site), call.Arguments, site)
            : Extent.Unknown;
    }

    /// <summary>
    /// Whether reaching all rows is deliberate or cannot be proven: behind a guard, on the way back of a migration, or
    /// where an earlier test may make sure that one of the conditional filters applies.
    /// </summary>
    public static bool IsExcused(IInvocationOperation call, Extent extent, Site site)
    {
        if (Migrations.IsDown(site) || Guards.Guards.Protect(call, site) != Answer.No)
            return true;
        if (extent.Branch is not { } branch)
            return false;
        if (Guards.Guards.Protect(branch, site) != Answer.No)
            return true;
        return !extent.Others.IsDefaultOrEmpty
            && (Guards.Guards.Protect(call, site, avoiding: extent.Others) != Answer.No || Prerequisites.MayCover(extent.Others, call, site));
    }

    /// <summary>
    /// How sure it is that reaching all rows is a defect: least where a name or a refill says that it is meant; less where
    /// the path without a filter may never be taken.
    /// </summary>
    public static Level Sureness(IInvocationOperation call, BulkWrite write, Extent extent, Site site)
    {
        if (Intentions.AreNamed(call, site) || (write.Deletes && extent.Source is { } source && Intentions.IsRefill(call, source)))
            return Level.Strict;
        return extent.Others.IsDefaultOrEmpty ? Level.Minimal : Level.Recommended;
    }

    /// <summary>The name in the call: <c>ExecuteDelete</c>.</summary>
    public static Location Name(IInvocationOperation call) =>
        call.Syntax is InvocationExpressionSyntax { Expression: var callee }
            ? (callee switch
            {
                MemberAccessExpressionSyntax access => access.Name,
                MemberBindingExpressionSyntax binding => binding.Name,
                _ => callee,
            }).GetLocation()
            : call.Syntax.GetLocation();

    /// <summary>Source text for a message: one line, not long.</summary>
    public static string Text(IOperation operation)
    {
        var text = string.Join(" ", operation.Syntax.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= 60 ? text : text.Substring(0, 57) + "...";
    }
}
