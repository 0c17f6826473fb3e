using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>What is said behind a loop over items about how its rounds went.</summary>
internal sealed class LoopReport
{
    private readonly ItemLoop loop;
    private readonly ITryOperation attempt;
    private readonly FunctionContext outer;
    private readonly Session session;
    private readonly List<IOperation> behind = [];

    /// <param name="loop">The loop.</param>
    /// <param name="attempt">The try in it whose failures are passed over.</param>
    /// <param name="site">The place that is analysed.</param>
    public LoopReport(ItemLoop loop, ITryOperation attempt, Site site)
    {
        this.loop = loop;
        this.attempt = attempt;
        session = site.Session;
        outer = FunctionContext.Of(loop.Loop, site);
        foreach (var operation in OwnOperations.Of(outer.Root))
        {
            if (operation.Syntax.SpanStart >= loop.Loop.Syntax.Span.End)
                behind.Add(operation);
        }
    }

    /// <summary>Whether what went well is counted in the try and looked at later: the sum then tells that something is missing.</summary>
    public bool CountsSuccesses()
    {
        foreach (var operation in OwnOperations.Of(attempt.Body))
        {
            var (target, needsCount) = operation switch
            {
                IIncrementOrDecrementOperation step => (step.Target, false),
                ICompoundAssignmentOperation sum => (sum.Target, false),
                IInvocationOperation { TargetMethod: { Name: "Increment" or "Add", ContainingType.Name: "Interlocked" }, Arguments: [var first, ..] } => (first.Value, false),
                IInvocationOperation { Instance: { } list, TargetMethod.Name: "Add" or "TryAdd" or "Enqueue" or "Push" or "AddRange" } => (list, true),
                _ => (null, false),
            };
            if (target is not null && Symbol(target) is { } counted && IsReadBehind(counted, needsCount))
                return true;
        }

        return false;
    }

    /// <summary>What behind the loop speaks for all items, as if none had failed: words for a message, or null.</summary>
    public string? SpeaksForAll()
    {
        var claims = SuccessClaims.Of(session);
        foreach (var operation in behind)
        {
            if (IsConditional(operation))
                continue;
            if (claims.OfStatement(operation) is { Kind: ClaimKind.Status } status)
                return Within(status.Words);
            if (operation is IReturnOperation { ReturnedValue: { } value })
            {
                if (TellsFullCount(value))
                    return "the full count";
                return claims.OfValue(value, outer) is { } claim && IsAnswer(claim, value) ? Within(claim.Words) : null;
            }
        }

        return null;
    }

    private static string Within(string words) => char.ToLowerInvariant(words[0]) + words.Substring(1);

    // A flag is an outcome only where the function can answer the other way, too. An answer that brings values of the rounds shows what is missing.
    private bool IsAnswer(SuccessClaim claim, IOperation value)
    {
        foreach (var each in value.DescendantsAndSelf())
        {
            if (each is ILocalReferenceOperation { Local: var local } && !local.IsConst && IsMadeInLoop(local))
                return false;
        }

        return claim.Kind switch
        {
            ClaimKind.Answer or ClaimKind.ExitCode => true,
            ClaimKind.Flag => OwnOperations.Of(outer.Root).Any(static each =>
                each is IReturnOperation { ReturnedValue: { } other } && SuccessClaims.Core(other).ConstantValue is { HasValue: true, Value: false }),
            _ => false,
        };
    }

    private bool IsMadeInLoop(ILocalSymbol local)
    {
        foreach (var each in loop.Loop.Descendants())
        {
            if (each is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local) && (loop.Collection is null || !loop.Collection.Syntax.Span.Contains(each.Syntax.Span)))
                return true;
        }

        return false;
    }

    // "items.Count", or a counter that is stepped in every round.
    private bool TellsFullCount(IOperation value)
    {
        foreach (var each in value.DescendantsAndSelf())
        {
            var counted = each switch
            {
                IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: { } owner } => owner,
                IInvocationOperation { TargetMethod: { Name: "Count", ContainingType.Name: "Enumerable" }, Arguments: [var only] } => only.Value,
                _ => null,
            };
            if (counted is not null && loop.Collection is { } all && Symbol(all) is { } collection && SymbolEqualityComparer.Default.Equals(Symbol(counted), collection))
                return true;
            if (each is ILocalReferenceOperation { Local: var local } && IsSteppedOutside(local))
                return true;
        }

        return false;
    }

    private bool IsSteppedOutside(ILocalSymbol local)
    {
        var stepped = false;
        foreach (var each in OwnOperations.Of(loop.Body))
        {
            if (each is not IIncrementOrDecrementOperation { Target: ILocalReferenceOperation target } || !SymbolEqualityComparer.Default.Equals(target.Local, local))
                continue;
            if (each.Parent?.Parent != loop.Body || attempt.Syntax.Span.Contains(each.Syntax.Span))
                return false;
            stepped = true;
        }

        return stepped;
    }

    private bool IsReadBehind(ISymbol counted, bool needsCount)
    {
        // A field may be read by anybody.
        if (counted is not ILocalSymbol)
            return !needsCount;
        foreach (var operation in behind)
        {
            if (!SymbolEqualityComparer.Default.Equals(Symbol(operation), counted))
                continue;
            if (!needsCount || operation.Parent is IPropertyReferenceOperation { Property.Name: "Count" or "Length" or "IsEmpty" }
                || operation.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Count" or "Any" or "Sum", ContainingType.Name: "Enumerable" } } })
                return true;
        }

        return false;
    }

    private bool IsConditional(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null && parent != outer.Root; parent = parent.Parent)
        {
            if (parent is IConditionalOperation or ISwitchOperation or ILoopOperation or ICatchClauseOperation && !parent.Syntax.Span.Contains(loop.Loop.Syntax.Span))
                return true;
        }

        return false;
    }

    private static ISymbol? Symbol(IOperation operation) => OwnOperations.Unwrap(operation) switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation property => property.Property,
        IDeclarationExpressionOperation declaration => Symbol(declaration.Expression),
        _ => null,
    };
}
