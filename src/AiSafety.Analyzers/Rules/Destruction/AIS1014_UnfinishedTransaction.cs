using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Transactions;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Destruction;

/// <summary>A transaction that is not committed, is committed in the wrong place, or does not hold what it should.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnfinishedTransactionRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS1014",
        name: "unfinished-transaction",
        title: "Transaction is not finished, or does not hold its work",
        message: "{0}, so {1}; {2}",
        level: Level.Minimal,
        cwe: [459, 460],
        fix: FixKind.Mechanical);

    /// <summary>Set on findings that the fix is for.</summary>
    internal const string FlowProperty = "flow";

    private protected override void Start(RuleContext rule)
    {
        rule.OnCall(Transactions.Begins, static (call, begin, site) =>
        {
            if (TransactionUse.Of(call, site.Session) is not { } use || Engine.Guards.Guards.Protect(call, site) != Answer.No)
                return;
            if (TransactionEnd.Of(use, site) is { } unfinished)
                Report(unfinished, call, $"The transaction of '{call.TargetMethod.Name}'", "commit it when all of its work has succeeded", site);
            else if (begin.OfConnection)
                JudgeEnlistment(call, use, site);
        });

        if (rule.Session.Type("System.Transactions.TransactionScope") is not { } scope)
            return;
        rule.OnOperation<IObjectCreationOperation>(OperationKind.ObjectCreation, (creation, site) =>
        {
            if (SymbolEqualityComparer.Default.Equals(creation.Type, scope) && !IsSuppressing(creation))
                JudgeScope(creation, site);
        });
    }

    private static void JudgeScope(IObjectCreationOperation creation, Site site)
    {
        if (TransactionUse.Of(creation, site.Session) is { } use && TransactionEnd.Of(use, site) is { } unfinished && Engine.Guards.Guards.Protect(creation, site) == Answer.No)
            Report(unfinished, creation, "This TransactionScope", "call Complete when all of its work has succeeded", site);
        else if (AsyncFlow.IsLost(creation))
            site.Report(
                Level.Recommended, creation.Syntax.GetLocation(), ImmutableDictionary<string, string?>.Empty.Add(FlowProperty, "lost"),
                "This TransactionScope does not flow across the await in it",
                "what follows may run outside of the transaction, and disposing it on another thread throws",
                "create it with TransactionScopeAsyncFlowOption.Enabled");
    }

    private static void JudgeEnlistment(IInvocationOperation call, TransactionUse use, Site site)
    {
        var enlistment = Enlistment.Of(site.Session);
        var minds = enlistment.Minds(call);
        if (minds == Answer.No || (minds == Answer.Unknown && !site.Shows(Level.Strict)) || enlistment.Stray(call, use) is not { } stray)
            return;
        site.Report(
            minds == Answer.Yes ? Level.Recommended : Level.Strict, call.Syntax.GetLocation(),
            $"'{stray.TargetMethod.Name}' in line {Line(stray)} runs on the connection of this transaction without being given it",
            "it is refused, or is not rolled back with the rest", "pass the transaction to every command");
    }

    private static void Report(UnfinishedTransaction unfinished, IOperation begin, string which, string repair, Site site)
    {
        var write = unfinished.Write.TargetMethod.Name;
        var (level, what, effect, advice) = unfinished.Kind switch
        {
            Unfinished.NeverCommitted => (
                unfinished.IsCertain ? Level.Minimal : Level.Recommended,
                which + (begin is IObjectCreationOperation ? " is never completed" : " is never committed"),
                $"what '{write}' writes is rolled back when it is disposed", repair),
            Unfinished.LeftEarly => (
                Level.Recommended, $"{which} is left without a commit by the return in line {Line(unfinished.Return!)}",
                $"what '{write}' wrote is rolled back and the caller is not told", "commit, or roll back, before that return"),
            _ => (
                Level.Recommended, $"{which} is {(begin is IObjectCreationOperation ? "completed" : "committed")} in a finally block",
                $"when '{write}' or what follows it fails, the half that was written is kept", "do it at the end of the try"),
        };
        site.Report(level, begin.Syntax.GetLocation(), what, effect, advice);
    }

    // Work that is kept out of any transaction has nothing to complete.
    private static bool IsSuppressing(IObjectCreationOperation creation)
    {
        foreach (var argument in creation.Arguments)
        {
            if (argument.Value is IFieldReferenceOperation { Field: { Name: "Suppress", ContainingType.Name: "TransactionScopeOption" } })
                return true;
        }

        return false;
    }

    private static int Line(IOperation operation) => operation.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
