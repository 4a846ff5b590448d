using System.Text.Json.Serialization;

namespace TriageConsole.Features.Ingest.Bus;

/// <summary>The state of a queue or topic, as the instance that answers sees it.</summary>
/// <param name="Kind">The kind of broker.</param>
/// <param name="Name">The queue or topic.</param>
/// <param name="Connected">Whether the instance is connected to the broker.</param>
/// <param name="LastMessageAt">When it received the last message.</param>
/// <param name="Stored">Messages that it has stored and acknowledged since its start.</param>
/// <param name="DeadLettered">Messages that it has moved to the dead letters since its start.</param>
/// <param name="Unacknowledged">Messages that it has received and not acknowledged yet.</param>
/// <param name="Waiting">RabbitMQ: messages in the queue that no instance has received. Kafka: messages of the partitions of this instance
/// that are not committed. Null: not known yet.</param>
/// <param name="WaitingForLimit">Whether messages wait for the limit of their key at the moment.</param>
/// <param name="Problem">Why messages are not received or stored at the moment.</param>
/// <param name="TenantId">The tenant of the configured key.</param>
public sealed record BusSourceStatus(
    [property: JsonConverter(typeof(JsonStringEnumConverter<BusKind>))] BusKind Kind,
    string Name,
    bool Connected,
    DateTimeOffset? LastMessageAt,
    long Stored,
    long DeadLettered,
    int Unacknowledged,
    long? Waiting,
    bool WaitingForLimit,
    string? Problem,
    [property: JsonIgnore] long? TenantId
);
