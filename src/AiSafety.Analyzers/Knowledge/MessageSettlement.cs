using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>What the broker does with a message after a settling call.</summary>
internal enum SettledAs
{
    /// <summary>Forgets it: it counts as handled.</summary>
    Done,

    /// <summary>Forgets it at the next automatic commit: its offset is noted as handled.</summary>
    Noted,

    /// <summary>Delivers it again.</summary>
    PutBack,

    /// <summary>Moves it to where somebody can look at it; for RabbitMQ only where such a place is configured.</summary>
    SetAside,
}

/// <summary>A call that tells the broker what became of a message.</summary>
/// <param name="As">What the broker does then.</param>
/// <param name="Verb">What the call does, for messages, in the third person: <c>acknowledges</c>.</param>
internal sealed record Settlement(SettledAs As, string Verb)
{
    /// <summary>Whether the broker takes the message for handled.</summary>
    public bool IsDone => As is SettledAs.Done or SettledAs.Noted;
}

/// <summary>A call that brings messages.</summary>
/// <param name="SettlesBy">The boolean parameter that makes the broker settle each message when it is delivered; null when there is none.</param>
internal sealed record Receipt(string? SettlesBy)
{
    /// <summary>Whether messages come one by one to a consumer that the call is given, rather than as its result.</summary>
    public bool Subscribes { get; init; }
}

/// <summary>How clients of message brokers settle messages.</summary>
internal static class MessageSettlement
{
    private static readonly Settlement Acknowledges = new(SettledAs.Done, "acknowledges");
    private static readonly Settlement Completes = new(SettledAs.Done, "completes");
    private static readonly Settlement Deletes = new(SettledAs.Done, "deletes");
    private static readonly Settlement Commits = new(SettledAs.Done, "commits the offset of");
    private static readonly Settlement Notes = new(SettledAs.Noted, "stores the offset of");
    private static readonly Settlement PutsBack = new(SettledAs.PutBack, "puts back");
    private static readonly Settlement SetsAside = new(SettledAs.SetAside, "sets aside");
    private static readonly Receipt Receives = new(SettlesBy: null);

    /// <summary>Calls that settle a message.</summary>
    public static readonly FactTable<Settlement> Calls = new("message settlement")
    {
        { "RabbitMQ.Client.IModel", "BasicAck", Acknowledges },
        { "RabbitMQ.Client.IModel", "BasicNack", PutsBack },
        { "RabbitMQ.Client.IModel", "BasicReject", PutsBack },
        { "RabbitMQ.Client.IChannel", "BasicAckAsync", Acknowledges },
        { "RabbitMQ.Client.IChannel", "BasicNackAsync", PutsBack },
        { "RabbitMQ.Client.IChannel", "BasicRejectAsync", PutsBack },

        { "Confluent.Kafka.IConsumer`2", "Commit", Commits },
        { "Confluent.Kafka.IConsumer`2", "StoreOffset", Notes },
        { "Confluent.Kafka.IConsumer`2", "Seek", PutsBack },

        { "Amazon.SQS.IAmazonSQS", "DeleteMessage?", Deletes },
        { "Amazon.SQS.IAmazonSQS", "DeleteMessageBatch?", Deletes },
        { "Amazon.SQS.IAmazonSQS", "ChangeMessageVisibility*", PutsBack },

        { "Azure.Storage.Queues.QueueClient", "DeleteMessage?", Deletes },
        { "Azure.Storage.Queues.QueueClient", "UpdateMessage?", PutsBack },

        { "Azure.Messaging.ServiceBus.ServiceBusReceiver", "CompleteMessageAsync", Completes },
        { "Azure.Messaging.ServiceBus.ServiceBusReceiver", "AbandonMessageAsync", PutsBack },
        { "Azure.Messaging.ServiceBus.ServiceBusReceiver", "DeferMessageAsync", PutsBack },
        { "Azure.Messaging.ServiceBus.ServiceBusReceiver", "DeadLetterMessageAsync", SetsAside },
        { "Azure.Messaging.ServiceBus.ProcessMessageEventArgs", "CompleteMessageAsync", Completes },
        { "Azure.Messaging.ServiceBus.ProcessMessageEventArgs", "AbandonMessageAsync", PutsBack },
        { "Azure.Messaging.ServiceBus.ProcessMessageEventArgs", "DeferMessageAsync", PutsBack },
        { "Azure.Messaging.ServiceBus.ProcessMessageEventArgs", "DeadLetterMessageAsync", SetsAside },
        { "Azure.Messaging.ServiceBus.ProcessSessionMessageEventArgs", "CompleteMessageAsync", Completes },
        { "Azure.Messaging.ServiceBus.ProcessSessionMessageEventArgs", "AbandonMessageAsync", PutsBack },
        { "Azure.Messaging.ServiceBus.ProcessSessionMessageEventArgs", "DeferMessageAsync", PutsBack },
        { "Azure.Messaging.ServiceBus.ProcessSessionMessageEventArgs", "DeadLetterMessageAsync", SetsAside },
        { "Microsoft.Azure.Functions.Worker.ServiceBusMessageActions", "CompleteMessageAsync", Completes },
        { "Microsoft.Azure.Functions.Worker.ServiceBusMessageActions", "AbandonMessageAsync", PutsBack },
        { "Microsoft.Azure.Functions.Worker.ServiceBusMessageActions", "DeferMessageAsync", PutsBack },
        { "Microsoft.Azure.Functions.Worker.ServiceBusMessageActions", "DeadLetterMessageAsync", SetsAside },

        { "StackExchange.Redis.IDatabase", "StreamAcknowledge*", Acknowledges },
        { "StackExchange.Redis.IDatabaseAsync", "StreamAcknowledge*", Acknowledges },

        { "NATS.Client.JetStream.INatsJSMsg`1", "AckAsync", Acknowledges },
        { "NATS.Client.JetStream.INatsJSMsg`1", "NakAsync", PutsBack },
        { "NATS.Client.JetStream.INatsJSMsg`1", "AckTerminateAsync", SetsAside },
    };

