using AiSafety.Analyzers.Rules.Destruction;
using static AiSafety.Analyzers.Tests.Rules.Destruction.Consumers;

namespace AiSafety.Analyzers.Tests.Rules.Destruction;

public sealed class AIS1011_AckAfterFailureTests : RuleTests<AckAfterFailureRule>
{
    private const string Wolverine = "using Wolverine; using Wolverine.Attributes;\npublic record OrderPlaced(int Id); public record OrderFailed(int Id);";
    private const string MassTransit = "using MassTransit;\npublic record OrderPlaced(int Id);";
    private const string ConsumerHead = "public class OrderConsumer : IConsumer<OrderPlaced>";

    private static Setup Services => new() { References = References.WithServices };

    private static Setup ServicesAtStrict => AtStrict with { References = References.WithServices };

    private static Setup WithStubs => new() { References = References.Framework };

    private static string Consume(string body) =>
        Handler(MassTransit, ConsumerHead, $"public async Task Consume(ConsumeContext<OrderPlaced> context)\n{{\n{body}\n}}");

    // ---- What must be found -----------------------------------------------------------------------------------------

    [Fact]
    public async Task Row_consumer_swallows_and_broker_acks()
    {
        // Acknowledged in the handler, behind the try, and by returning.
        await Reports(RabbitHandler("try { await orders.ProcessAsync(ea.Body); await channel.BasicAckAsync(ea.DeliveryTag, false); } catch (Exception e) { log.LogError(e, \"failed\"); await [|channel.BasicAckAsync(ea.DeliveryTag, false)|]; }"), Services);
        await Reports(RabbitHandler("try { await orders.ProcessAsync(ea.Body); } catch (Exception e) { log.LogError(e, \"failed\"); } await [|channel.BasicAckAsync(ea.DeliveryTag, false)|];"), Services);
        await Reports(Consume("try { await orders.ProcessAsync(context.Message); } [|catch|] (Exception e) { log.LogError(e, \"failed\"); }"), Services);
        await Reports(
            Handler("using Rebus.Handlers;\npublic record OrderPlaced(int Id);", "public class OrderHandler : IHandleMessages<OrderPlaced>", "public async Task Handle(OrderPlaced message) { try { await orders.ProcessAsync(message); } [|catch|] (Exception e) { log.LogError(e, \"failed\"); } }"),
            Services);
        await Reports(
            Handler(Wolverine, "public class OrderPlacedHandler", "public async Task Handle(OrderPlaced message) { try { await orders.ProcessAsync(message); } [|catch|] (Exception e) { log.LogError(e, \"failed\"); } }"),
            Services);
        await Reports(
            Handler("using Microsoft.Azure.Functions.Worker;", "public class OrderFunction", "[Function(\"orders\")] public async Task Run([QueueTrigger(\"orders\")] string message) { try { await orders.ProcessAsync(message); } [|catch|] (Exception e) { log.LogError(e, \"failed\"); } }"),
            Services);
    }

    [Fact]
    public Task Says_which_call_settles_and_what_may_have_failed() => ReportsWith(
        "'BasicAckAsync' acknowledges the message although 'ProcessAsync' may have failed, so the message is lost and only a log line tells of it; "
        + "let the failure out, put the message back, or dead-letter it",
        RabbitHandler("try { await orders.ProcessAsync(ea.Body); } catch (Exception e) { log.LogError(e, \"failed\"); } await [|channel.BasicAckAsync(ea.DeliveryTag, false)|];"), Services);

    [Fact]
    public Task Says_that_returning_settles() => ReportsWith(
        "The handler returns, and its broker takes the message for handled, although 'ProcessAsync' may have failed, so the message is lost and only a log line tells of it; "
        + "let the failure out, put the message back, or dead-letter it",
        Consume("try { await orders.ProcessAsync(context.Message); } [|catch|] (Exception e) { log.LogError(e, \"failed\"); }"), Services);

