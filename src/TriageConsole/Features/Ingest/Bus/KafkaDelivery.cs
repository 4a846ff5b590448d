using Confluent.Kafka;

namespace TriageConsole.Features.Ingest.Bus;

/// <summary>A message as Kafka delivered it.</summary>
/// <param name="Record">Its record with topic, partition and offset.</param>
/// <param name="Message">What is stored.</param>
internal sealed record KafkaDelivery(ConsumeResult<byte[], byte[]> Record, BusMessage Message);
