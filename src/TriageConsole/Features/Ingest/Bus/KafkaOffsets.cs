using Confluent.Kafka;

namespace TriageConsole.Features.Ingest.Bus;

/// <summary>
/// Commits the offsets of messages whose events are stored. A commit waits for the brokers, for example until all members of the group have
/// joined again, so it runs aside while further messages are received.
/// </summary>
internal sealed class KafkaOffsets(IConsumer<byte[], byte[]> consumer, ILogger logger)
{
    private static readonly TimeSpan MaxWaitAtEnd = TimeSpan.FromSeconds(5);

    private readonly Lock sync = new();

    /// <summary>The next offset of each partition that the brokers do not know yet.</summary>
    private readonly Dictionary<TopicPartition, Offset> open = [];

    private Task committing = Task.CompletedTask;
    private bool hasFailed;

    public void Add(TopicPartition partition, Offset next)
    {
        lock (sync)
            open[partition] = next;
    }

    /// <summary>Starts a commit if there is something to commit and no other one runs. The next call tries again what failed.</summary>
    public void Commit()
    {
        if (!committing.IsCompleted || Open() is not { Count: > 0 } offsets)
            return;
        committing = Task.Run(() => TryCommit(offsets));
    }

    /// <summary>Other members of the group get the partitions. They start at the last committed offset.</summary>
    /// <param name="partitions">The partitions.</param>
    /// <param name="isLost">Whether they have them already. Then the offsets of this member count no longer.</param>
    public void Release(IReadOnlyCollection<TopicPartition> partitions, bool isLost)
    {
        if (!isLost && Open().FindAll(o => partitions.Contains(o.TopicPartition)) is { Count: > 0 } offsets)
            TryCommit(offsets);
        lock (sync)
            foreach (var partition in partitions)
                open.Remove(partition);
    }

    /// <summary>Commits what is left, within a few seconds: what is not committed is received again and changes nothing.</summary>
    public async Task FinishAsync(TimeProvider time)
    {
        var last = FinishAsync();
        await Task.WhenAny(last, Task.Delay(MaxWaitAtEnd, time));
    }

    private async Task FinishAsync()
    {
        await committing;
        Commit();
        await committing;
    }

    private List<TopicPartitionOffset> Open()
    {
        lock (sync)
            return [.. open.Select(o => new TopicPartitionOffset(o.Key, o.Value))];
    }

    private void TryCommit(List<TopicPartitionOffset> offsets)
    {
        try
        {
            consumer.Commit(offsets);
            hasFailed = false;
        }
        catch (Exception e) when (e is KafkaException or ObjectDisposedException)
        {
            if (!hasFailed)
                BusLog.NotCommitted(logger, e.Message);
            hasFailed = true;
            return;
        }

        lock (sync)
            foreach (var offset in offsets)
                if (open.TryGetValue(offset.TopicPartition, out var now) && now == offset.Offset)
                    open.Remove(offset.TopicPartition);
    }
}
