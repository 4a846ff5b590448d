using System.ComponentModel.DataAnnotations;

namespace TriageConsole.Features.Ingest.Bus;

/// <summary>Events from message brokers; section <c>Bus</c> of the configuration. Off while no broker is set.</summary>
public sealed class BusOptions
{
    public const string Section = "Bus";

    /// <summary>RabbitMQ.</summary>
    public RabbitMqOptions RabbitMq { get; set; } = new();

    /// <summary>Kafka.</summary>
    public KafkaOptions Kafka { get; set; } = new();

    /// <summary>Maximum size of a message after decompression, in bytes. A larger one becomes a dead letter. Default 16 MiB.</summary>
    [Range(1024, 128 << 20)]
    public int MaxMessageBytes { get; set; } = 16 << 20;

    /// <summary>
    /// Longest pause before the next attempt while the broker, the database or the store of the event log is away, in seconds. The first
    /// pause is half a second; each further one is twice as long. Default 30.
    /// </summary>
    [Range(0.5, 3600)]
    public double MaxRetrySeconds { get; set; } = 30;
}
