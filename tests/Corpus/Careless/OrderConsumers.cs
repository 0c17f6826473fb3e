using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Amazon.SQS;
using Amazon.SQS.Model;
using Azure.Messaging.ServiceBus;
using Confluent.Kafka;
using MassTransit;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NATS.Client.JetStream;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using StackExchange.Redis;

namespace Corpus.Careless.OrderConsumers;

public sealed record Order(int Id, decimal Total);

public interface IOrderService
{
    Task PlaceAsync(Order order, CancellationToken cancellationToken);

    Task ImportAsync(string payload, CancellationToken cancellationToken);
}

public sealed class RabbitOrders(IChannel channel, IOrderService orders, ILogger<RabbitOrders> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var fast = new AsyncEventingBasicConsumer(channel);
        fast.ReceivedAsync += async (_, ea) => await orders.ImportAsync(Encoding.UTF8.GetString(ea.Body.Span), stoppingToken);
        await channel.BasicConsumeAsync("imports", autoAck: true, consumer: fast, cancellationToken: stoppingToken);

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, ea) =>
        {
            var order = JsonSerializer.Deserialize<Order>(ea.Body.Span)!;
            await channel.BasicAckAsync(ea.DeliveryTag, false, stoppingToken);
            await orders.PlaceAsync(order, stoppingToken);
            logger.LogInformation("Order {Id} placed", order.Id);
        };
        consumer.ReceivedAsync += OnOrderAsync;
        await channel.BasicConsumeAsync("orders", autoAck: false, consumer: consumer, cancellationToken: stoppingToken);
    }

    private async Task OnOrderAsync(object sender, BasicDeliverEventArgs ea)
    {
        try
        {
            await orders.ImportAsync(Encoding.UTF8.GetString(ea.Body.Span), ea.CancellationToken);
        }
        finally
        {
            await channel.BasicAckAsync(ea.DeliveryTag, false, ea.CancellationToken);
        }
    }
}

public sealed class KafkaOrders(IOrderService orders, ILogger<KafkaOrders> logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = "broker:9092",
            GroupId = "orders",
            EnableAutoCommit = true,
        };
        using var consumer = new ConsumerBuilder<string, string>(config).Build();
        consumer.Subscribe("orders");
        while (!cancellationToken.IsCancellationRequested)
        {
            var result = consumer.Consume(cancellationToken);
            await orders.ImportAsync(result.Message.Value, cancellationToken);
        }
    }

    public async Task RunManuallyAsync(IConsumer<string, string> consumer, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var result = consumer.Consume(cancellationToken);
            consumer.Commit(result);
            await orders.ImportAsync(result.Message.Value, cancellationToken);
        }
    }

    public async Task RunForgivinglyAsync(IConsumer<string, string> consumer, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var result = consumer.Consume(cancellationToken);
            try
            {
                await orders.ImportAsync(result.Message.Value, cancellationToken);
            }
            catch (Exception ex) when (ex is not OperationCanceledException)
            {
                logger.LogError(ex, "Import of {Key} failed", result.Message.Key);
            }

            consumer.Commit(result);
        }
    }
}

public sealed class SqsOrders(IAmazonSQS sqs, IOrderService orders, ILogger<SqsOrders> logger)
{
    public async Task PumpAsync(string url, CancellationToken cancellationToken)
    {
        var response = await sqs.ReceiveMessageAsync(url, cancellationToken);
        foreach (var message in response.Messages)
        {
            await sqs.DeleteMessageAsync(url, message.ReceiptHandle, cancellationToken);
            await orders.ImportAsync(message.Body, cancellationToken);
        }
    }

    public async Task PumpBatchAsync(string url, CancellationToken cancellationToken)
    {
        var response = await sqs.ReceiveMessageAsync(url, cancellationToken);
        foreach (var message in response.Messages)
        {
            try
            {
                await orders.ImportAsync(message.Body, cancellationToken);
            }
            catch (Exception ex) when (ex is not OperationCanceledException)
            {
                logger.LogWarning(ex, "Import of {Id} failed", message.MessageId);
            }
        }

        var entries = response.Messages.Select(each => new DeleteMessageBatchRequestEntry(each.MessageId, each.ReceiptHandle)).ToList();
        await sqs.DeleteMessageBatchAsync(url, entries, cancellationToken);
    }
}

public sealed class ServiceBusOrders(ServiceBusClient client, IOrderService orders, ILogger<ServiceBusOrders> logger)
{
    public ServiceBusProcessor Start()
    {
        var options = new ServiceBusProcessorOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete };
        var processor = client.CreateProcessor("orders", options);
        processor.ProcessMessageAsync += async args => await orders.ImportAsync(args.Message.Body.ToString(), args.CancellationToken);
        return processor;
    }

    public async Task OnMessageAsync(ProcessMessageEventArgs args)
    {
        await args.CompleteMessageAsync(args.Message, args.CancellationToken);
        await orders.ImportAsync(args.Message.Body.ToString(), args.CancellationToken);
    }

    public async Task OnPaymentAsync(ProcessMessageEventArgs args)
    {
        try
        {
            await orders.ImportAsync(args.Message.Body.ToString(), args.CancellationToken);
            await args.CompleteMessageAsync(args.Message, args.CancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            logger.LogError(ex, "Payment {Id} failed", args.Message.MessageId);
            await args.CompleteMessageAsync(args.Message, args.CancellationToken);
        }
    }
}

public sealed class StreamOrders(IDatabase redis, INatsJSConsumer consumer, IOrderService orders)
{
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        foreach (var entry in await redis.StreamReadGroupAsync("orders", "shop", Environment.MachineName))
        {
            await redis.StreamAcknowledgeAsync("orders", "shop", entry.Id);
            await orders.ImportAsync(entry["body"].ToString(), cancellationToken);
        }
    }

    public async Task ConsumeAsync(CancellationToken cancellationToken)
    {
        await foreach (var message in consumer.ConsumeAsync<Order>(cancellationToken: cancellationToken))
        {
            await message.AckAsync(cancellationToken: cancellationToken);
            await orders.PlaceAsync(message.Data!, cancellationToken);
        }
    }
}

public sealed class PlaceOrderConsumer(IOrderService orders, ILogger<PlaceOrderConsumer> logger) : MassTransit.IConsumer<Order>
{
    public async Task Consume(ConsumeContext<Order> context)
    {
        try
        {
            await orders.PlaceAsync(context.Message, context.CancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            logger.LogError(ex, "Order {Id} failed", context.Message.Id);
        }
    }
}

public sealed class ImportFunction(IOrderService orders, ILogger<ImportFunction> logger)
{
    [Function("import")]
    public async Task RunAsync([QueueTrigger("imports")] string payload, CancellationToken cancellationToken)
    {
        try
        {
            await orders.ImportAsync(payload, cancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            logger.LogError(ex, "Import failed");
        }
    }
}
