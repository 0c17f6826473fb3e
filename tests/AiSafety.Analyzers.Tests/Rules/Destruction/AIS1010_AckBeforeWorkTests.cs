using AiSafety.Analyzers.Rules.Destruction;
using static AiSafety.Analyzers.Tests.Rules.Destruction.Consumers;

namespace AiSafety.Analyzers.Tests.Rules.Destruction;

public sealed class AIS1010_AckBeforeWorkTests : RuleTests<AckBeforeWorkRule>
{
    private const string Order = "var order = System.Text.Json.JsonSerializer.Deserialize<Order>(ea.Body.Span)!; ";

    private static Setup Services => new() { References = References.WithServices };

    private static Setup ServicesAtStrict => AtStrict with { References = References.WithServices };

    private static Setup Rabbit6Setup => new() { References = References.RabbitMq6 };

    // ---- What must be found, by name of the catalogue's rows -------------------------------------------------------

    [Fact]
    public Task Probe_rabbitmq_auto_ack() => Reports(
        Rabbit6("""
        public void Start(string queue)
        {
            var consumer = new EventingBasicConsumer(channel);
            consumer.Received += (_, ea) => { var order = Encoding.UTF8.GetString(ea.Body.ToArray()); orders.Process(order); };
            channel.BasicConsume(queue: queue, [|autoAck: true|], consumer: consumer);
        }
        """), Rabbit6Setup);

    [Fact]
    public Task Probe_kafka_auto_commit() => Reports(
        Kafka("""
        var config = new ConsumerConfig { GroupId = "orders", [|EnableAutoCommit = true|] };
        using var built = new ConsumerBuilder<string, string>(config).Build();
        while (!token.IsCancellationRequested)
        {
            var result = built.Consume(token);
            await orders.ProcessAsync(result.Message.Value, token);
        }
        """), Services);

    [Fact]
    public async Task Row_kafka_auto_commit_and_commit_before_work()
    {
        await Probe_kafka_auto_commit();
        await Reports(Kafka("while (true) { var result = consumer.Consume(token); [|consumer.Commit(result)|]; await orders.ProcessAsync(result.Message.Value); }"), Services);
        await Reports(Kafka("while (true) { var result = consumer.Consume(token); [|consumer.Commit()|]; orders.Process(result.Message.Value); }"), Services);
        await Reports(Kafka("while (true) { var result = consumer.Consume(token); [|consumer.StoreOffset(result)|]; await orders.SaveAsync(JsonSerializer.Deserialize<Order>(result.Message.Value)!); }"), Services);
    }

    [Fact]
    public async Task Row_rabbitmq_ack_before_work_or_in_finally()
    {
        await Probe_rabbitmq_auto_ack();
        await Reports(RabbitHandler(Order + "await [|channel.BasicAckAsync(ea.DeliveryTag, false)|]; await orders.ProcessAsync(order);"), Services);
        await Reports(RabbitHandler("try { await orders.ProcessAsync(ea.Body.ToArray()); } finally { await [|channel.BasicAckAsync(ea.DeliveryTag, false)|]; }"), Services);
        await Reports(Rabbit6("public void On(object s, BasicDeliverEventArgs ea) { [|channel.BasicAck(ea.DeliveryTag, false)|]; orders.Process(ea.Body.ToArray()); }"), Rabbit6Setup);
    }

