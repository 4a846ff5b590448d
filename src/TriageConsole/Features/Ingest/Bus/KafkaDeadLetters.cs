using System.Text;
using Confluent.Kafka;
using TriageConsole.Core.Events;

namespace TriageConsole.Features.Ingest.Bus;

/// <summary>Writes messages that cannot be processed to the topic of dead letters.</summary>
internal sealed class KafkaDeadLetters(KafkaOptions options, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>The largest message that the client can send. The broker has its own limit.</summary>
    private const int MaxMessageBytes = 512 << 20;

    /// <summary>A connection is only needed when there is something to write.</summary>
    private readonly Lazy<IProducer<byte[], byte[]>> producer = new(() => Build(options, logger));

    /// <summary>Writes a message and waits until the brokers have stored it.</summary>
    public async Task WriteAsync(
        BusSource source,
        ConsumeResult<byte[], byte[]> record,
        Refusal refusal,
        CancellationToken cancellationToken
    )
    {
        var headers = new Headers();
        foreach (var header in record.Message.Headers ?? [])
            if (!BusHeaders.IsSecret(header.Key))
                headers.Add(header.Key, header.GetValueBytes());
        Add(headers, BusHeaders.Reason, refusal.Reason);
        Add(headers, BusHeaders.Detail, refusal.Detail);
        Add(headers, BusHeaders.Origin, $"{record.Topic}/{record.Partition.Value}/{record.Offset.Value}");
        Add(headers, BusHeaders.At, time.GetUtcNow().ToString("O"));
        var letter = new Message<byte[], byte[]>
        {
            Key = record.Message.Key,
            Value = record.Message.Value,
            Headers = headers,
        };
        try
        {
            await producer.Value.ProduceAsync(source.Options.DeadLetterName, letter, cancellationToken);
        }
        catch (ProduceException<byte[], byte[]> e) when (e.Error.Code == ErrorCode.MsgSizeTooLarge)
        {
            // With the added headers it can be just over the topic's limit. The origin says where the message still is.
            letter.Value = [];
            await producer.Value.ProduceAsync(source.Options.DeadLetterName, letter, cancellationToken);
        }
    }

    public void Dispose()
    {
        if (producer.IsValueCreated)
            producer.Value.Dispose();
    }

    private static IProducer<byte[], byte[]> Build(KafkaOptions options, ILogger logger)
    {
        var config = new ProducerConfig(options.ClientSettings.ToDictionary())
        {
            BootstrapServers = options.BootstrapServers,
            Acks = Acks.All,
            EnableIdempotence = true,
            MessageMaxBytes = MaxMessageBytes,
        };
        var builder = new ProducerBuilder<byte[], byte[]>(config);
        builder.SetLogHandler((_, message) => BusLog.OfClient(logger, message.Message));
        builder.SetErrorHandler((_, error) => BusLog.OfClient(logger, error.Reason));
        return builder.Build();
    }

    private static void Add(Headers headers, string name, string value)
    {
        headers.Remove(name);
        headers.Add(name, Encoding.UTF8.GetBytes(value));
    }
}