    /// <summary>Calls that bring messages.</summary>
    public static readonly FactTable<Receipt> Receipts = new("message receipt")
    {
        { "RabbitMQ.Client.IModel", "BasicConsume", new("autoAck") { Subscribes = true } },
        { "RabbitMQ.Client.IModelExensions", "BasicConsume", new("autoAck") { Subscribes = true } },
        { "RabbitMQ.Client.IChannel", "BasicConsumeAsync", new("autoAck") { Subscribes = true } },
        { "RabbitMQ.Client.IChannelExtensions", "BasicConsumeAsync", new("autoAck") { Subscribes = true } },
        { "RabbitMQ.Client.IModel", "BasicGet", new("autoAck") },
        { "RabbitMQ.Client.IChannel", "BasicGetAsync", new("autoAck") },
        { "StackExchange.Redis.IDatabase", "StreamReadGroup", new("noAck") },
        { "StackExchange.Redis.IDatabaseAsync", "StreamReadGroupAsync", new("noAck") },
        { "Confluent.Kafka.IConsumer`2", "Consume", Receives },
        { "Amazon.SQS.IAmazonSQS", "ReceiveMessage?", Receives },
        { "Azure.Storage.Queues.QueueClient", "ReceiveMessage?", Receives },
        { "Azure.Storage.Queues.QueueClient", "ReceiveMessages?", Receives },
        { "Azure.Messaging.ServiceBus.ServiceBusReceiver", "ReceiveMessageAsync", Receives },
        { "Azure.Messaging.ServiceBus.ServiceBusReceiver", "ReceiveMessagesAsync", Receives },
    };

    /// <summary>Types of what is delivered: a message, or the arguments of an event that bring one.</summary>
    public static readonly string[] Deliveries =
    [
        "RabbitMQ.Client.Events.BasicDeliverEventArgs", "RabbitMQ.Client.BasicGetResult",
        "Confluent.Kafka.ConsumeResult`2",
        "Amazon.SQS.Model.Message", "Amazon.SQS.Model.ReceiveMessageResponse",
        "Azure.Storage.Queues.Models.QueueMessage",
        "Azure.Messaging.ServiceBus.ServiceBusReceivedMessage", "Azure.Messaging.ServiceBus.ProcessMessageEventArgs",
        "Azure.Messaging.ServiceBus.ProcessSessionMessageEventArgs",
        "StackExchange.Redis.StreamEntry",
        "NATS.Client.JetStream.INatsJSMsg`1", "NATS.Client.JetStream.NatsJSMsg`1",
    ];

    /// <summary>Events that bring messages, by their type.</summary>
    public static readonly (string Type, string Event)[] Events =
    [
        ("RabbitMQ.Client.Events.EventingBasicConsumer", "Received"),
        ("RabbitMQ.Client.Events.AsyncEventingBasicConsumer", "Received"),
        ("RabbitMQ.Client.Events.AsyncEventingBasicConsumer", "ReceivedAsync"),
        ("Azure.Messaging.ServiceBus.ServiceBusProcessor", "ProcessMessageAsync"),
        ("Azure.Messaging.ServiceBus.ServiceBusSessionProcessor", "ProcessMessageAsync"),
    ];

    /// <summary>Contracts of handlers whose normal return settles the message as done, and whose exception does not.</summary>
    public static readonly string[] ReturningContracts =
    [
        "MassTransit.IConsumer`1", "MassTransit.IJobConsumer`1", "NServiceBus.IHandleMessages`1", "Rebus.Handlers.IHandleMessages`1",
    ];

    /// <summary>Attributes on a parameter that make the method such a handler.</summary>
    public static readonly string[] ReturningTriggers =
    [
        "Microsoft.Azure.Functions.Worker.QueueTriggerAttribute", "Microsoft.Azure.Functions.Worker.ServiceBusTriggerAttribute",
        "Microsoft.Azure.Functions.Worker.RabbitMQTriggerAttribute", "Microsoft.Azure.WebJobs.QueueTriggerAttribute",
        "Microsoft.Azure.WebJobs.ServiceBusTriggerAttribute", "Microsoft.Azure.WebJobs.RabbitMQTriggerAttribute",
    ];

    /// <summary>What marks a class of handlers for Wolverine, which otherwise goes by names.</summary>
    public static readonly string[] WolverineMarks = ["Wolverine.IWolverineHandler", "Wolverine.Attributes.WolverineHandlerAttribute"];
}
