using System.Text.Json;

namespace TriageConsole.Features.Ingest.Bus;

/// <summary>What the console shows of the statistics of a Kafka client.</summary>
/// <param name="IsConnected">Whether the client is connected to a broker and to the coordinator of its group.</param>
/// <param name="Waiting">Messages of the assigned partitions that are not committed, by topic.</param>
internal sealed record KafkaStatistics(bool IsConnected, IReadOnlyDictionary<string, long> Waiting)
{
    /// <summary>Reads the statistics. Source of the names: STATISTICS.md of librdkafka.</summary>
    public static KafkaStatistics Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var isUp = Of(root, "brokers").Any(b => Text(b.Value, "state") == "UP");
        var hasGroup = root.TryGetProperty("cgrp", out var group) && Text(group, "state") == "up";
        var waiting = Of(root, "topics").ToDictionary(t => t.Name, t => Of(t.Value, "partitions").Sum(Lag), StringComparer.Ordinal);
        return new KafkaStatistics(isUp && hasGroup, waiting);
    }

    /// <summary>-1: unknown.</summary>
    private static long Lag(JsonProperty partition) =>
        partition.Value.TryGetProperty("consumer_lag", out var lag) && lag.TryGetInt64(out var count) && count > 0 ? count : 0;

    private static JsonElement.ObjectEnumerator Of(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : default;

    private static string? Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value.GetString() : null;
}
