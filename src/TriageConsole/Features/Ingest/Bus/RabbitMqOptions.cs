namespace TriageConsole.Features.Ingest.Bus;

/// <summary>Queues of RabbitMQ; section <c>Bus:RabbitMq</c>.</summary>
public sealed class RabbitMqOptions
{
    /// <summary>
    /// Address of the broker with user and password: <c>amqp://</c>, or <c>amqps://</c> with TLS. Several nodes of a cluster are separated
    /// by commas. Default: none, RabbitMQ is off.
    /// </summary>
    public string? Uri { get; set; }

    /// <summary>
    /// Maximum number of messages that one queue delivers before they are acknowledged. They are held in memory. Default 500.
    /// </summary>
    public int Prefetch { get; set; } = 500;

    /// <summary>The queues. Default: one queue with default settings.</summary>
    public IList<BusSourceOptions> Queues { get; } = [];

    public bool IsOn => !string.IsNullOrWhiteSpace(Uri);
}