    [Fact]
    public async Task Row_service_bus_and_sqs_settle_first()
    {
        await Reports(ServiceBusHandler("await [|args.CompleteMessageAsync(args.Message)|]; await orders.ProcessAsync(args.Message.Body.ToString(), args.CancellationToken);"), Services);
        await Reports(ServiceBus("""
            public async Task Drain(CancellationToken token)
            {
                await using var receiver = client.CreateReceiver("orders", new ServiceBusReceiverOptions { [|ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete|] });
                foreach (var message in await receiver.ReceiveMessagesAsync(10, cancellationToken: token))
                    await orders.ProcessAsync(message.Body.ToString(), token);
            }
            """), Services);
        await Reports(Sqs("""
            var response = await sqs.ReceiveMessageAsync(new ReceiveMessageRequest(url), token);
            foreach (var message in response.Messages)
            {
                await [|sqs.DeleteMessageAsync(url, message.ReceiptHandle, token)|];
                await orders.ProcessAsync(message.Body, token);
            }
            """), Services);
        await Reports(Sqs("""
            var response = await sqs.ReceiveMessageAsync(new ReceiveMessageRequest(url), token);
            foreach (var message in response.Messages)
            {
                try { await orders.ProcessAsync(message.Body, token); }
                finally { await [|sqs.DeleteMessageAsync(new DeleteMessageRequest { QueueUrl = url, ReceiptHandle = message.ReceiptHandle }, token)|]; }
            }
            """), Services);
    }

    // ---- Messages ---------------------------------------------------------------------------------------------------

    [Fact]
    public Task Says_which_call_settles_and_which_work_is_at_stake() => ReportsWith(
        "'BasicAckAsync' acknowledges the message before its work is done, so a failure or a crash in 'ProcessAsync' loses it for good; settle it only after the work has succeeded",
        RabbitHandler("await [|channel.BasicAckAsync(ea.DeliveryTag, false)|]; await orders.ProcessAsync(ea.Body);"), Services);

    [Fact]
    public Task Says_that_a_finally_block_always_settles() => ReportsWith(
        "'CompleteMessageAsync' completes the message whatever became of its work, so a failure or a crash in 'ProcessAsync' loses it for good; settle it only after the work has succeeded",
        ServiceBusHandler("try { await orders.ProcessAsync(args.Message.Body); } finally { await [|args.CompleteMessageAsync(args.Message)|]; }"), Services);

    [Fact]
    public Task Says_that_a_setting_commits_by_itself() => ReportsWith(
        "'EnableAutoCommit = true' commits offsets on a timer from the moment that a message is received, so a failure or a crash in its handler loses it for good; settle it only after the work has succeeded",
        "using Confluent.Kafka; public class Setup { public ConsumerConfig Of() => new() { [|EnableAutoCommit = true|] }; }", ServicesAtStrict);

    // ---- Settling calls first ------------------------------------------------------------------------------------------

    [Theory]
    [InlineData("await [|channel.BasicAckAsync(ea.DeliveryTag, multiple: false)|].ConfigureAwait(false); await orders.ProcessAsync(ea.Body).ConfigureAwait(false);")]
    [InlineData("var tag = ea.DeliveryTag; await [|channel.BasicAckAsync(tag, false)|]; log.LogInformation(\"got it\"); await orders.ProcessAsync(ea.Body);")]
    [InlineData("var order = System.Text.Json.JsonSerializer.Deserialize<Order>(ea.Body.Span); if (order is null) { await channel.BasicAckAsync(ea.DeliveryTag, false); return; } await [|channel.BasicAckAsync(ea.DeliveryTag, false)|]; await orders.SaveAsync(order);")]
    [InlineData("try { await [|channel.BasicAckAsync(ea.DeliveryTag, false)|]; await orders.ProcessAsync(ea.Body); } catch (Exception e) { log.LogError(e, \"failed\"); }")]
    [InlineData("if (!ea.Redelivered) await [|channel.BasicAckAsync(ea.DeliveryTag, false)|]; await orders.ProcessAsync(ea.Body);")]
    [InlineData("using (log.BeginScope(\"x\")) { await [|channel.BasicAckAsync(ea.DeliveryTag, false)|]; } orders.ProcessAsync(ea.Body).GetAwaiter().GetResult();")]
    [InlineData("await ([|channel!.BasicAckAsync(ea.DeliveryTag, false)|]); await Task.Run(() => orders.Process(ea.Body));")]
    [InlineData("await [|channel.BasicAckAsync(ea.DeliveryTag, false)|]; var ids = Encoding.UTF8.GetString(ea.Body.Span).Split(','); await Task.WhenAll(ids.Select(each => orders.SaveAsync(each)));")]
    [InlineData("await [|channel.BasicAckAsync(ea.DeliveryTag, false)|]; await System.IO.File.WriteAllBytesAsync(\"order\", ea.Body.ToArray());")]
    [InlineData("switch (ea.RoutingKey) { case \"order\": await [|channel.BasicAckAsync(ea.DeliveryTag, false)|]; break; default: return; } await orders.ProcessAsync(ea.Body);")]
    public Task Reports_an_acknowledgement_with_the_work_behind_it(string body) => Reports(RabbitHandler(body), Services);

