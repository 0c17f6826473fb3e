using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Handlers;
using AiSafety.Analyzers.Engine.Tasks;
using AiSafety.Analyzers.Engine.Tokens;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Cancellation;

/// <summary>A wait that holds the thread of an asynchronous or hosted method, with neither a token nor a limit.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingWaitInAsyncRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS3013",
        name: "blocking-wait-in-async",
        title: "Asynchronous method blocks its thread",
        message: "'{0}' holds the thread of {1} {2}, and no cancellation can end it; {3}",
        level: Level.Recommended,
        cwe: [400, 833]);

    private protected override void Start(RuleContext rule)
    {
        var waits = new BlockingWaitShapes(rule.Session);
        rule.OnCall(BlockingWaits.Table, (call, wait, site) =>
        {
            var function = FunctionContext.Of(call, site);
            var isAsync = function.Method is { IsAsync: true };
            if (!isAsync && (function.Method is not { MethodKind: not (MethodKind.AnonymousFunction or MethodKind.LocalFunction) } method || !Boundaries.Of(site.Session).IsHosted(method)))
                return;
            if (wait.IsPause ? waits.IsProbe(call) : waits.IsLimited(call) || waits.FollowsEnd(call, function.Root))
                return;
            site.Report(LevelOf(call, wait, function, waits, site.Session), call.Syntax.GetLocation(),
                $"{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}", isAsync ? "an asynchronous method" : "a hosted service", wait.Until, wait.Instead);
        });
    }

    // Nobody else needs the thread of a program's main method; nothing can be awaited while a lock is held; a tick of the clock is over at once.
    private static Level LevelOf(IInvocationOperation call, BlockingWait wait, FunctionContext function, BlockingWaitShapes waits, Session session) =>
        Boundaries.IsProgram(function) || BlockingWaitShapes.IsInLock(call) || (wait.IsPause && waits.IsTick(call)) || Benchmarks.Of(session).IsBenchmark
            ? Level.Strict
            : Spec.Level;
}
