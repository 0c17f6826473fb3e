namespace AiSafety.Analyzers.Tests.Rules.Destruction;

/// <summary>Files around the code of a consumer, for the tests of the rules about messages.</summary>
internal static class Consumers
{
    /// <summary>What the consumers call: declared in the project, behind interfaces.</summary>
    private const string Cast = """


        public interface IOrders { Task ProcessAsync(object order, CancellationToken token = default); void Process(object order); Task<Order?> FindAsync(int id); Task SaveAsync(object order); }
        public interface IDeadLetters { Task AddAsync(object message, string reason); }
        public interface IInbox { Task<bool> TryAddAsync(string id); }
        """;

    private const string Fields = "private readonly ILogger log = null!; private readonly IOrders orders = null!; private readonly IDeadLetters deadLetters = null!; private readonly IInbox inbox = null!; ";

    /// <summary>A class with RabbitMQ.Client 7: <c>channel</c>.</summary>
    public static string Rabbit(string members) => File("RabbitMQ.Client", "RabbitMQ.Client.Events", "private readonly IChannel channel = null!;", members);

    /// <summary>The body of a handler of RabbitMQ.Client 7, with <c>sender</c> and <c>ea</c>.</summary>
    public static string RabbitHandler(string body) => Rabbit($"public async Task OnReceived(object sender, BasicDeliverEventArgs ea)\n{{\n{body}\n}}");

    /// <summary>A class with RabbitMQ.Client 6: <c>channel</c>.</summary>
    public static string Rabbit6(string members) => File("RabbitMQ.Client", "RabbitMQ.Client.Events", "private readonly IModel channel = null!;", members);

    /// <summary>The body of a method with a Kafka <c>consumer</c> and <c>token</c>.</summary>
    public static string Kafka(string body) => File(
        "Confluent.Kafka", "System.Text.Json", "private readonly IConsumer<string, string> consumer = null!;", $"public async Task Run(CancellationToken token)\n{{\n{body}\n}}");

    /// <summary>The body of a method with an SQS client <c>sqs</c>, <c>url</c> and <c>token</c>.</summary>
    public static string Sqs(string body) => File(
        "Amazon.SQS", "Amazon.SQS.Model", "private readonly IAmazonSQS sqs = null!; private readonly string url = null!;", $"public async Task Run(CancellationToken token)\n{{\n{body}\n}}");

    /// <summary>The body of a method with a storage queue <c>queue</c> and <c>token</c>.</summary>
    public static string StorageQueue(string body) => File(
        "Azure.Storage.Queues", "Azure.Storage.Queues.Models", "private readonly QueueClient queue = null!;", $"public async Task Run(CancellationToken token)\n{{\n{body}\n}}");

    /// <summary>A class with a Service Bus <c>client</c>.</summary>
    public static string ServiceBus(string members) => File("Azure.Messaging.ServiceBus", "System.Text.Json", "private readonly ServiceBusClient client = null!;", members);

    /// <summary>The body of a Service Bus handler with <c>args</c>.</summary>
    public static string ServiceBusHandler(string body) => ServiceBus($"public async Task Handle(ProcessMessageEventArgs args)\n{{\n{body}\n}}");

    /// <summary>The body of a method with a Redis <c>redis</c> database and <c>token</c>.</summary>
    public static string Redis(string body) => File(
        "StackExchange.Redis", "System.Text.Json", "private readonly IDatabase redis = null!;", $"public async Task Run(CancellationToken token)\n{{\n{body}\n}}");

    /// <summary>The body of a method with a JetStream <c>consumer</c> and <c>token</c>.</summary>
    public static string Nats(string body) => File(
        "NATS.Client.JetStream", "System.Text.Json", "private readonly INatsJSConsumer consumer = null!;", $"public async Task Run(CancellationToken token)\n{{\n{body}\n}}");

    /// <summary>A class that handles orders by a framework's contract; <paramref name="head"/> is the class's declaration up to its brace.</summary>
    public static string Handler(string usings, string head, string members) => $"{usings}\n\n{head}\n{{\n{Fields}\n{members}\n}}{Cast}";

    private static string File(string space, string second, string field, string members) =>
        $"using {space};\nusing {second};\n\npublic class Worker\n{{\n{Fields}\n{field}\n{members}\n}}{Cast}";
}
