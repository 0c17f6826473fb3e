using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Handlers;
using AiSafety.Analyzers.Engine.Tasks;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Failures;

/// <summary>A task that nobody awaits or observes, and whose work does not deal with its own failures.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DiscardedTaskRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS2007",
        name: "discarded-task",
        title: "Nobody looks at the outcome of a task",
        message: "{0}; {1}; {2}",
        level: Level.Minimal,
        cwe: [252, 390],
        fix: FixKind.Mechanical);

    /// <summary>Key in the diagnostic's properties: how sure it is that awaiting is the repair, as a <see cref="FixKind"/>.</summary>
    internal const string Await = "await";

    /// <summary>Key in the diagnostic's properties: whether handling its failures would repair the work, as a <see cref="FixKind"/>.</summary>
    internal const string Handle = "handle";

    private protected override void Start(RuleContext rule)
    {
        var types = TaskTypes.Of(rule.Session);
        rule.OnOperation<IInvocationOperation>(OperationKind.Invocation, (call, site) =>
        {
            if (call.Type is not null && types.IsTask(call.Type))
                Judge(call, site);
            else if (call.TargetMethod.ReturnsVoid && call.TargetMethod.Name.Contains("Forget"))
                JudgeForgotten(call, site);
        });
        rule.OnOperation<IMethodBodyOperation>(OperationKind.MethodBody, (body, site) =>
        {
            if (site.ContainingSymbol is IMethodSymbol method && ForgetHelper.LooksLikeOne(method, types))
                JudgeHelper(method, body, site);
        });
    }

    private static void Judge(IInvocationOperation call, Site site)
    {
        var drop = DroppedTask.Of(call, site.CancellationToken, out var local);
        if (drop == Drop.None || IsSubjectOfHelper(call, site) || TaskShape.IsInExpressionTree(call) || Mocks.IsSetup(call))
            return;
        var fate = drop == Drop.Tested ? Fate.Lost : TaskFate.Of(call, site.Session, site.CancellationToken);
        if (fate is Fate.EndsWell or Fate.Elsewhere)
            return;
        var shortLived = Lifetimes.Of(site.Session).Find(call, site);
        if ((fate == Fate.Handled && shortLived is null) || DropReason.IsGiven(call.Syntax))
            return;
        var level = NobodyToTell.At(call, site) || Benchmarks.Of(site.Session).IsBenchmark ? Level.Strict : shortLived is null ? Level.Recommended : Level.Minimal;
        var enclosing = Enclosing.Of(call, site);
        var gap = shortLived is null && drop != Drop.Tested ? CoverageGap.Of(call, site.Session, site.CancellationToken) : null;
        Report(level, call, site, What(drop, call, local), Consequence(drop, shortLived, gap), Advice(drop, shortLived, enclosing.IsAsync),
            AwaitingIs(call, drop, enclosing), handling: fate == Fate.Lost && drop != Drop.Tested && shortLived is null ? FixKind.Judgement : FixKind.None);
    }

    // "void RunAndForget(Func<Task> work) => work();" is reported at its name.
    private static bool IsSubjectOfHelper(IInvocationOperation call, Site site) =>
        call.Instance is IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol method }
        && SymbolEqualityComparer.Default.Equals(method, site.ContainingSymbol)
        && ForgetHelper.LooksLikeOne(method, TaskTypes.Of(site.Session));

    // The helper deals with failures, or is reported itself; what the work uses may be gone all the same.
    private static void JudgeForgotten(IInvocationOperation call, Site site)
    {
        foreach (var argument in call.Arguments)
            Judge(argument.Value);
        if (call.Instance is { } instance)
            Judge(instance);

        void Judge(IOperation value)
        {
            if (OwnOperations.Unwrap(value) is not IInvocationOperation task || !TaskTypes.Of(site.Session).IsTask(task.Type)
                || Lifetimes.Of(site.Session).Find(task, site) is not { } shortLived || DropReason.IsGiven(call.Syntax) || Mocks.IsSetup(call))
                return;
            Report(NobodyToTell.At(task, site) ? Level.Strict : Level.Minimal, task, site, What(Drop.Unawaited, task, null),
                Consequence(Drop.Unawaited, shortLived), Advice(Drop.Unawaited, shortLived, canAwait: Enclosing.Of(call, site).IsAsync), FixKind.None, FixKind.None);
        }
    }

    private static void JudgeHelper(IMethodSymbol method, IMethodBodyOperation body, Site site)
    {
        var forgetting = ForgetHelper.Of(method, body, site.Session);
        if (forgetting == Forgetting.None || body.Syntax is not MethodDeclarationSyntax declaration || DropReason.IsGiven(declaration))
            return;
        site.Report(
            Level.Recommended, declaration.Identifier.GetLocation(),
            $"'{method.Name}' {(forgetting == Forgetting.Drops ? "drops the task that it is given" : "awaits the task that it is given without a handler")}",
            forgetting == Forgetting.Drops ? "the failures of all its callers are lost" : "as 'async void', a failure of any caller ends the process",
            "catch the failure here and record it");
    }

    private static void Report(
        Level level, IInvocationOperation call, Site site, string what, string consequence, string advice, FixKind awaiting, FixKind handling) =>
        site.Report(
            level, CallLocation.Of(call.Syntax),
            ImmutableDictionary<string, string?>.Empty.Add(Await, awaiting.ToString()).Add(Handle, handling.ToString()),
            what, consequence, advice);

    private static string What(Drop drop, IInvocationOperation call, ILocalSymbol? local)
    {
        var name = Name(call);
        return drop switch
        {
            Drop.Unawaited => $"Nothing awaits the task of '{name}'",
            Drop.Unread => $"The task of '{name}' is put into '{local!.Name}', which is never read",
            Drop.Tested => $"The task of '{name}' is tested instead of its result",
            _ => $"The task of '{name}' is discarded",
        };
    }

    // What is awaited is the work, not what wraps it.
    private static string Name(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method.Name is "ConfigureAwait" or "AsTask" or "Unwrap" or "WaitAsync" && TaskShape.Receiver(call) is { } receiver && OwnOperations.Unwrap(receiver) is IInvocationOperation work)
            return Name(work);
        if (method.MethodKind == MethodKind.DelegateInvoke
            && TaskShape.Receiver(call) is { } made and (IMemberReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation))
            return made.Syntax.ToString();
        if (TaskShape.Delegate(call) is IMethodReferenceOperation { Method: var started })
            return started.Name;
        return method.IsStatic && method.ContainingType.Name == "Task" ? "Task." + method.Name : method.Name;
    }

    private static string Consequence(Drop drop, ShortLived? shortLived, string? gap = null) => shortLived switch
    {
        { Ends: Ends.WithRequest, Name: var name } => $"it uses '{name}', which is gone once the request has been answered",
        { Ends: Ends.WithScope, Name: var name } => $"it uses '{name}', which is disposed with its scope while the work still runs",
        { Ends: Ends.WithMethod, Name: var name } => $"it uses '{name}', which is disposed at the end of this method while the work still runs",
        _ when drop == Drop.Tested => "a task is never null and rarely done at once, so the test says nothing, and a failure is lost",
        _ when gap is not null => $"a failure of {gap} passes its handlers by and is lost",
        _ => "its failure is lost, and the code goes on as if the work had been done",
    };

    private static string Advice(Drop drop, ShortLived? shortLived, bool canAwait) => (drop, shortLived, canAwait) switch
    {
        (Drop.Tested, _, _) => "await it and test the result",
        (_, { Ends: Ends.WithMethod }, _) => "await it before the method ends",
        (_, { Ends: Ends.WithRequest }, _) => "await it, or read what it needs first and hand the values to a background service",
        (_, not null, _) => "await it, or open a scope of its own inside the work",
        (_, null, true) => "await it, or catch and record its failures inside the work",
        _ => "return it to the caller, or catch and record its failures inside the work",
    };

    private static FixKind AwaitingIs(IInvocationOperation call, Drop drop, Enclosing enclosing) =>
        !enclosing.IsAsync ? FixKind.None
        : drop == Drop.Tested || !(enclosing.StartsService || LongRunning.MayBe(call)) ? FixKind.Mechanical
        : FixKind.Judgement;
}