    [Fact]
    public Task Reports_in_a_method_that_gets_the_parts_of_a_message() => Reports(
        Rabbit("private async Task Handle(Order order, ulong tag) { await [|channel.BasicAckAsync(tag, false)|]; await orders.SaveAsync(order); }"), Services);

    [Fact]
    public Task Reports_in_a_consumer_class() => Reports(
        Rabbit("""
        private sealed class Consumer(IChannel channel, IOrders orders) : AsyncDefaultBasicConsumer(channel)
        {
            public override async Task HandleBasicDeliverAsync(string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey,
                IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
            {
                await [|Channel.BasicAckAsync(deliveryTag, false, cancellationToken)|];
                await orders.ProcessAsync(body, cancellationToken);
            }
        }
        """), Services);

    [Fact]
    public Task Reports_in_a_lambda_and_a_local_function() => Reports(
        Rabbit("""
        public async Task Start()
        {
            var consumer = new AsyncEventingBasicConsumer(channel);
            consumer.ReceivedAsync += async (_, ea) => { await [|channel.BasicAckAsync(ea.DeliveryTag, false)|]; await orders.ProcessAsync(ea.Body); };
            consumer.ReceivedAsync += Other;
            await channel.BasicConsumeAsync("orders", autoAck: false, consumer);

            async Task Other(object sender, BasicDeliverEventArgs ea)
            {
                await [|channel.BasicAckAsync(ea.DeliveryTag, false)|];
                await orders.ProcessAsync(ea.Body);
            }
        }
        """), Services);

    [Fact]
    public async Task Reports_for_the_other_brokers()
    {
        await Reports(StorageQueue("""
            QueueMessage message = await queue.ReceiveMessageAsync(cancellationToken: token);
            await [|queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, token)|];
            await orders.ProcessAsync(message.Body.ToString(), token);
            """), Services);
        await Reports(Sqs("""
            var response = await sqs.ReceiveMessageAsync(url, token);
            await [|sqs.DeleteMessageBatchAsync(url, response.Messages.Select(m => new DeleteMessageBatchRequestEntry(m.MessageId, m.ReceiptHandle)).ToList(), token)|];
            foreach (var message in response.Messages)
                await orders.ProcessAsync(message.Body, token);
            """), Services);
        await Reports(Redis("""
            foreach (var entry in redis.StreamReadGroup("orders", "shop", "one"))
            {
                [|redis.StreamAcknowledge("orders", "shop", entry.Id)|];
                await orders.ProcessAsync(entry.Values, token);
            }
            """), Services);
        await Reports(Nats("""
            await foreach (var msg in consumer.ConsumeAsync<Order>(cancellationToken: token))
            {
                await [|msg.AckAsync(cancellationToken: token)|];
                await orders.ProcessAsync(msg.Data!, token);
            }
            """), Services);
        await Reports(ServiceBus("""
            public async Task Run(CancellationToken token)
            {
                var receiver = client.CreateReceiver("orders");
                var message = await receiver.ReceiveMessageAsync(cancellationToken: token);
                await [|receiver.CompleteMessageAsync(message, token)|];
                await orders.ProcessAsync(JsonSerializer.Deserialize<Order>(message.Body)!, token);
            }
            """), Services);
    }

