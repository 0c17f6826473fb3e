using System.Collections.Concurrent;
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
        var known = site.Session.Part(static _ => new Known()).Extents;
        return known.TryGetValue(call.Syntax, out var extent) ? extent : known.GetOrAdd(call.Syntax, Read(call, site));
    }

    private static Extent Read(IInvocationOperation call, Site site)
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
    /// How sure it is that reaching all rows is a defect. On real code most such deletes are meant: where a name or a
    /// refill says so, it is a matter of policy; where nothing says so, it is worth a look; where a parameter or a name
    /// says that some rows are meant, a filter compares a column with itself, or an expression has another arm that selects, it is a slip.
    /// </summary>
    public static Level Sureness(IInvocationOperation call, DestructiveCall write, Extent extent, Site site)
    {
        if (Intentions.AreNamed(call, site) || (write.Deletes && Intentions.IsRefill(call, site)))
            return Level.Strict;

        // Whether the path on which no condition applies is ever taken is for the reader to know.
        if (!extent.Others.IsDefaultOrEmpty)
            return Level.Recommended;
        var isSlip = extent.Branch is not null || !write.Deletes || extent.Filter is { } filter && !Predicates.IsConstant(filter);
        return isSlip || Intentions.AreSelective(call, site) ? Level.Minimal : Level.Recommended;
    }

    /// <summary>As above, for a write to a document store by a predicate that is always true.</summary>
    public static Level Sureness(IInvocationOperation call, DestructiveCall write, IOperation predicate, Site site)
    {
        if (Intentions.AreNamed(call, site) || (write.Deletes && Intentions.IsRefill(call, site)))
            return Level.Strict;
        return !Predicates.IsConstant(predicate) || Intentions.AreSelective(call, site) ? Level.Minimal : Level.Recommended;
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

    /// <summary>Several rules ask about the same call.</summary>
    private sealed class Known
    {
        public ConcurrentDictionary<SyntaxNode, Extent> Extents { get; } = new();
    }
}
