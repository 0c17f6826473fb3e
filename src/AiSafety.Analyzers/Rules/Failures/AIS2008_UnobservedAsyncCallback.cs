using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Handlers;
using AiSafety.Analyzers.Engine.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Failures;

/// <summary>An <c>async</c> function that is made a callback without a result, and does not deal with its own failures.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnobservedAsyncCallbackRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS2008",
        name: "unobserved-async-callback",
        title: "Nobody can await an asynchronous callback",
        message: "{0}; {1}; {2}",
        level: Level.Recommended,
        cwe: [248, 390]);

    private protected override void Start(RuleContext rule) =>
        rule.OnOperation<IDelegateCreationOperation>(OperationKind.DelegateCreation, static (creation, site) =>
        {
            if (!UnawaitedCallback.IsAsyncVoid(creation) || UnawaitedCallback.Of(creation, site) is not { } callback
                || !site.Shows(callback.Level) || !UnawaitedCallback.CanFail(creation, site) || DropReason.IsGiven(creation.Syntax.Parent ?? creation.Syntax))
                return;
            site.Report(callback.Level, Squiggle(creation), What(creation, callback),
                Consequence(callback, CoverageGap.Of(creation.Target, site.Session, site.CancellationToken)), Advice(callback));
        });

    private static Location Squiggle(IDelegateCreationOperation creation) =>
        creation.Target.Syntax is AnonymousFunctionExpressionSyntax lambda ? lambda.AsyncKeyword.GetLocation() : creation.Target.Syntax.GetLocation();

    private static string What(IDelegateCreationOperation creation, UnawaitedCallback callback)
    {
        var function = creation.Target is IMethodReferenceOperation { Method.Name: var name } ? $"'{name}'" : "this async lambda";
        var type = creation.Type?.ToMinimalDisplayString(creation.SemanticModel!, creation.Syntax.SpanStart);
        return callback.Taker.Length > 0
            ? $"'{callback.Taker}' takes {function} as '{type}' and cannot await it"
            : $"Nothing can await {function} once it becomes '{type}'";
    }

    private static string Consequence(UnawaitedCallback callback, string? gap) => (callback.Fact, gap) switch
    {
        ({ IsLoop: true }, _) => "the call is over before the work is, and a failure in the work ends the process",
        (_, not null) => $"a failure of {gap} passes its handlers by and ends the process",
        _ => "a failure in it reaches no caller and ends the process",
    };

    private static string Advice(UnawaitedCallback callback) =>
        callback.Fact is { } fact ? fact.Instead
        : callback.IsOwn ? $"let '{callback.Taker}' take a 'Func' that returns a task and await it, or catch and record its failures inside it"
        : "catch and record its failures inside it";
}