    [Fact]
    public Task Reports_work_through_a_store_that_is_not_handed_the_message() => Reports(
        """
        using RabbitMQ.Client;
        using RabbitMQ.Client.Events;

        public class Worker(IChannel channel, ShopDb db)
        {
            public async Task On(object sender, BasicDeliverEventArgs ea)
            {
                await [|channel.BasicAckAsync(ea.DeliveryTag, false)|];
                db.Orders.Add(new Order { Name = ea.RoutingKey });
                await db.SaveChangesAsync();
            }
        }
        """, Services);

    // ---- Settling calls that are where they belong --------------------------------------------------------------------

    [Theory]
    [InlineData("await orders.ProcessAsync(ea.Body); await channel.BasicAckAsync(ea.DeliveryTag, false);")]
    [InlineData("try { await orders.ProcessAsync(ea.Body); await channel.BasicAckAsync(ea.DeliveryTag, false); } catch (Exception e) { log.LogError(e, \"failed\"); await channel.BasicNackAsync(ea.DeliveryTag, false, false); }")]
    // What comes after the work may come after the acknowledgement, too.
    [InlineData("await orders.ProcessAsync(ea.Body); await channel.BasicAckAsync(ea.DeliveryTag, false); await orders.SaveAsync(ea.RoutingKey);")]
    [InlineData("await channel.BasicAckAsync(ea.DeliveryTag, false); log.LogInformation(\"done {Key}\", ea.RoutingKey);")]
    [InlineData("await channel.BasicAckAsync(ea.DeliveryTag, false); Console.WriteLine(Encoding.UTF8.GetString(ea.Body.Span));")]
    // Nothing to do for this one.
    [InlineData("if (ea.Redelivered) { await channel.BasicAckAsync(ea.DeliveryTag, false); return; } await orders.ProcessAsync(ea.Body); await channel.BasicAckAsync(ea.DeliveryTag, false);")]
    [InlineData("if (ea.Body.IsEmpty) await channel.BasicAckAsync(ea.DeliveryTag, false); else await orders.ProcessAsync(ea.Body);")]
    [InlineData("switch (ea.RoutingKey) { case \"ping\": await channel.BasicAckAsync(ea.DeliveryTag, false); return; default: await orders.ProcessAsync(ea.Body); await channel.BasicAckAsync(ea.DeliveryTag, false); break; }")]
    // Kept durably first.
    [InlineData("if (!await inbox.TryAddAsync(ea.BasicProperties.MessageId!)) return; await channel.BasicAckAsync(ea.DeliveryTag, false); await orders.ProcessAsync(ea.Body);")]
    // A choice in the finally block.
    [InlineData("var ok = false; try { await orders.ProcessAsync(ea.Body); ok = true; } finally { if (ok) await channel.BasicAckAsync(ea.DeliveryTag, false); else await channel.BasicNackAsync(ea.DeliveryTag, false, true); }")]
    // The failure was written down where somebody handles it.
    [InlineData("try { await orders.ProcessAsync(ea.Body); } catch (Exception e) { await deadLetters.AddAsync(ea.Body, e.Message); } finally { await channel.BasicAckAsync(ea.DeliveryTag, false); }")]
    // Deliberate, and says why.
    [InlineData("// Prices are sent again every second: at most once is enough here.\nawait channel.BasicAckAsync(ea.DeliveryTag, false);\nawait orders.ProcessAsync(ea.Body);")]
    [InlineData("await channel.BasicAckAsync(ea.DeliveryTag, false); // prices are sent again every second\nawait orders.ProcessAsync(ea.Body);")]
    public Task Stays_silent_for_an_acknowledgement_in_its_place(string body) => Silent(RabbitHandler(body), ServicesAtStrict);

