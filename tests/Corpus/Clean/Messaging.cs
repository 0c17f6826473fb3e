using System;
using System.Collections.Generic;
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
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NATS.Client.JetStream;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using StackExchange.Redis;

namespace Corpus.Clean.Messaging;

public sealed record Order(int Id, decimal Total);

public sealed record OrderRejected(int Id, string Reason);

public interface IOrderService
{
    Task PlaceAsync(Order order, CancellationToken cancellationToken);

    Task<bool> ExistsAsync(int id, CancellationToken cancellationToken);
}

public interface IDeadLetterStore
{
    Task AddAsync(string body, string reason, CancellationToken cancellationToken);
}

public interface IMailer
{
    Task SendReceiptAsync(Order order, CancellationToken cancellationToken);
}

public sealed class RabbitOrders(IChannel channel, IOrderService orders, IDeadLetterStore deadLetters, ILogger<RabbitOrders> logger) : BackgroundService
{
    private readonly Dictionary<string, TaskCompletionSource<string>> _replies = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += OnOrderAsync;
        await channel.BasicConsumeAsync("orders", autoAck: false, consumer: consumer, cancellationToken: stoppingToken);

        var replies = new AsyncEventingBasicConsumer(channel);
        replies.ReceivedAsync += (_, ea) =>
        {
            if (_replies.Remove(ea.BasicProperties.CorrelationId ?? "", out var waiting))
                waiting.TrySetResult(Encoding.UTF8.GetString(ea.Body.Span));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync("replies", autoAck: true, consumer: replies, cancellationToken: stoppingToken);
    }

    private async Task OnOrderAsync(object sender, BasicDeliverEventArgs ea)
    {
        Order? order;
        try
        {
            order = JsonSerializer.Deserialize<Order>(ea.Body.Span);
        }
        catch (JsonException ex)
        {
            logger.LogError(ex, "Unreadable order");
            await channel.BasicNackAsync(ea.DeliveryTag, false, requeue: false, ea.CancellationToken);
            return;
        }

        if (order is null || await orders.ExistsAsync(order.Id, ea.CancellationToken))
        {
            await channel.BasicAckAsync(ea.DeliveryTag, false, ea.CancellationToken);
            return;
        }

        try
        {
            await orders.PlaceAsync(order, ea.CancellationToken);
            await channel.BasicAckAsync(ea.DeliveryTag, false, ea.CancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            logger.LogError(ex, "Order {Id} failed", order.Id);
            await deadLetters.AddAsync(Encoding.UTF8.GetString(ea.Body.Span), ex.Message, ea.CancellationToken);
            await channel.BasicAckAsync(ea.DeliveryTag, false, ea.CancellationToken);
        }
    }
}

public sealed class KafkaOrders(IOrderService orders, ILogger<KafkaOrders> logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var config = new ConsumerConfig { GroupId = "orders", EnableAutoCommit = true, EnableAutoOffsetStore = false };
        using var consumer = new ConsumerBuilder<string, string>(config).Build();
        consumer.Subscribe("orders");
        while (!cancellationToken.IsCancellationRequested)
        {
            var result = consumer.Consume(cancellationToken);
            if (JsonSerializer.Deserialize<Order>(result.Message.Value) is { } order)
                await orders.PlaceAsync(order, cancellationToken);
            consumer.StoreOffset(result);
            logger.LogDebug("Offset {Offset} stored", result.Offset);
        }
    }

    public async Task SampleAsync(CancellationToken cancellationToken)
    {
        var config = new ConsumerConfig
        {
            GroupId = "samples",
            // A lost sample does not move the average; a late one would hold up the board.
            EnableAutoCommit = true,
        };
        using var consumer = new ConsumerBuilder<string, string>(config).Build();
        while (!cancellationToken.IsCancellationRequested)
        {
            var result = consumer.Consume(cancellationToken);
            if (JsonSerializer.Deserialize<Order>(result.Message.Value) is { } order)
                await orders.PlaceAsync(order, cancellationToken);
        }
    }
}

public sealed class SqsOrders(IAmazonSQS sqs, IOrderService orders, ILogger<SqsOrders> logger)
{
    public async Task PumpAsync(string url, CancellationToken cancellationToken)
    {
        var response = await sqs.ReceiveMessageAsync(url, cancellationToken);
        var done = new List<DeleteMessageBatchRequestEntry>();
        foreach (var message in response.Messages)
        {
            try
            {
                await orders.PlaceAsync(JsonSerializer.Deserialize<Order>(message.Body)!, cancellationToken);
                done.Add(new DeleteMessageBatchRequestEntry(message.MessageId, message.ReceiptHandle));
            }
            catch (Exception ex) when (ex is not OperationCanceledException)
            {
                logger.LogWarning(ex, "Order in {Id} failed and will come again", message.MessageId);
                await sqs.ChangeMessageVisibilityAsync(url, message.ReceiptHandle, 30, cancellationToken);
            }
        }

        if (done.Count > 0)
            await sqs.DeleteMessageBatchAsync(url, done, cancellationToken);
    }
}

public sealed class ServiceBusOrders(ServiceBusClient client, IOrderService orders, IMailer mailer, ILogger<ServiceBusOrders> logger)
{
    public ServiceBusProcessor Start()
    {
        var processor = client.CreateProcessor("orders", new ServiceBusProcessorOptions { AutoCompleteMessages = false });
        processor.ProcessMessageAsync += OnMessageAsync;
        return processor;
    }

    private async Task OnMessageAsync(ProcessMessageEventArgs args)
    {
        var order = JsonSerializer.Deserialize<Order>(args.Message.Body)!;
        try
        {
            await orders.PlaceAsync(order, args.CancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            logger.LogError(ex, "Order {Id} failed", order.Id);
            await args.DeadLetterMessageAsync(args.Message, "failed", ex.Message, args.CancellationToken);
            return;
        }

        await args.CompleteMessageAsync(args.Message, args.CancellationToken);
        try
        {
            await mailer.SendReceiptAsync(order, args.CancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            logger.LogWarning(ex, "No receipt for order {Id}", order.Id);
        }
    }
}

public sealed class StreamOrders(IDatabase redis, INatsJSConsumer consumer, IOrderService orders)
{
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        foreach (var entry in await redis.StreamReadGroupAsync("orders", "shop", Environment.MachineName))
        {
            await orders.PlaceAsync(JsonSerializer.Deserialize<Order>(entry["body"].ToString())!, cancellationToken);
            await redis.StreamAcknowledgeAsync("orders", "shop", entry.Id);
        }
    }

    public async Task ConsumeAsync(CancellationToken cancellationToken)
    {
        await foreach (var message in consumer.ConsumeAsync<Order>(cancellationToken: cancellationToken))
        {
            if (message.Data is not { } order)
            {
                await message.AckTerminateAsync(cancellationToken: cancellationToken);
                continue;
            }

            await orders.PlaceAsync(order, cancellationToken);
            await message.AckAsync(cancellationToken: cancellationToken);
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
            await context.Publish(new OrderRejected(context.Message.Id, ex.Message), context.CancellationToken);
        }
    }
}
