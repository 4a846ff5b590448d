using Confluent.Kafka;

namespace TriageConsole.Features.Ingest.Bus;

/// <summary>
/// One consumer of the group. Its methods and its handlers run one after the other: the client calls the handlers while it is asked for
/// messages.
/// </summary>
internal sealed class KafkaSession : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<string, BusSource> sources;
    private readonly BusIngest ingest;
    private readonly BusOptions options;
    private readonly IngestOptions limits;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly IConsumer<byte[], byte[]> consumer;
    private readonly KafkaDeadLetters deadLetters;
    private readonly KafkaOffsets offsets;

    /// <summary>Received and not stored yet.</summary>
    private readonly List<KafkaDelivery> taken = [];

    private bool isConnected;
    private string? lastError;
    private Error? fatal;

    public KafkaSession(
        IReadOnlyList<BusSource> sources,
        BusIngest ingest,
        BusOptions options,
        IngestOptions limits,
        TimeProvider time,
        ILogger logger
    )
    {
        this.sources = sources.ToDictionary(s => s.Name, StringComparer.Ordinal);
        (this.ingest, this.options, this.limits, this.time, this.logger) = (ingest, options, limits, time, logger);
        deadLetters = new KafkaDeadLetters(options.Kafka, time, logger);
        consumer = new ConsumerBuilder<byte[], byte[]>(KafkaSettings.OfConsumer(options.Kafka))
            .SetStatisticsHandler((_, json) => OnStatistics(json))
            .SetErrorHandler((_, error) => OnError(error))
            .SetLogHandler((_, message) => BusLog.OfClient(logger, message.Message))
            .SetPartitionsAssignedHandler((_, _) => Show(connected: true))
            .SetPartitionsRevokedHandler((_, partitions) => OnRevoked(partitions, isLost: false))
            .SetPartitionsLostHandler((_, partitions) => OnRevoked(partitions, isLost: true))
            .Build();
        offsets = new KafkaOffsets(consumer, logger);
    }

    /// <summary>Receives and stores messages until the app stops.</summary>
    /// <exception cref="KafkaException">The client cannot go on.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        consumer.Subscribe(sources.Keys);
        while (!stopping.IsCancellationRequested)
        {
            offsets.Commit();
            Receive();
            if (fatal is not null)
                throw new KafkaException(fatal);
            if (taken.Count > 0)
                await StoreAsync(stopping);
        }

        await offsets.FinishAsync(time);
        // Leaves the group, so that the other instances take over at once.
        consumer.Close();
    }

    public void Dispose()
    {
        consumer.Dispose();
        deadLetters.Dispose();
    }

    /// <summary>Waits a moment for a message and takes what has arrived with it, up to the limits.</summary>
    private void Receive()
    {
        var bytes = taken.Sum(t => Size(t.Record));
        while (taken.Count < limits.BatchLines && bytes < limits.BatchBytes && Next(taken.Count == 0 ? Poll : TimeSpan.Zero) is { } record)
            bytes += Size(record);
    }

    private ConsumeResult<byte[], byte[]>? Next(TimeSpan wait)
    {
        try
        {
            if (consumer.Consume(wait) is not { Message: not null } record)
                return null;
            taken.Add(new KafkaDelivery(record, AsMessage(record)));
            sources[record.Topic].Received(1);
            return record;
        }
        catch (ConsumeException e) when (!e.Error.IsFatal)
        {
            // For example a topic that does not exist yet. The client tries again by itself.
            if (e.ConsumerRecord?.Topic is { } topic && sources.TryGetValue(topic, out var source))
                source.Report(e.Error.Reason);
            return null;
        }
    }

    /// <summary>Stores what was received. While that is not possible it is tried again.</summary>
    private async Task StoreAsync(CancellationToken stopping)
    {
        var pause = new BusPause(options.MaxRetrySeconds);
        while (taken.Count > 0 && !stopping.IsCancellationRequested)
            if (await TryStoreAsync(pause, stopping) is { } wait)
                WaitInGroup(wait, stopping);
    }

    /// <summary>Stores as many messages as the limits of their keys allow. Returns how long the rest waits; null: all are stored.</summary>
    private async Task<TimeSpan?> TryStoreAsync(BusPause pause, CancellationToken stopping)
    {
        var batch = taken.ToList();
        var refused = new Dictionary<string, int>(StringComparer.Ordinal);
        BusStored stored;
        try
        {
            // A batch that has begun is completed when the app stops: it ends soon, and its messages need not be received again.
            stored = await ingest.StoreAsync(batch.ConvertAll(b => b.Message), CancellationToken.None);
            foreach (var ((record, _), refusal) in batch.Zip(stored.Refusals).Where(b => b.Second is not null))
            {
                await deadLetters.WriteAsync(sources[record.Topic], record, refusal!, stopping);
                refused[record.Topic] = refused.GetValueOrDefault(record.Topic) + 1;
                BusLog.DeadLettered(logger, 1, record.Topic, refusal!.Reason);
            }
        }
        catch (Exception e)
        {
            foreach (var topic in batch.Select(b => b.Record.Topic).Distinct(StringComparer.Ordinal))
                BusProblems.Tell(logger, sources[topic], e);
            return pause.Next();
        }

        var done = batch.GetRange(0, stored.Refusals.Count);
        foreach (var (record, _) in done)
            offsets.Add(record.TopicPartition, record.Offset + 1);
        taken.RemoveRange(0, done.Count);
        foreach (var topic in done.CountBy(d => d.Record.Topic, StringComparer.Ordinal))
            sources[topic.Key].Acknowledged(topic.Value, refused.GetValueOrDefault(topic.Key));
        // All topics wait for the first message without a token, because offsets are committed in order.
        var waiting = taken.Select(t => t.Record.Topic).ToHashSet(StringComparer.Ordinal);
        foreach (var topic in batch.Select(b => b.Record.Topic).Distinct(StringComparer.Ordinal))
            BusProblems.Tell(logger, sources[topic], waiting.Contains(topic) ? stored.Limit : null);
        offsets.Commit();
        return stored.Limit is { } limit ? pause.UpTo(limit.RetryAfter) : null;
    }

    /// <summary>Waits without messages, but stays in the group: a consumer that asks for nothing loses its partitions.</summary>
    private void WaitInGroup(TimeSpan pause, CancellationToken stopping)
    {
        var since = time.GetTimestamp();
        while (time.GetElapsedTime(since) < pause && !stopping.IsCancellationRequested)
        {
            // Also the partitions that were assigned during the wait.
            consumer.Pause(consumer.Assignment);
            Next(Poll);
        }

        consumer.Resume(consumer.Assignment);
    }

    /// <summary>The new owner of a partition receives its messages from the last committed offset on.</summary>
    private void OnRevoked(List<TopicPartitionOffset> partitions, bool isLost)
    {
        offsets.Release([.. partitions.Select(p => p.TopicPartition)], isLost);
        foreach (var partition in partitions.Select(p => p.TopicPartition))
            sources[partition.Topic].Released(taken.RemoveAll(t => t.Record.TopicPartition == partition));
    }

    private void OnError(Error error)
    {
        lastError = error.Reason;
        if (error.IsFatal)
            fatal = error;
        else if (error.Code == ErrorCode.Local_AllBrokersDown)
            Show(connected: false);
    }

    private void OnStatistics(string json)
    {
        var statistics = KafkaStatistics.Read(json);
        Show(statistics.IsConnected);
        foreach (var (topic, source) in sources)
            if (statistics.Waiting.TryGetValue(topic, out var count))
                source.Waiting(count);
    }

    private void Show(bool connected)
    {
        if (!connected && !isConnected && lastError is null)
            return;
        var why = lastError ?? "The brokers do not answer.";
        foreach (var source in sources.Values)
            if (!connected && source.Disconnected(why))
                BusLog.Disconnected(logger, BusKind.Kafka, source.Name, why);
            else if (connected && !isConnected)
                Tell(source);
        isConnected = connected;
    }

    private void Tell(BusSource source)
    {
        source.Connected();
        BusLog.Connected(logger, BusKind.Kafka, source.Name);
    }

    private BusMessage AsMessage(ConsumeResult<byte[], byte[]> record)
    {
        var key = record.Message.Headers?.FirstOrDefault(h => BusHeaders.IsKey(h.Key));
        return new BusMessage(
            sources[record.Topic],
            record.Message.Value ?? [],
            key is null ? null : BusHeaders.Text(key.GetValueBytes()) ?? ""
        );
    }

    private static long Size(ConsumeResult<byte[], byte[]> record) => record.Message.Value?.Length ?? 0;
}