    [Theory]
    [InlineData("// ignore\nawait [|channel.BasicAckAsync(ea.DeliveryTag, false)|];\nawait orders.ProcessAsync(ea.Body);")]
    [InlineData("try { await orders.ProcessAsync(ea.Body); } catch (Exception e) { log.LogError(e, \"failed\"); throw; } finally { await [|channel.BasicAckAsync(ea.DeliveryTag, false)|]; }")]
    [InlineData("try { await orders.ProcessAsync(ea.Body); } catch (Exception e) { log.LogError(e, \"failed\"); } finally { await [|channel.BasicAckAsync(ea.DeliveryTag, false)|]; }")]
    public Task Reports_what_only_looks_like_an_excuse(string body) => Reports(RabbitHandler(body), Services);

    [Fact]
    public Task Stays_silent_when_the_previous_message_is_settled_before_the_next() => Silent(
        Kafka("while (true) { var result = consumer.Consume(token); await orders.ProcessAsync(result.Message.Value); consumer.Commit(result); }"), ServicesAtStrict);

    [Fact]
    public Task Stays_silent_when_the_next_message_is_received_behind_the_commit() => Silent(
        Kafka("var result = consumer.Consume(token); consumer.Commit(result); result = consumer.Consume(token); await orders.ProcessAsync(result.Message.Value); consumer.Commit();"), ServicesAtStrict);

    [Fact]
    public Task Stays_silent_when_each_round_settles_last() => Silent(
        Sqs("""
        var response = await sqs.ReceiveMessageAsync(url, token);
        foreach (var message in response.Messages)
        {
            await orders.ProcessAsync(message.Body, token);
            await sqs.DeleteMessageAsync(url, message.ReceiptHandle, token);
        }
        """), ServicesAtStrict);

    // ---- autoAck ----------------------------------------------------------------------------------------------------------

    [Theory]
    [InlineData("consumer.ReceivedAsync += async (_, ea) => await orders.ProcessAsync(ea.Body); await channel.BasicConsumeAsync(\"orders\", [|true|], consumer);")]
    [InlineData("consumer.ReceivedAsync += OnReceived; await channel.BasicConsumeAsync(\"orders\", [|autoAck: true|], consumer: consumer);")]
    [InlineData("await channel.QueueDeclareAsync(\"orders\", durable: true, exclusive: false); consumer.ReceivedAsync += OnReceived; await channel.BasicConsumeAsync(\"orders\", [|true|], \"tag\", consumer);")]
    [InlineData("while (true) { var got = await channel.BasicGetAsync(\"orders\", [|autoAck: true|]); if (got is not null) await orders.ProcessAsync(got.Body); }")]
    public Task Reports_settling_on_delivery(string body) => Reports(
        Rabbit($"public async Task Start() {{ var consumer = new AsyncEventingBasicConsumer(channel); {body} }}\nprivate async Task OnReceived(object sender, BasicDeliverEventArgs ea) {{ await orders.ProcessAsync(ea.Body); }}"), Services);

    [Theory]
    [InlineData("consumer.ReceivedAsync += OnReceived; await channel.BasicConsumeAsync(\"orders\", false, consumer);")]
    [InlineData("consumer.ReceivedAsync += (_, ea) => { Console.WriteLine(Encoding.UTF8.GetString(ea.Body.Span)); return Task.CompletedTask; }; await channel.BasicConsumeAsync(\"orders\", true, consumer);")]
    [InlineData("var sources = new Dictionary<string, TaskCompletionSource<string>>(); consumer.ReceivedAsync += (_, ea) => { if (sources.Remove(ea.BasicProperties.CorrelationId!, out var source)) source.TrySetResult(Encoding.UTF8.GetString(ea.Body.Span)); return Task.CompletedTask; }; await channel.BasicConsumeAsync(\"replies\", true, consumer);")]
    [InlineData("var queue = await channel.QueueDeclareAsync(); consumer.ReceivedAsync += OnReceived; await channel.BasicConsumeAsync(queue.QueueName, true, consumer);")]
    [InlineData("await channel.QueueDeclareAsync(\"fanout-\" + Environment.MachineName, false, exclusive: true); consumer.ReceivedAsync += OnReceived; await channel.BasicConsumeAsync(\"x\", true, consumer);")]
    [InlineData("consumer.ReceivedAsync += OnReceived; await channel.BasicConsumeAsync(\"amq.rabbitmq.reply-to\", true, consumer);")]
    // Not in sight: another object's handler.
    [InlineData("var other = new AsyncEventingBasicConsumer(channel); consumer.ReceivedAsync += OnReceived; await channel.BasicConsumeAsync(\"orders\", true, other);")]
    [InlineData("var autoAck = Environment.ProcessorCount > 1; consumer.ReceivedAsync += OnReceived; await channel.BasicConsumeAsync(\"orders\", autoAck, consumer);")]
    [InlineData("consumer.ReceivedAsync += OnReceived;\n// Quotes come again within a second, a lost one does not matter.\nawait channel.BasicConsumeAsync(\"quotes\", true, consumer);")]
    public Task Stays_silent_for_settling_on_delivery_that_loses_nothing(string body) => Silent(
        Rabbit($"public async Task Start() {{ var consumer = new AsyncEventingBasicConsumer(channel); {body} }}\nprivate async Task OnReceived(object sender, BasicDeliverEventArgs ea) {{ await orders.ProcessAsync(ea.Body); }}"), ServicesAtStrict);