    [Theory]
    [InlineData("try { await orders.ProcessAsync(ea.Body); } catch { } await [|channel.BasicAckAsync(ea.DeliveryTag, false)|];")]
    [InlineData("try { await orders.ProcessAsync(ea.Body).ConfigureAwait(false); } catch (Exception e) when (e is not OperationCanceledException) { log.LogError(e, \"failed\"); } await [|channel.BasicAckAsync(ea.DeliveryTag, false)|].ConfigureAwait(false);")]
    [InlineData("try { orders.Process(ea.Body); } catch (Exception e) { Console.WriteLine(e); } finally { log.LogInformation(\"over\"); } await [|channel.BasicAckAsync(ea.DeliveryTag, false)|];")]
    [InlineData("try { var order = System.Text.Json.JsonSerializer.Deserialize<Order>(ea.Body.Span); if (order is null) return; await orders.SaveAsync(order); } catch (Exception e) { var text = Encoding.UTF8.GetString(ea.Body.Span); log.LogError(e, \"{Text}\", text); } await [|channel.BasicAckAsync(ea.DeliveryTag, false)|];")]
    [InlineData("try { await orders.ProcessAsync(ea.Body); } catch (InvalidOperationException e) { await deadLetters.AddAsync(ea.Body, e.Message); } catch (Exception e) { log.LogError(e, \"failed\"); } await [|channel.BasicAckAsync(ea.DeliveryTag, false)|];")]
    [InlineData("try { await orders.ProcessAsync(ea.Body); } catch (Exception e) { Report(e); } await [|channel.BasicAckAsync(ea.DeliveryTag, false)|]; void Report(Exception e) => log.LogError(e, \"failed\");")]
    [InlineData("using (log.BeginScope(ea.RoutingKey)) { try { await orders.ProcessAsync(ea.Body); } catch (Exception e) { log.LogError(e, \"failed\"); } } await [|channel.BasicAckAsync(ea.DeliveryTag, false)|];")]
    public Task Reports_whatever_the_handler_looks_like(string body) => Reports(RabbitHandler(body), Services);

    [Fact]
    public async Task Reports_for_the_other_brokers()
    {
        await Reports(Kafka("while (!token.IsCancellationRequested) { var result = consumer.Consume(token); try { await orders.ProcessAsync(result.Message.Value); } catch (Exception e) { log.LogError(e, \"failed\"); } [|consumer.Commit(result)|]; }"), Services);
        await Reports(Sqs("""
            var response = await sqs.ReceiveMessageAsync(url, token);
            foreach (var message in response.Messages)
            {
                try { await orders.ProcessAsync(message.Body, token); }
                catch (Exception e) { log.LogError(e, "failed"); }
                await [|sqs.DeleteMessageAsync(url, message.ReceiptHandle, token)|];
            }
            """), Services);
        await Reports(Sqs("""
            var response = await sqs.ReceiveMessageAsync(url, token);
            foreach (var message in response.Messages)
            {
                try { await orders.ProcessAsync(message.Body, token); }
                catch (Exception e) { log.LogError(e, "failed"); continue; }
            }
            await [|sqs.DeleteMessageBatchAsync(url, response.Messages.Select(m => new DeleteMessageBatchRequestEntry(m.MessageId, m.ReceiptHandle)).ToList(), token)|];
            """), Services);
        await Reports(ServiceBusHandler("try { await orders.ProcessAsync(args.Message.Body); } catch (Exception e) { log.LogError(e, \"failed\"); await [|args.CompleteMessageAsync(args.Message)|]; }"), Services);
        await Reports(Nats("await foreach (var msg in consumer.ConsumeAsync<Order>()) { try { await orders.ProcessAsync(msg.Data!); } catch (Exception e) { log.LogError(e, \"failed\"); } await [|msg.AckAsync()|]; }"), Services);
        await Reports(StorageQueue("QueueMessage message = await queue.ReceiveMessageAsync(); try { await orders.ProcessAsync(message.Body); } catch (Exception e) { log.LogError(e, \"failed\"); } await [|queue.DeleteMessageAsync(message.MessageId, message.PopReceipt)|];"), Services);
        await Reports(Redis("foreach (var entry in redis.StreamReadGroup(\"orders\", \"shop\", \"one\")) { try { await orders.ProcessAsync(entry.Values); } catch (Exception e) { log.LogError(e, \"failed\"); } await [|redis.StreamAcknowledgeAsync(\"orders\", \"shop\", entry.Id)|]; }"), Services);
        await Reports(
            Rabbit6("public void On(object s, BasicDeliverEventArgs ea) { try { orders.Process(ea.Body.ToArray()); } catch (Exception e) { log.LogError(e, \"failed\"); } [|channel.BasicAck(ea.DeliveryTag, false)|]; }"),
            new() { References = References.RabbitMq6 });
    }

