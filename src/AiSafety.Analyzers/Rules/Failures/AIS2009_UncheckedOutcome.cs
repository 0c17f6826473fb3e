using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Handlers;
using AiSafety.Analyzers.Engine.Outcomes;
using AiSafety.Analyzers.Engine.Tasks;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Failures;

/// <summary>A call says by its outcome whether it worked, and nothing looks at it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UncheckedOutcomeRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS2009",
        name: "unchecked-outcome",
        title: "Nobody looks at an outcome that tells of failure",
        message: "{0}; {1}; {2}",
        level: Level.Recommended,
        cwe: [252]);

    private const string CheckStatus = "call 'EnsureSuccessStatusCode', or test 'IsSuccessStatusCode'";

    private protected override void Start(RuleContext rule)
    {
        var calls = rule.Session.Facts(Knowledge.Outcomes.Calls);
        var types = OutcomeTypes.Of(rule.Session);
        rule.OnOperation<IInvocationOperation>(OperationKind.Invocation, (call, site) =>
        {
            if (calls.Find(call.TargetMethod) is { } fact)
                Judge(call, fact, site);
            else if (call.Type?.SpecialType == SpecialType.System_Boolean && FailureCoverage.IsFrameworkTry(call.TargetMethod))
                JudgeTry(call, site);
            else if (types.Find(call) is { } type)
                JudgeResult(call, type, site);
        });
    }

    private static void Judge(IInvocationOperation call, OutcomeCall fact, Site site)
    {
        switch (fact.Role)
        {
            case OutcomeRole.Offer:
                JudgeOffer(call, fact, site);
                break;
            case OutcomeRole.Lock:
                JudgeLock(call, site);
                break;
            case OutcomeRole.Wait:
                JudgeWait(call, site);
                break;
            default:
                JudgeResponse(call, fact.Role, site);
                break;
        }
    }

    private static void JudgeResponse(IInvocationOperation call, OutcomeRole role, Site site)
    {
        var outcome = OutcomeValue.Of(call, TaskTypes.Of(site.Session));
        if (outcome.Goes == Goes.Elsewhere)
            return;
        var neglect = ResponseUse.Of(call, outcome, site);
        if (neglect == Neglect.None || HttpRequests.Of(site.Session).HaveEnsuringHandler)
            return;
        var name = call.TargetMethod.Name;
        if (neglect is Neglect.ReadUnchecked or Neglect.ReadAfterOneStatus)
        {
            Report(neglect == Neglect.ReadUnchecked ? Level.Recommended : Level.Strict, call, site,
                $"The content of the response of '{name}' is read {(neglect == Neglect.ReadUnchecked ? "without a look at its status" : "after a look at one status only")}",
                "an error page is taken for the data that was asked for", CheckStatus);
            return;
        }

        var writes = HttpRequests.Writes(call, role);
        if (writes == Answer.No)
            return;
        Report(writes == Answer.Yes && neglect == Neglect.Ignored ? Level.Recommended : Level.Strict, call, site,
            neglect == Neglect.OnlyLogged ? $"The response of '{name}' is logged and not acted on" : $"Nothing looks at the response of '{name}'",
            "a request that the server refused passes for done", CheckStatus);
    }

    private static void JudgeResult(IInvocationOperation call, OutcomeType type, Site site)
    {
        var outcome = OutcomeValue.Of(call, TaskTypes.Of(site.Session));
        if (!outcome.IsIgnored(site) || ThrowsOnFailure(call))
            return;
        Report(OutcomeTypes.CanFail(call.Type) ? Level.Recommended : Level.Strict, call, site,
            outcome.Goes == Goes.ToLocal
                ? $"The outcome of '{call.TargetMethod.Name}' is put into '{outcome.Local!.Name}', where nothing reads it"
                : $"Nothing looks at the outcome of '{call.TargetMethod.Name}'",
            "it reports failure by what it returns, so a failure passes for done", type.Check);
    }

    // FluentValidation: Validate(order, options => options.ThrowOnFailures())
    private static bool ThrowsOnFailure(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Type is INamedTypeSymbol { TypeKind: TypeKind.Delegate, TypeArguments: [{ Name: "ValidationStrategy" }] })
                return true;
        }

        return false;
    }

    private static void JudgeOffer(IInvocationOperation call, OutcomeCall fact, Site site)
    {
        var outcome = OutcomeValue.Of(call, TaskTypes.Of(site.Session));
        if (!outcome.IsIgnored(site))
            return;
        var bounded = Offers.CanBeRefused(call, site);
        if (bounded == Answer.No || (bounded == Answer.Unknown && call.TargetMethod.Name == "TryWrite"))
            return;
        Report(bounded == Answer.Yes && outcome.Goes != Goes.ToDiscard ? Level.Recommended : Level.Strict, call, site,
            $"Nothing looks at the answer of '{call.TargetMethod.Name}'", "when the queue is full the item is lost", $"test the answer, or call '{fact.Instead}', which waits for room");
    }

    private static void JudgeLock(IInvocationOperation call, Site site)
    {
        if (OutcomeValue.Of(call, TaskTypes.Of(site.Session)).IsIgnored(site) && LockWaits.IsLimited(call))
        {
            Report(Level.Recommended, call, site, $"Nothing looks at the answer of '{call.TargetMethod.Name}'",
                "when the time is up the code goes on without the lock, and releases what it does not hold", "test the answer");
        }
    }

    private static void JudgeWait(IInvocationOperation call, Site site)
    {
        var ignored = ProcessEnd.IsIgnored(call, site.CancellationToken);
        if (ignored == Answer.No)
            return;
        Report(ignored == Answer.Yes ? Level.Recommended : Level.Strict, call, site,
            $"Nothing looks at the exit code after '{call.TargetMethod.Name}'", "a command that failed passes for done", "test 'ExitCode' and act on it");
    }

    private static void JudgeTry(IInvocationOperation call, Site site)
    {
        var outcome = OutcomeValue.Of(call, TaskTypes.Of(site.Session));
        if (!outcome.IsIgnored(site) || TryAnswer.Of(call, site) is not { } answer)
            return;
        var name = answer.Value.Name;
        Report(answer.IsParse && outcome.Goes != Goes.ToDiscard ? Level.Recommended : Level.Strict, call, site,
            $"Nothing looks at the answer of '{call.TargetMethod.Name}'",
            answer.HadValue ? $"on failure '{name}' loses the value that it had and is used as the default of its type" : $"on failure '{name}' is used as if its default were a real value",
            "test the answer");
    }

    // Where things are cleaned up or given up, a failure has nobody to be told.
    private static void Report(Level level, IInvocationOperation call, Site site, string what, string consequence, string advice)
    {
        if (IsCleanUp(call, site) || Benchmarks.Of(site.Session).IsBenchmark)
            level = Level.Strict;
        if (site.Shows(level) && !DropReason.IsGiven(call.Syntax) && !TaskShape.IsInExpressionTree(call) && !Mocks.IsSetup(call))
            site.Report(level, CallLocation.Of(call.Syntax), what, consequence, advice);
    }

    private static bool IsCleanUp(IInvocationOperation call, Site site)
    {
        for (var (child, parent) = ((IOperation)call, call.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            if (parent is ICatchClauseOperation || (parent is ITryOperation attempt && attempt.Finally == child))
                return true;
        }

        return NobodyToTell.At(call, site);
    }
}
