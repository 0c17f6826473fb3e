using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Messages;

/// <summary>Queues that live no longer than the connection that reads them: what is lost with the reader would be lost anyway.</summary>
internal static class TransientQueues
{
    private const string DirectReply = "amq.rabbitmq.reply-to";

    /// <summary>Whether a consumer is subscribed to such a queue: for direct replies, or where all queues that the type declares are exclusive to their connection.</summary>
    public static bool Feed(IInvocationOperation subscription, Site site)
    {
        foreach (var argument in subscription.Arguments)
        {
            if (argument is { Parameter.Name: "queue", Value.ConstantValue: { HasValue: true, Value: DirectReply } })
                return true;
        }

        var handlers = new ReceivingHandlers(site);
        var any = false;
        foreach (var node in handlers.Nodes<InvocationExpressionSyntax>())
        {
            if (handlers.Operation(node) is not IInvocationOperation { TargetMethod.Name: "QueueDeclare" or "QueueDeclareAsync" } declaration)
                continue;
            if (!IsExclusive(declaration))
                return false;
            any = true;
        }

        return any;
    }

    private static bool IsExclusive(IInvocationOperation declaration)
    {
        foreach (var argument in declaration.Arguments)
        {
            if (argument.Parameter?.Name == "exclusive")
                return argument.Value.ConstantValue is { HasValue: true, Value: true };
        }

        return false;
    }
}
