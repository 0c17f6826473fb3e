using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Handlers;
using AiSafety.Analyzers.Engine.Messages;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Destruction;

/// <summary>A message that is settled as done before, or whatever becomes of, the work on it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AckBeforeWorkRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS1010",
        name: "ack-before-work",
        title: "Message is settled before its work is done",
        message: "{0}, so a failure or a crash in {1} loses it for good; settle it only after the work has succeeded",
        level: Level.Recommended,
        cwe: [696]);

    private static readonly string[] ServiceBusOptions =
    [
        "Azure.Messaging.ServiceBus.ServiceBusProcessorOptions", "Azure.Messaging.ServiceBus.ServiceBusSessionProcessorOptions",
        "Azure.Messaging.ServiceBus.ServiceBusReceiverOptions", "Azure.Messaging.ServiceBus.ServiceBusSessionReceiverOptions",
    ];

    private protected override void Start(RuleContext rule)
    {
        rule.OnCall(MessageSettlement.Calls, static (call, settlement, site) =>
        {
            if (settlement.IsDone)
                JudgeCall(call, settlement, site);
        });
        rule.OnCall(MessageSettlement.Receipts, static (call, receipt, site) =>
        {
            if (receipt.SettlesBy is { } parameter && Argument(call, parameter) is { } argument && IsTrue(argument.Value))
                JudgeReceipt(call, receipt, argument, site);
        });

        var kafka = rule.Session.Type("Confluent.Kafka.ConsumerConfig");
        var serviceBus = ImmutableArray.CreateRange(ServiceBusOptions.Select(rule.Session.Type).OfType<INamedTypeSymbol>());
        if (kafka is null && serviceBus.IsEmpty)
            return;
        rule.OnOperation<ISimpleAssignmentOperation>(OperationKind.SimpleAssignment, (assignment, site) =>
        {
            if (assignment.Target is not IPropertyReferenceOperation { Property: var property })
                return;
            if (property.Name == "EnableAutoCommit" && SymbolEqualityComparer.Default.Equals(property.ContainingType, kafka))
                JudgeAutoCommit(assignment, site);
            else if (property.Name == "ReceiveMode" && serviceBus.Contains(property.ContainingType, SymbolEqualityComparer.Default))
                JudgeReceiveMode(assignment, site);
        });
    }

    private static void JudgeCall(IInvocationOperation call, Settlement settlement, Site site)
    {
        var work = new MessageWork(OwnOperations.Function(call), call, site.Session);
        if (SettleOrder.InFinally(call, work) is var (attempt, failing))
        {
            if (!IsDealtWith(attempt, site) && !IsExcused(call, site))
                Report(Level.Recommended, call.Syntax, $"'{call.TargetMethod.Name}' {settlement.Verb} the message whatever became of its work", failing, site);
        }
        else if (SettleOrder.WorkBehind(call, work) is { } later && !IsExcused(call, site))
        {
            Report(Level.Recommended, call.Syntax, $"'{call.TargetMethod.Name}' {settlement.Verb} the message before its work is done", later, site);
        }
    }

    // A catch-all that deals with the failure in a way of its own: what comes behind it is settled on purpose.
    private static bool IsDealtWith(ITryOperation attempt, Site site)
    {
        foreach (var clause in attempt.Catches)
        {
            if (CatchScope.IsCatchAll(clause) && FailureEnds.Of(clause, site) == FailureEnd.DealtWith)
                return true;
        }

        return false;
    }

    private static void JudgeReceipt(IInvocationOperation call, Receipt receipt, IArgumentOperation argument, Site site)
    {
        IInvocationOperation? work;
        if (receipt.Subscribes)
        {
            if (TransientQueues.Feed(call, site) || Argument(call, "consumer") is not { } consumer)
                return;
            work = new ReceivingHandlers(site).WorkOf(consumer.Value);
        }
        else
        {
            var function = OwnOperations.Function(call);
            work = new MessageWork(function, settling: null, site.Session).First(Attempts.Loop(call) ?? function);
        }

        if (work is not null && !IsExcused(call, site) && !Reasons.ExplainPart(argument.Syntax))
            Report(Level.Recommended, argument.Syntax, $"'{argument.Parameter!.Name}: true' settles each message when it is delivered", work, site);
    }

    private static void JudgeAutoCommit(ISimpleAssignmentOperation assignment, Site site)
    {
        if (!IsTrue(assignment.Value) || IsSetBeside(assignment, "EnableAutoOffsetStore", static value => value.ConstantValue is { HasValue: true, Value: false }))
            return;
        JudgeSetting(assignment, "'EnableAutoCommit = true' commits offsets on a timer from the moment that a message is received", inLoopsOnly: true, site);
    }

    private static void JudgeReceiveMode(ISimpleAssignmentOperation assignment, Site site)
    {
        if (OwnOperations.Unwrap(assignment.Value) is not IFieldReferenceOperation { Field.Name: "ReceiveAndDelete" }
            || IsSetBeside(assignment, "SubQueue", static value => value is IFieldReferenceOperation { Field.Name: "DeadLetter" or "TransferDeadLetter" }))
            return;
        JudgeSetting(assignment, "'ReceiveAndDelete' deletes each message when it is delivered", inLoopsOnly: false, site);
    }

    private static void JudgeSetting(ISimpleAssignmentOperation assignment, string what, bool inLoopsOnly, Site site)
    {
        if (IsExcused(assignment, site) || Reasons.ExplainPart(assignment.Syntax))
            return;
        var work = new ReceivingHandlers(site).WorkInSight(inLoopsOnly);
        Report(work is null ? Level.Strict : Level.Recommended, assignment.Syntax, what, work, site);
    }

    // On the same object, or at least in the same function.
    private static bool IsSetBeside(ISimpleAssignmentOperation assignment, string property, Func<IOperation, bool> isWanted)
    {
        foreach (var each in OwnOperations.Of(OwnOperations.Function(assignment)))
        {
            if (each is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name } } other && name == property && isWanted(OwnOperations.Unwrap(other.Value)))
                return true;
        }

        return false;
    }

    private static bool IsExcused(IOperation operation, Site site) =>
        Statement(operation.Syntax) is { } statement && Reasons.Explain(statement) || Engine.Guards.Guards.Protect(operation, site) != Answer.No;

    private static void Report(Level level, SyntaxNode place, string what, IInvocationOperation? work, Site site) =>
        site.Report(level, place.GetLocation(), what, work is null ? "its handler" : $"'{work.TargetMethod.Name}'");

    private static StatementSyntax? Statement(SyntaxNode node) => node.FirstAncestorOrSelf<StatementSyntax>();

    private static IArgumentOperation? Argument(IInvocationOperation call, string parameter)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name == parameter && argument.ArgumentKind == ArgumentKind.Explicit)
                return argument;
        }

        return null;
    }

    private static bool IsTrue(IOperation value) => OwnOperations.Unwrap(value).ConstantValue is { HasValue: true, Value: true };
}
