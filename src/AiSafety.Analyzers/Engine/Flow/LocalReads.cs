using AiSafety.Analyzers.Engine.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Flow;

/// <summary>Where the value of a local is read.</summary>
internal static class LocalReads
{
    /// <summary>The references to the local below <paramref name="root"/> that read it: no target of an assignment, no name, no discard.</summary>
    public static IEnumerable<ILocalReferenceOperation> Of(ILocalSymbol local, IOperation root, CancellationToken cancellationToken)
    {
        foreach (var each in root.Descendants())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (each is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local) && !IsNoRead(reference))
                yield return reference;
        }
    }

    /// <summary>Whether anything reads the local; code that is switched off here may do so elsewhere.</summary>
    public static bool Any(ILocalSymbol local, IOperation root, CancellationToken cancellationToken)
    {
        foreach (var _ in Of(local, root, cancellationToken))
            return true;
        return DisabledText.Names(root.Syntax, local.Name);
    }

    /// <summary>
    /// Whether the value of one assignment (a declarator or a simple assignment) is read, or may be: by a nested function, through a reference, on paths that cannot be
    /// followed, in code that is switched off.
    /// </summary>
    public static bool IsRead(IOperation assignment, ILocalSymbol local, Site site)
    {
        var root = OwnOperations.Root(assignment);
        foreach (var reference in Of(local, root, site.CancellationToken))
        {
            if (OwnOperations.Function(reference) != OwnOperations.Function(assignment) || ReachingValues.Of(reference, site) is not { } definitions)
                return true;
            foreach (var definition in definitions)
            {
                if (definition.Assignment == assignment)
                    return true;
            }
        }

        return DisabledText.Names(root.Syntax, local.Name);
    }

    private static bool IsNoRead(ILocalReferenceOperation reference) => reference.Parent switch
    {
        ISimpleAssignmentOperation assignment => assignment.Target == reference || TaskShape.IsDiscard(assignment.Target),
        INameOfOperation => true,
        _ => false,
    };
}
