using Confluent.Kafka;

namespace TriageConsole.Features.Ingest.Bus;

/// <summary>The settings of the Kafka consumer.</summary>
internal static class KafkaSettings
{
    public static ConsumerConfig OfConsumer(KafkaOptions options)
    {
        var config = new ConsumerConfig
        {
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
            // Memory for messages that were not asked for yet. The default of 64 MiB is per partition.
            QueuedMaxMessagesKbytes = 16 << 10,
            // A topic that is created later is found within this time.
            TopicMetadataRefreshIntervalMs = 10_000,
            StatisticsIntervalMs = 2_000,
        };
        foreach (var (name, value) in options.ClientSettings)
            config.Set(name, value);
        config.BootstrapServers = options.BootstrapServers;
        config.GroupId = options.GroupId;
        config.AutoOffsetReset = AutoOffsetReset.Earliest;
        // Offsets are committed after the database, by the session.
        config.EnableAutoCommit = false;
        config.EnableAutoOffsetStore = false;
        return config;
    }
}
