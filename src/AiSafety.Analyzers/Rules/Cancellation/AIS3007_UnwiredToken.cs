using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Tokens;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Cancellation;

/// <summary>A token source, or a time limit, that was built and not connected to anything.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnwiredTokenRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS3007",
        name: "unwired-token",
        title: "Time limit or cancellation stops nothing",
        message: "{0}, so {1}; {2}",
        level: Level.Minimal,
        cwe: [400, 1088]);

    private protected override void Start(RuleContext rule)
    {
        if (TokenTypes.Of(rule.Session).Token is null)
            return;
        var sources = new UnwiredSources(rule.Session);
        rule.OnOperation<IObjectCreationOperation>(OperationKind.ObjectCreation, (creation, site) => OfSource(creation, sources, site));
        rule.OnOperation<IInvocationOperation>(OperationKind.Invocation, (creation, site) => OfSource(creation, sources, site));
        var limits = new TimeLimitParameters(rule.Session);
        rule.OnOperation<IMethodBodyBaseOperation>(OperationKind.MethodBody, (body, site) => OfParameters(body, site.ContainingSymbol as IMethodSymbol, limits, site));
        rule.OnOperation<IMethodBodyBaseOperation>(OperationKind.ConstructorBody, (body, site) => OfParameters(body, site.ContainingSymbol as IMethodSymbol, limits, site));
        rule.OnOperation<ILocalFunctionOperation>(OperationKind.LocalFunction, (function, site) => OfParameters(function, function.Symbol, limits, site));
    }

    private static void OfSource(IOperation creation, UnwiredSources sources, Site site)
    {
        if (!sources.IsCreation(creation) || sources.Of(creation, site) is not { } unwired)
            return;
        var (name, purpose) = (unwired.Name is null ? "This token source" : $"'{unwired.Name}'", unwired.Purpose);
        var timed = purpose.HasFlag(SourcePurpose.Timed);
        site.Report(
            creation.Syntax.GetLocation(),
            $"{name} {(timed ? "has a time limit" : purpose.HasFlag(SourcePurpose.Cancelled) ? "is cancelled" : "is linked to other tokens")}, but nothing gets its token",
            timed ? "the limit stops nothing" : "cancelling stops nothing",
            unwired.Name is null ? "keep the source and pass its token to the work that it is to stop" : $"pass '{unwired.Name}.Token' to the work that it is to stop");
    }

    private static void OfParameters(IOperation body, IMethodSymbol? method, TimeLimitParameters limits, Site site)
    {
        if (method is null)
            return;
        foreach (var parameter in method.Parameters)
        {
            if (!limits.IsTimeLimit(parameter) || parameter.Locations is not [var location, ..])
                continue;
            var unused = limits.IsUnused(parameter, method, body);
            if (unused == Answer.No)
                continue;
            site.Report(
                unused == Answer.Yes ? Spec.Level : Level.Strict, location,
                $"'{parameter.Name}' is {(unused == Answer.Yes ? "never used" : "only checked or told")}", "the work may take any time although the caller has set a limit",
                "give it to the work, or to a linked source whose token the work gets");
        }
    }
}
