using System.Text;
using Confluent.Kafka;
using TriageConsole.Features.Ingest.Bus;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Ingest.Bus;

/// <summary>The mock cluster of librdkafka with a real producer.</summary>
public sealed class KafkaBroker : IBroker
{
    public const int Partitions = 4;

    private readonly MockKafkaCluster cluster = new();
    private readonly IProducer<byte[], byte[]> producer;

    public KafkaBroker() => producer = new ProducerBuilder<byte[], byte[]>(
            new ProducerConfig
            {
                BootstrapServers = cluster.Servers,
                EnableIdempotence = true,
                LingerMs = 1,
                RetryBackoffMs = 50,
                ReconnectBackoffMaxMs = 200,
                SocketTimeoutMs = 3000,
                RequestTimeoutMs = 3000,
            }
        ).SetLogHandler((_, _) => { }).Build();

    public BusKind Kind => BusKind.Kafka;

    public Task StartAsync() => Task.CompletedTask;

    public IEnumerable<KeyValuePair<string, string?>> Settings(params BusSourceOptions[] sources)
    {
        yield return new("Bus:Kafka:BootstrapServers", cluster.Servers);
        yield return new("Bus:Kafka:GroupId", GroupOf(sources[0].Name));
        yield return new("Bus:Kafka:Client:reconnect_backoff_max_ms", "500");
        // The mock cluster waits for this time whenever a member joins. A real one goes on as soon as all have joined.
        yield return new("Bus:Kafka:Client:session_timeout_ms", "2000");
        yield return new("Bus:Kafka:Client:heartbeat_interval_ms", "200");
        // A mock topic exists from its first use on. Real ones are created by their owner.
        foreach (var setting in BusSettings.Of("Bus:Kafka:Topics", sources))
            yield return setting;
    }

    public Task CreateAsync(BusSourceOptions source)
    {
        cluster.CreateTopic(source.Name, Partitions);
        return Task.CompletedTask;
    }

    public async Task PublishAsync(string source, IEnumerable<OutgoingMessage> messages)
    {
        foreach (var chunk in messages.Chunk(500))
            await Task.WhenAll(chunk.Select(m => producer.ProduceAsync(source, AsMessage(m))));
    }

    public Task PublishEmptyAsync(string topic) => producer.ProduceAsync(topic, new Message<byte[], byte[]> { Value = null! });

    public async Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(string name, int expected)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(
            new ConsumerConfig
            {
                BootstrapServers = cluster.Servers,
                GroupId = $"reader-{Guid.NewGuid():N}",
                AutoOffsetReset = AutoOffsetReset.Earliest,
                EnableAutoCommit = false,
            }
        ).SetLogHandler((_, _) => { }).Build();
        consumer.Assign(Enumerable.Range(0, Partitions).Select(p => new TopicPartitionOffset(name, p, Offset.Beginning)));
        var letters = new List<DeadLetter>();
        bool Take()
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(500))?.Message is not { } message)
                return false;
            letters.Add(
                new DeadLetter(
                    message.Value ?? [],
                    message.Headers.ToDictionary(h => h.Key, h => Encoding.UTF8.GetString(h.GetValueBytes()))
                )
            );
            return true;
        }

        await Wait.UntilAsync(
            () => Task.FromResult(letters.Count >= expected || (Take() && letters.Count >= expected)),
            "Dead letters",
            tolerant: true
        );
        Take();
        consumer.Close();
        return letters;
    }

    public Task KillAsync()
    {
        cluster.TakeDown();
        return Task.CompletedTask;
    }

    public Task ReviveAsync()
    {
        cluster.BringUp();
        return Task.CompletedTask;
    }

    /// <summary>The offsets that the group has committed, summed over the partitions of a topic.</summary>
    public long Committed(string topic)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(
            new ConsumerConfig { BootstrapServers = cluster.Servers, GroupId = GroupOf(topic) }
        )
            .SetLogHandler((_, _) => { })
            .Build();
        return consumer
            .Committed(Enumerable.Range(0, Partitions).Select(p => new TopicPartition(topic, p)), TimeSpan.FromSeconds(5))
            .Sum(o => Math.Max(0, o.Offset.Value));
    }

    public ValueTask DisposeAsync()
    {
        producer.Dispose();
        cluster.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Consoles with the same topics are one group.</summary>
    private static string GroupOf(string firstTopic) => "console-" + firstTopic;

    private static Message<byte[], byte[]> AsMessage(OutgoingMessage message)
    {
        var result = new Message<byte[], byte[]> { Value = message.Body };
        if (message.Key is not null)
            result.Headers = new Headers { { "x-api-key", Encoding.UTF8.GetBytes(message.Key) } };
        return result;
    }
}
