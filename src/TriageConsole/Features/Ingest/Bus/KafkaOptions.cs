namespace TriageConsole.Features.Ingest.Bus;

/// <summary>Topics of Kafka; section <c>Bus:Kafka</c>.</summary>
public sealed class KafkaOptions
{
    /// <summary>Addresses of brokers, <c>host:port</c>, separated by commas. Default: none, Kafka is off.</summary>
    public string? BootstrapServers { get; set; }

    /// <summary>The consumer group. All instances of the console have the same one. Default <c>triage-console</c>.</summary>
    public string GroupId { get; set; } = "triage-console";

    /// <summary>The topics. Default: one topic with default settings.</summary>
    public IList<BusSourceOptions> Topics { get; } = [];

    /// <summary>
    /// Further settings of the client by their names in librdkafka, such as <c>security.protocol</c> and <c>sasl.password</c>. In names of
    /// environment variables a dot can be written as an underscore.
    /// </summary>
    public IDictionary<string, string> Client { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public bool IsOn => !string.IsNullOrWhiteSpace(BootstrapServers);

    /// <summary>The further settings with the names of librdkafka.</summary>
    internal IEnumerable<KeyValuePair<string, string>> ClientSettings =>
        Client.Select(c => KeyValuePair.Create(c.Key.Replace('_', '.').ToLowerInvariant(), c.Value));
}