    [Theory]
    [InlineData("[WolverineHandler] public class Orders", "public async Task Handle(OrderPlaced message)")]
    [InlineData("public class Orders : IWolverineHandler", "public async Task HandleAsync(OrderPlaced message, CancellationToken token)")]
    [InlineData("public class OrderConsumer", "public async Task Consume(OrderPlaced message)")]
    public Task Reports_handlers_that_Wolverine_finds(string head, string method) =>
        Reports(Handler(Wolverine, head, method + " { try { await orders.ProcessAsync(message); } [|catch|] (Exception e) { log.LogError(e, \"failed\"); } }"), Services);

    [Fact]
    public Task Reports_an_NServiceBus_handler_and_a_Service_Bus_function() => Reports(
        Handler(
            "", "public class OrderHandler : NServiceBus.IHandleMessages<Order>",
            """
            public async Task Handle(Order message, NServiceBus.IMessageHandlerContext context) { try { await orders.ProcessAsync(message); } [|catch|] (Exception e) { log.LogError(e, "failed"); } }
            public async Task Run([Microsoft.Azure.Functions.Worker.ServiceBusTrigger("orders")] string message) { try { await orders.ProcessAsync(message); } [|catch|] (Exception e) { log.LogError(e, "failed"); } }
            public async Task Manual([Microsoft.Azure.Functions.Worker.ServiceBusTrigger("orders", AutoCompleteMessages = false)] string message) { try { await orders.ProcessAsync(message); } catch (Exception e) { log.LogError(e, "failed"); } }
            public async Task InProcess([Microsoft.Azure.WebJobs.QueueTrigger("orders")] string message) { try { await orders.ProcessAsync(message); } [|catch|] (Exception e) { log.LogError(e, "failed"); } }
            """) + "\n" + Tests.Knowledge.Stubs.Text,
        WithStubs);