    [Fact]
    public Task Reports_a_consumer_class_that_works() => Reports(
        Rabbit("""
        public async Task Start() => await channel.BasicConsumeAsync("orders", [|autoAck: true|], new Consumer(channel, orders));

        private sealed class Consumer(IChannel channel, IOrders orders) : AsyncDefaultBasicConsumer(channel)
        {
            public override Task HandleBasicDeliverAsync(string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey,
                IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default) => orders.ProcessAsync(body, cancellationToken);
        }
        """), Services);

    [Fact]
    public Task Reports_a_stream_group_without_acknowledgement() => Reports(
        Redis("foreach (var entry in redis.StreamReadGroup(\"orders\", \"shop\", \"one\", \">\", 10, [|noAck: true|])) await orders.ProcessAsync(entry.Values, token);"), Services);

    // ---- Settings ---------------------------------------------------------------------------------------------------------

    [Theory]
    [InlineData("[|EnableAutoCommit = true|]")]
    [InlineData("[|EnableAutoCommit = true|], EnableAutoOffsetStore = true")]
    public Task Reports_automatic_commits_with_the_loop_in_sight(string settings) => Reports(
        Kafka($"var config = new ConsumerConfig {{ {settings} }}; using var built = new ConsumerBuilder<string, string>(config).Build(); while (true) {{ var r = built.Consume(token); orders.Process(r.Message.Value); }}"), Services);

    [Fact]
    public Task Reports_automatic_commits_set_on_an_object() => Reports(
        Kafka("var config = new ConsumerConfig(); [|config.EnableAutoCommit = true|]; using var built = new ConsumerBuilder<string, string>(config).Build(); while (true) { var r = built.Consume(token); orders.Process(r.Message.Value); }"), Services);

    [Theory]
    [InlineData("")]
    [InlineData("EnableAutoCommit = false")]
    [InlineData("EnableAutoCommit = null")]
    [InlineData("EnableAutoCommit = true, EnableAutoOffsetStore = false")]
    [InlineData("\n// The view is rebuilt from the start of the topic every night.\nEnableAutoCommit = true")]
    [InlineData("EnableAutoCommit = true, // a lost sample does not change the average\nGroupId = \"samples\"")]
    public Task Stays_silent_for_commits_that_are_unset_manual_or_explained(string settings) => Silent(
        Kafka($"var config = new ConsumerConfig {{ {settings} }}; using var built = new ConsumerBuilder<string, string>(config).Build(); while (true) {{ var r = built.Consume(token); orders.Process(r.Message.Value); }}"), ServicesAtStrict);

