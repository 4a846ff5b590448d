using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using TriageConsole.Core.Events;

namespace TriageConsole.Features.Ingest.Bus;

/// <summary>
/// One connection with a subscription of a queue. It ends with the first fault; the consumer then opens a new one. What was not
/// acknowledged is delivered again.
/// </summary>
internal sealed class RabbitMqSession : IAsyncDisposable
{
    /// <summary>A broker that sends nothing for two heartbeats counts as away.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The largest message that any broker accepts. A smaller limit would end the connection at a message above it, and again after each
    /// new connection.
    /// </summary>
    private const uint MaxBodyBytes = 512 << 20;

    private readonly BusSource source;
    private readonly IConnection connection;
    private IChannel channel = null!;
    private RabbitMqReceiver receiver = null!;

    private RabbitMqSession(BusSource source, IConnection connection) => (this.source, this.connection) = (source, connection);

    public static async Task<RabbitMqSession> OpenAsync(RabbitMqOptions options, BusSource source, CancellationToken cancellationToken)
    {
        var addresses = options.Uri!.Split(',', StringSplitOptions.TrimEntries).Select(u => new Uri(u)).ToList();
        var factory = new ConnectionFactory
        {
            Uri = addresses[0],
            AutomaticRecoveryEnabled = false,
            RequestedHeartbeat = Heartbeat,
            MaxInboundMessageBodySize = MaxBodyBytes,
        };
        var endpoints = addresses.Select(a => Endpoint(factory, a));
        var session = new RabbitMqSession(source, await factory.CreateConnectionAsync(endpoints, "triage-console", cancellationToken));
        try
        {
            await session.SubscribeAsync(options, cancellationToken);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for messages and takes what is there, up to the limits.</summary>
    /// <exception cref="IOException">The channel is closed.</exception>
    public async Task<IReadOnlyList<RabbitMqDelivery>> NextAsync(int maxMessages, long maxBytes, CancellationToken cancellationToken)
    {
        var batch = new List<RabbitMqDelivery>();
        var bytes = 0L;
        // What a closed channel still holds is delivered again on the next one.
        if (!channel.IsOpen || !await receiver.Deliveries.WaitToReadAsync(cancellationToken))
            throw new IOException(channel.CloseReason?.ReplyText ?? "The channel is closed.");
        while (batch.Count < maxMessages && bytes < maxBytes && receiver.Deliveries.TryRead(out var delivery))
        {
            batch.Add(delivery);
            bytes += delivery.Body.Length;
        }

        return batch;
    }

    /// <summary>Publishes a message to the dead letters and waits until the broker has confirmed it.</summary>
    public async Task DeadLetterAsync(RabbitMqDelivery delivery, Refusal refusal, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, object?>();
        foreach (var (name, value) in delivery.Properties.Headers ?? new Dictionary<string, object?>())
            if (!BusHeaders.IsSecret(name))
                headers[name] = value;
        headers[BusHeaders.Reason] = refusal.Reason;
        headers[BusHeaders.Detail] = refusal.Detail;
        headers[BusHeaders.Origin] = source.Name;
        headers[BusHeaders.At] = now.ToString("O");
        var properties = new BasicProperties
        {
            ContentType = delivery.Properties.ContentType,
            ContentEncoding = delivery.Properties.ContentEncoding,
            MessageId = delivery.Properties.MessageId,
            DeliveryMode = DeliveryModes.Persistent,
            Headers = headers,
        };
        await channel.BasicPublishAsync("", source.Options.DeadLetterName, mandatory: true, properties, delivery.Body, cancellationToken);
    }

    /// <summary>Acknowledges a message and all before it.</summary>
    public async Task AcknowledgeAsync(ulong tag) => await channel.BasicAckAsync(tag, multiple: true);

    /// <summary>The number of messages in the queue that no consumer has received.</summary>
    public Task<uint> CountAsync(CancellationToken cancellationToken) => channel.MessageCountAsync(source.Name, cancellationToken);

    /// <summary>Ends as soon as the channel is closed.</summary>
    public Task Closed => receiver.Deliveries.Completion;

    public bool IsOpen => channel.IsOpen;

    public async ValueTask DisposeAsync()
    {
        try
        {
            await connection.CloseAsync();
        }
        catch (Exception e) when (e is AlreadyClosedException or IOException or OperationCanceledException or TimeoutException)
        {
            // The broker has closed it, or is away.
        }

        await connection.DisposeAsync();
    }

    private async Task SubscribeAsync(RabbitMqOptions options, CancellationToken cancellationToken)
    {
        var dead = source.Options.DeadLetterName;
        await DeclareAsync(dead, new() { ["x-queue-type"] = "quorum" }, cancellationToken);
        await DeclareAsync(
            source.Name,
            new()
            {
                ["x-queue-type"] = "quorum",
                // For messages that a limit of the broker ends, such as its delivery limit.
                ["x-dead-letter-exchange"] = "",
                ["x-dead-letter-routing-key"] = dead,
                ["x-dead-letter-strategy"] = "at-least-once",
                ["x-overflow"] = "reject-publish",
            },
            cancellationToken
        );
        channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true),
            cancellationToken
        );
        await channel.BasicQosAsync(0, (ushort)options.Prefetch, global: false, cancellationToken);
        receiver = new RabbitMqReceiver(channel, source);
        await channel.BasicConsumeAsync(source.Name, autoAck: false, receiver, cancellationToken);
    }

    /// <summary>Declares a queue if it does not exist. An existing one keeps its own settings.</summary>
    private async Task DeclareAsync(string queue, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        // A channel ends with a refused declaration, so each has its own.
        try
        {
            await using var look = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            await look.QueueDeclarePassiveAsync(queue, cancellationToken);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            await using var declare = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            await declare.QueueDeclareAsync(
                queue,
                durable: true,
                exclusive: false,
                autoDelete: false,
                arguments,
                cancellationToken: cancellationToken
            );
        }
    }

    private static AmqpTcpEndpoint Endpoint(ConnectionFactory factory, Uri address)
    {
        var endpoint = new AmqpTcpEndpoint(address);
        return new AmqpTcpEndpoint(endpoint.HostName, endpoint.Port, endpoint.Ssl, factory.MaxInboundMessageBodySize);
    }
}
