using AiSafety.Analyzers.Engine.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>
/// Tells methods of the project that a cancelled token does not keep from their work: they never look at it, hand it only to such methods, or
/// ask it themselves and act on the answer. What can be overridden is taken at its own word here: it only silences.
/// </summary>
internal sealed class HeedlessCallees
{
    /// <summary>Bodies that are looked through for one call.</summary>
    private const int MaxBodies = 24;

    private readonly TokenTypes types;
    private readonly Bodies bodies;
    private readonly Implementations implementations;

    private HeedlessCallees(Session session)
    {
        types = TokenTypes.Of(session);
        bodies = Bodies.Of(session);
        implementations = Implementations.Of(session);
    }

    public static HeedlessCallees Of(Session session) => session.Part(static each => new HeedlessCallees(each));

    /// <summary>Whether a call does its work although the token that it is given is cancelled; false when that cannot be seen.</summary>
    public bool Are(IInvocationOperation call, IParameterSymbol token, CancellationToken cancellationToken)
    {
        var left = MaxBodies;
        return IsHeedless(call.TargetMethod, token.Ordinal, call.SemanticModel!, ref left, cancellationToken);
    }

    private bool IsHeedless(IMethodSymbol method, int ordinal, SemanticModel model, ref int left, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (--left < 0)
            return false;
        if (method.IsAbstract)
        {
            var found = implementations.Of(method);
            foreach (var each in found)
            {
                if (each.IsAbstract || !IsHeedless(each, ordinal, model, ref left, cancellationToken))
                    return false;
            }

            return !found.IsEmpty;
        }

        if (bodies.Declared(method, model, cancellationToken) is not { } body)
            return false;
        foreach (var operation in body.Descendants())
        {
            if (operation is not IParameterReferenceOperation reference || reference.Parameter.Ordinal != ordinal
                || !SymbolEqualityComparer.Default.Equals(reference.Parameter.ContainingSymbol.OriginalDefinition, method.OriginalDefinition))
                continue;
            switch (reference.Parent)
            {
                case INameOfOperation:
                    continue;
                case IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } test when types.IsToken(test.Property.ContainingType):
                    return true;
                case IArgumentOperation { Parameter: { } next, Parent: IInvocationOperation inner }
                    when IsHeedless(inner.TargetMethod, next.Ordinal, operation.SemanticModel!, ref left, cancellationToken):
                    continue;
                default:
                    return false;
            }
        }

        return true;
    }
}
