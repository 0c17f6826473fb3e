using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Facts;
using AiSafety.Analyzers.Engine.Guards;
using AiSafety.Analyzers.Engine.Handlers;
using AiSafety.Analyzers.Engine.Stores;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Destruction;

/// <summary>A whole database, container, queue, cache, namespace or machine is deleted, and nothing on the way asks whether that is meant.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WholeStoreDeletionRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS1007",
        name: "whole-store-deletion",
        title: "A whole store is deleted without a guard",
        message: "'{0}' deletes {1}{2}, and no test on the way to it asks whether that is meant; one wrong setting or argument destroys what nobody can bring back; "
            + "let the call depend on an environment check, a confirmation or a typed-in name",
        level: Level.Recommended,
        cwe: [654]);

    private protected override void Start(RuleContext rule)
    {
        rule.OnCall(UserFacts.Destructions(rule), Judge);
        if (rule.Session.Type(DestructiveCalls.AzureResource) is { } resource)
        {
            var listed = rule.Session.Facts(DestructiveCalls.OfStores);
            rule.OnOperation<IInvocationOperation>(OperationKind.Invocation, (call, site) =>
            {
                if (call.TargetMethod is { Name: "Delete" or "DeleteAsync", Parameters: [{ Name: "waitUntil" }, ..] } method && method.ContainingType.Inherits(resource) && listed.Find(method) is null
                    && !SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, resource.ContainingAssembly))
                    Judge(call, DestructiveCalls.OfAzureResource, site);
            });
        }
    }

    private static void Judge(IInvocationOperation call, DestructiveCall destruction, Site site)
    {
        var target = new StoreTarget(call, destruction, site);
        if (call.Syntax.ContainsDiagnostics || target.IsLess() || target.IsMadeHere() || Guards.Protect(call, site) != Answer.No)
            return;
        var isMinor = destruction.IsDerived ? !target.IsWildcard() : target.IsShortLived();
        site.Report(
            isMinor || IsDelegated(call, destruction, target, site) ? Level.Strict : Level.Recommended, call.Syntax.GetLocation(), call.TargetMethod.Name, destruction.What,
            target.GivesUpLastCopy() ? " and keeps no final snapshot" : "");
    }

    /// <summary>
    /// Whether the decision is the caller's: the method has the name of the call; or it is named for deleting and is told what, and it deletes one of many, or it implements
    /// the project's own interface over the store. That is a question of policy (who may call this?).
    /// </summary>
    private static bool IsDelegated(IInvocationOperation call, DestructiveCall destruction, StoreTarget target, Site site)
    {
        var function = FunctionContext.Of(call, site);
        if (Stem(function.Name) == Stem(call.TargetMethod.Name))
            return true;
        return function.Method is { } method && Intent.Words(function.Name).FirstOrDefault() is "Delete" or "Destroy" or "Drop" or "Remove" or "Purge" or "Clear" or "Flush"
            && target.IsChosenByCaller() && (destruction.IsOneOfMany || Implements(method));
    }

    private static string Stem(string name) => name.EndsWith("Async", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Async".Length) : name;

    private static bool Implements(IMethodSymbol method)
    {
        foreach (var contract in method.ContainingType.AllInterfaces)
        {
            foreach (var member in contract.GetMembers())
            {
                if (SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method))
                    return true;
            }
        }

        return false;
    }
}