    [Fact]
    public async Task Reports_a_processor_that_completes_by_itself()
    {
        const string handler = "private async Task Handle(ProcessMessageEventArgs args) { try { await orders.ProcessAsync(args.Message.Body); } [|catch|] (Exception e) { log.LogError(e, \"failed\"); } }";
        await Reports(ServiceBus("public void Start() { var processor = client.CreateProcessor(\"orders\"); processor.ProcessMessageAsync += Handle; }\n" + handler), Services);
        await Silent(
            ServiceBus("public void Start() { var processor = client.CreateProcessor(\"orders\", new ServiceBusProcessorOptions { AutoCompleteMessages = false }); processor.ProcessMessageAsync += Handle; }\n"
                + handler.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)), ServicesAtStrict);
    }

    // ---- What is not lost ----------------------------------------------------------------------------------------------

    [Theory]
    [InlineData("try { await orders.ProcessAsync(ea.Body); await channel.BasicAckAsync(ea.DeliveryTag, false); } catch (Exception e) { log.LogError(e, \"failed\"); await channel.BasicNackAsync(ea.DeliveryTag, false, requeue: false); }")]
    [InlineData("try { await orders.ProcessAsync(ea.Body); } catch (Exception e) { log.LogError(e, \"failed\"); throw; } await channel.BasicAckAsync(ea.DeliveryTag, false);")]
    [InlineData("try { await orders.ProcessAsync(ea.Body); } catch (Exception e) { await deadLetters.AddAsync(ea.Body, e.Message); } await channel.BasicAckAsync(ea.DeliveryTag, false);")]
    [InlineData("try { await orders.ProcessAsync(ea.Body); } catch (Exception e) { var kept = deadLetters.AddAsync(ea.Body, e.Message); await kept; } await channel.BasicAckAsync(ea.DeliveryTag, false);")]
    [InlineData("try { await orders.ProcessAsync(ea.Body); } catch (Exception e) { log.LogError(e, \"failed\"); await channel.BasicPublishAsync(\"retries\", ea.RoutingKey, ea.Body); } await channel.BasicAckAsync(ea.DeliveryTag, false);")]
    [InlineData("try { await orders.ProcessAsync(ea.Body); } catch (Exception e) { log.LogError(e, \"failed\"); return; } await channel.BasicAckAsync(ea.DeliveryTag, false);")]
    // Poison: narrow types, filters, a test of the exception, an attempt count.
    [InlineData("try { await orders.ProcessAsync(ea.Body); } catch (FormatException e) { log.LogError(e, \"poison\"); } await channel.BasicAckAsync(ea.DeliveryTag, false);")]
    [InlineData("try { await orders.ProcessAsync(ea.Body); } catch (Exception e) when (e is FormatException) { log.LogError(e, \"poison\"); } await channel.BasicAckAsync(ea.DeliveryTag, false);")]
    [InlineData("try { await orders.ProcessAsync(ea.Body); } catch (Exception e) { if (e is FormatException) { await channel.BasicAckAsync(ea.DeliveryTag, false); return; } throw; }")]
    [InlineData("try { await orders.ProcessAsync(ea.Body); await channel.BasicAckAsync(ea.DeliveryTag, false); } catch (Exception e) { log.LogError(e, \"failed\"); if (ea.Redelivered) await channel.BasicAckAsync(ea.DeliveryTag, false); else await channel.BasicNackAsync(ea.DeliveryTag, false, true); }")]
    // What cannot be read stays unreadable.
    [InlineData("Order? order = null; try { order = System.Text.Json.JsonSerializer.Deserialize<Order>(ea.Body.Span); } catch (Exception e) { log.LogError(e, \"unreadable\"); } if (order is not null) await orders.SaveAsync(order); await channel.BasicAckAsync(ea.DeliveryTag, false);")]
    // A flag decides.
    [InlineData("var done = false; try { await orders.ProcessAsync(ea.Body); done = true; } catch (Exception e) { log.LogError(e, \"failed\"); } if (done) await channel.BasicAckAsync(ea.DeliveryTag, false); else await channel.BasicNackAsync(ea.DeliveryTag, false, true);")]
    // The main work is done; what fails is beside it.
    [InlineData("await orders.ProcessAsync(ea.Body); try { await orders.SaveAsync(ea.RoutingKey); } catch (Exception e) { log.LogError(e, \"no receipt\"); } await channel.BasicAckAsync(ea.DeliveryTag, false);")]
    [InlineData("var failures = new List<Exception>(); try { await orders.ProcessAsync(ea.Body); } catch (Exception e) { failures.Add(e); } await channel.BasicAckAsync(ea.DeliveryTag, false); if (failures.Count > 0) throw new AggregateException(failures);")]
    [InlineData("try { await orders.ProcessAsync(ea.Body); }\n// A duplicate delivery fails on the unique key, and any other failure is retried by the nightly run.\ncatch (Exception e) { log.LogError(e, \"failed\"); }\nawait channel.BasicAckAsync(ea.DeliveryTag, false);")]
    public Task Stays_silent_when_the_failure_is_dealt_with(string body) => Silent(RabbitHandler(body), ServicesAtStrict);

    [Theory]
    [InlineData("try { await orders.ProcessAsync(context.Message); } catch (Exception e) { log.LogError(e, \"failed\"); throw; }")]
    [InlineData("try { await orders.ProcessAsync(context.Message); } catch (Exception e) { log.LogError(e, \"failed\"); await context.Publish(new OrderPlaced(0)); }")]
    [InlineData("try { await orders.ProcessAsync(context.Message); } catch (Exception e) { log.LogError(e, \"failed\"); await context.RespondAsync(new OrderPlaced(0)); }")]
    [InlineData("try { await orders.ProcessAsync(context.Message); } catch (Exception e) { await context.Redeliver(TimeSpan.FromMinutes(5)); log.LogError(e, \"failed\"); }")]
    [InlineData("var failed = false; try { await orders.ProcessAsync(context.Message); } catch (Exception e) { log.LogError(e, \"failed\"); failed = true; } if (failed) throw new InvalidOperationException();")]
    [InlineData("var order = await orders.FindAsync(1); try { await orders.FindAsync(context.Message.Id); } catch (Exception e) { log.LogError(e, \"failed\"); }")]
    [InlineData("foreach (var id in new[] { 1, 2 }) { try { await orders.ProcessAsync(context.Message); } catch (Exception e) { log.LogError(e, \"failed\"); } }")]
    [InlineData("await orders.SaveAsync(context.Message); try { await orders.ProcessAsync(context.Message); } catch (Exception e) { log.LogWarning(e, \"mail not sent\"); }")]
    public Task Stays_silent_in_a_handler_that_tells(string body) => Silent(Consume(body), ServicesAtStrict);

    [Theory]
    [InlineData("public class FaultConsumer : IConsumer<Fault<OrderPlaced>>", "public async Task Consume(ConsumeContext<Fault<OrderPlaced>> context)", "context.Message.Message")]
    [InlineData("public class OrderConsumer : IConsumer<OrderPlaced>", "Task IConsumer<OrderPlaced>.Consume(ConsumeContext<OrderPlaced> context) => Task.CompletedTask; public async Task Later(ConsumeContext<OrderPlaced> context)", "context.Message")]
    [InlineData("public class OrderService", "public async Task Consume(ConsumeContext<OrderPlaced> context)", "context.Message")]
    public Task Stays_silent_in_what_is_no_handler_of_the_message(string head, string method, string message) =>
        Silent(Handler(MassTransit, head, method + $" {{ try {{ await orders.ProcessAsync({message}); }} catch (Exception e) {{ log.LogError(e, \"failed\"); }} }}"), ServicesAtStrict);

    [Fact]
    public Task Stays_silent_when_the_answer_says_that_it_failed() => Silent(
        Handler(Wolverine, "public class OrderPlacedHandler", "public async Task<object?> Handle(OrderPlaced message) { try { await orders.ProcessAsync(message); return null; } catch (Exception e) { log.LogError(e, \"failed\"); return new OrderFailed(message.Id); } }"),
        ServicesAtStrict);

    [Fact]
    public Task Leaves_a_finally_block_to_AIS1010() => Silent(
        RabbitHandler("try { await orders.ProcessAsync(ea.Body); } catch (Exception e) { log.LogError(e, \"failed\"); } finally { await channel.BasicAckAsync(ea.DeliveryTag, false); }"), ServicesAtStrict);

    [Fact]
    public Task Leaves_poison_loops_out() => Silent(
        RabbitHandler("try { await orders.ProcessAsync(ea.Body); await channel.BasicAckAsync(ea.DeliveryTag, false); } catch (Exception e) { log.LogError(e, \"failed\"); await channel.BasicNackAsync(ea.DeliveryTag, false, requeue: true); }"), ServicesAtStrict);

    // ---- Context ---------------------------------------------------------------------------------------------------------

    [Fact]
    public Task Ignores_look_alikes() => Silent(
        """
        namespace Mine
        {
            public interface IConsumer<T> { Task Consume(T message); }
            public interface IChannel { Task BasicAckAsync(ulong tag, bool multiple); }
            public class OrderConsumer(IChannel channel, IBilling billing, ILogger log) : IConsumer<Order>
            {
                public async Task Consume(Order message) { try { await billing.ChargeAsync(message); } catch (Exception e) { log.LogError(e, "failed"); } }
                public async Task On(Order order, ulong tag) { try { await billing.ChargeAsync(order); } catch (Exception e) { log.LogError(e, "failed"); } await channel.BasicAckAsync(tag, false); }
            }
        }
        """, ServicesAtStrict);

    [Fact]
    public Task Is_silent_in_generated_code() => Silent(
        Consume("try { await orders.ProcessAsync(context.Message); } catch (Exception e) { log.LogError(e, \"failed\"); }"), Services with { FileName = "/OrderConsumer.g.cs" });

    [Theory]
    [InlineData("try { await orders.ProcessAsync(context.Message); } catch (Exception e) { log.LogError(e, ")]
    [InlineData("try { await orders.ProcessAsync( } catch { ")]
    [InlineData("catch (Exception) { }")]
    public Task Survives_half_typed_code(string body) => Silent(Consume(body), Services with { AllowsErrors = true });
}
