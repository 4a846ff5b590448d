namespace TriageConsole.Features.Ingest.Bus;

/// <summary>The kind of a message broker.</summary>
public enum BusKind
{
    RabbitMq,
    Kafka,
}