    [Fact]
    public async Task Reports_a_setting_without_its_loop_only_at_strict()
    {
        const string far = "using Confluent.Kafka; public class Setup {{ public ConsumerConfig Of() => new() {{ {0} }}; }}";
        await Silent(string.Format(System.Globalization.CultureInfo.InvariantCulture, far, "EnableAutoCommit = true"), Services);
        await Reports(string.Format(System.Globalization.CultureInfo.InvariantCulture, far, "[|EnableAutoCommit = true|]"), ServicesAtStrict);
    }

    [Fact]
    public Task Reports_deletion_on_receipt_in_a_processor_that_works() => Reports(
        ServiceBus("""
        public async Task Start()
        {
            var processor = client.CreateProcessor("orders", new ServiceBusProcessorOptions { [|ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete|] });
            processor.ProcessMessageAsync += async args => await orders.ProcessAsync(args.Message.Body.ToString());
            await processor.StartProcessingAsync();
        }
        """), Services);

    [Theory]
    [InlineData("ReceiveMode = ServiceBusReceiveMode.PeekLock")]
    [InlineData("ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete, SubQueue = SubQueue.DeadLetter")]
    public Task Stays_silent_for_a_lock_and_for_a_drain(string settings) => Silent(
        ServiceBus($$"""
        public async Task Drain()
        {
            var receiver = client.CreateReceiver("orders", new ServiceBusReceiverOptions { {{settings}} });
            foreach (var message in await receiver.ReceiveMessagesAsync(10))
                await orders.SaveAsync(message.Body);
        }
        """), ServicesAtStrict);

    // ---- Context ------------------------------------------------------------------------------------------------------------

    [Fact]
    public Task Stays_silent_for_a_choice_that_an_option_makes() => Silent(
        Rabbit("public class Options { public bool AckEarly { get; set; } } private readonly Options options = new(); public async Task On(object s, BasicDeliverEventArgs ea) { if (options.AckEarly) await channel.BasicAckAsync(ea.DeliveryTag, false); await orders.ProcessAsync(ea.Body); }"),
        ServicesAtStrict);

    [Fact]
    public Task Ignores_look_alikes() => Silent(
        """
        namespace Mine
        {
            public interface IChannel { Task BasicAckAsync(ulong tag, bool multiple); }
            public class ConsumerConfig { public bool? EnableAutoCommit { get; set; } }
            public class Worker(IChannel channel, IBilling billing)
            {
                public ConsumerConfig Config { get; } = new() { EnableAutoCommit = true };
                public async Task On(Order order, ulong tag) { await channel.BasicAckAsync(tag, false); await billing.ChargeAsync(order); }
            }
        }
        """, ServicesAtStrict);

    [Fact]
    public Task Is_silent_in_generated_code() => Silent(
        RabbitHandler("await channel.BasicAckAsync(ea.DeliveryTag, false); await orders.ProcessAsync(ea.Body);"), Services with { FileName = "/Worker.g.cs" });

    [Fact]
    public Task Is_silent_where_no_broker_is_referenced() => Silent("billing.Charge(order);", new() { References = References.Framework });

    [Theory]
    [InlineData("await channel.BasicAckAsync(; await orders.ProcessAsync(ea.Body);")]
    [InlineData("try { await orders.ProcessAsync(ea.Body); } finally { await channel.BasicAckAsync(ea.Deliv")]
    [InlineData("channel.BasicConsumeAsync(\"q\", true, ")]
    [InlineData("nameof(channel.BasicAckAsync); await orders.ProcessAsync(")]
    public Task Survives_half_typed_code(string body) => Silent(RabbitHandler(body), Services with { AllowsErrors = true });

    [Fact]
    public Task Reports_in_a_program_of_statements() => Reports(
        """
        using RabbitMQ.Client;
        using RabbitMQ.Client.Events;

        IChannel channel = null!;
        IBilling billing = null!;
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, ea) => await billing.ChargeAsync(new Order { Name = ea.RoutingKey });
        await channel.BasicConsumeAsync("orders", [|autoAck: true|], consumer);
        """, Services with { TopLevelProgram = true });
}
