using AiSafety.Analyzers.Engine.Facts;
using AiSafety.Analyzers.Engine.Guards;
using AiSafety.Analyzers.Engine.Sql;
using AiSafety.Analyzers.Engine.Text;
using AiSafety.Analyzers.Knowledge;
using AiSafety.Analyzers.Sql;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Retention;

/// <summary>Whether a value decides what is deleted.</summary>
internal sealed class Purges
{
    private const int MaxDepth = 3;

    private static readonly HashSet<string> Verbs = new(StringComparer.OrdinalIgnoreCase) { "delete", "remove", "purge", "prune", "clean", "cleanup", "expire", "trim", "evict", "drop", "erase" };

    private readonly ImmutableArray<FactIndex<DestructiveCall>> calls;
    private readonly SqlTextUses texts;

    private Purges(Session session)
    {
        calls = ImmutableArray.CreateRange(DestructiveCalls.All.Select(session.Facts).Where(facts => !facts.IsEmpty));
        texts = SqlTextUses.Of(session);
    }

    public static Purges Of(Session session) => session.Part(static each => new Purges(each));

    /// <summary>Whether the value, or a local that it goes into, selects what a call deletes.</summary>
    public bool Decide(IOperation value, Site site) => Decide(value, site, 0);

    private bool Decide(IOperation value, Site site, int depth)
    {
        for (var (each, inner) = (value.Parent, value); each is not null; (each, inner) = (each.Parent, each))
        {
            switch (each)
            {
                case IInvocationOperation call when Deletes(call, site):
                    return true;
                case IConditionalOperation choice when choice.Condition == inner && (Contains(choice.WhenTrue, site) || Contains(choice.WhenFalse, site) || Skips(choice, site)):
                    return true;
                case IForEachLoopOperation loop when loop.Collection == inner && Contains(loop.Body, site):
                    return true;
                case IVariableDeclaratorOperation { Symbol: var local }:
                    return depth < MaxDepth && Mentions(local, each, site, depth);
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } }:
                    return depth < MaxDepth && Mentions(local, each, site, depth);
            }
        }

        return false;
    }

    private bool Mentions(ILocalSymbol local, IOperation origin, Site site, int depth)
    {
        var root = OwnOperations.Root(origin);
        foreach (var each in root.Descendants())
        {
            site.CancellationToken.ThrowIfCancellationRequested();
            if (each is ILocalReferenceOperation mention && SymbolEqualityComparer.Default.Equals(mention.Local, local)
                && each.Parent is not ISimpleAssignmentOperation { Target: ILocalReferenceOperation } && Decide(mention, site, depth + 1))
                return true;
        }

        return false;
    }

    // if (entry.At >= cutoff) continue; store.Delete(entry);
    private bool Skips(IConditionalOperation choice, Site site)
    {
        if (choice.Parent is not IBlockOperation block || !choice.WhenTrue.DescendantsAndSelf().Any(each => each is IBranchOperation { BranchKind: BranchKind.Continue }))
            return false;
        var isBehind = false;
        foreach (var statement in block.Operations)
        {
            if (isBehind && Contains(statement, site))
                return true;
            isBehind |= statement == choice;
        }

        return false;
    }

    private bool Contains(IOperation? body, Site site)
    {
        if (body is null)
            return false;
        foreach (var each in body.DescendantsAndSelf())
        {
            if (each is IInvocationOperation call && Deletes(call, site))
                return true;
        }

        return false;
    }

    private bool Deletes(IInvocationOperation call, Site site)
    {
        foreach (var table in calls)
        {
            if (table.Find(call.TargetMethod) is { } fact)
                return fact.Deletes;
        }

        if (texts.Find(call) is { } use)
            return TextValues.Read(use.Text, site, use.IsParameterized).Any(variant => variant.Parts.Any(part => part.Text is { } text && SqlReader.ContainsWord(text, "DELETE")));

        // What is only in memory is not stored data.
        return call.TargetMethod.ContainingType.ContainingNamespace?.ToDisplayString() is { } space && space != "System" && !space.StartsWith("System.Collections", StringComparison.Ordinal)
            && !space.StartsWith("System.Linq", StringComparison.Ordinal) && Intent.Words(call.TargetMethod.Name).FirstOrDefault() is { } verb && Verbs.Contains(verb);
    }
}
