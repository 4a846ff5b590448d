using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace TriageConsole.Features.Ingest.Bus;

/// <summary>Collects what RabbitMQ delivers. The prefetch limits how much that is.</summary>
internal sealed class RabbitMqReceiver(IChannel channel, BusSource source) : AsyncDefaultBasicConsumer(channel)
{
    private readonly Channel<RabbitMqDelivery> deliveries = System.Threading.Channels.Channel.CreateUnbounded<RabbitMqDelivery>(
        new UnboundedChannelOptions { SingleReader = true }
    );

    public ChannelReader<RabbitMqDelivery> Deliveries => deliveries.Reader;

    public override Task HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default
    )
    {
        source.Received(1);
        // The client reuses the memory of the body after this call.
        deliveries.Writer.TryWrite(new RabbitMqDelivery(deliveryTag, properties, body.ToArray()));
        return Task.CompletedTask;
    }

    public override Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason)
    {
        deliveries.Writer.TryComplete(new IOException(reason.ReplyText));
        return base.HandleChannelShutdownAsync(channel, reason);
    }

    /// <summary>The broker ended the subscription, for example because the queue was deleted.</summary>
    protected override Task OnCancelAsync(string[] consumerTags, CancellationToken cancellationToken = default)
    {
        deliveries.Writer.TryComplete(new IOException("The broker ended the subscription. Was the queue deleted?"));
        return base.OnCancelAsync(consumerTags, cancellationToken);
    }
}
