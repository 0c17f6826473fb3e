using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Handlers;
using AiSafety.Analyzers.Engine.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Cancellation;

/// <summary>A time limit made of a race against a delay: when the time is up, the work goes on and nobody looks at it any more.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AbandonedWorkRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS3009",
        name: "abandoned-work",
        title: "Work goes on after its time limit",
        message: "When the delay wins, '{0}' is neither cancelled nor awaited, so it goes on unwatched and its failure is lost; {1}",
        level: Level.Recommended,
        cwe: [404, 772],
        fix: FixKind.Judgement);

    private protected override void Start(RuleContext rule)
    {
        if (rule.Session.Type("System.Threading.Tasks.Task") is not { } task)
            return;
        var races = new TimedRaces(rule.Session);
        rule.OnOperation<IInvocationOperation>(OperationKind.Invocation, (call, site) =>
        {
            if (races.Of(call) is not { } race || IsPoll(call, race) || TimedRaces.Test(call, race) is not { } test || !races.IsAbandoned(call, race, test))
                return;
            // Of work that the caller has started, the caller may know more; a wait that nobody asks about is a best effort.
            var isSure = race.Work is not null && test.Statement is not null;
            site.Report(isSure ? Level.Recommended : Level.Strict, call.Syntax.GetLocation(), race.WorkVariable?.Name ?? race.Work!.TargetMethod.Name, Remedy(task));
        });
    }

    // Older frameworks have no WaitAsync.
    private static string Remedy(INamedTypeSymbol task) => task.GetMembers("WaitAsync").IsEmpty
        ? "give it a linked source's token with CancelAfter instead of the race"
        : "give it a linked source's token with CancelAfter instead of the race, or at least wait with WaitAsync";

    // Waits of a loop for work that was started outside of it: the next round waits again.
    private static bool IsPoll(IInvocationOperation call, TimedRace race) =>
        Attempts.Loop(call) is { } loop && (race.Work is null || !loop.Syntax.Span.Contains(race.Work.Syntax.Span));
}
