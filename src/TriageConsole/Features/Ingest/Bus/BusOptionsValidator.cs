using Microsoft.Extensions.Options;

namespace TriageConsole.Features.Ingest.Bus;

/// <summary>Checks the settings at start. No message contains a value that can be a secret.</summary>
internal sealed class BusOptionsValidator : IValidateOptions<BusOptions>
{
    /// <summary>The settings of the Kafka client that delivery without loss depends on, or that have their own option.</summary>
    private static readonly string[] OwnSettings =
    [
        "bootstrap.servers",
        "group.id",
        "enable.auto.commit",
        "enable.auto.offset.store",
        "auto.offset.reset",
        "acks",
        "enable.idempotence",
    ];

    public ValidateOptionsResult Validate(string? name, BusOptions options)
    {
        var errors = new List<string>();
        if (options.RabbitMq.IsOn)
            errors.AddRange(OfRabbitMq(options.RabbitMq));
        if (options.Kafka.IsOn)
            errors.AddRange(OfKafka(options.Kafka));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> OfRabbitMq(RabbitMqOptions options)
    {
        if (
            options
                .Uri!.Split(',', StringSplitOptions.TrimEntries)
                .Any(u => !Uri.TryCreate(u, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
        )
            yield return "Bus:RabbitMq:Uri must be amqp://user:password@host:5672/ or amqps://…; several are separated by commas.";
        if (options.Prefetch is < 1 or > 10_000)
            yield return "Bus:RabbitMq:Prefetch must be 1 to 10,000.";
        foreach (var error in OfSources("Bus:RabbitMq:Queues", options.Queues))
            yield return error;
    }

    private static IEnumerable<string> OfKafka(KafkaOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.GroupId))
            yield return "Bus:Kafka:GroupId must not be empty.";
        foreach (var setting in options.ClientSettings.Select(s => s.Key).Where(OwnSettings.Contains))
            yield return $"Bus:Kafka:Client must not contain {setting}.";
        foreach (var error in OfSources("Bus:Kafka:Topics", options.Topics))
            yield return error;
    }

    private static IEnumerable<string> OfSources(string section, IEnumerable<BusSourceOptions> sources)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            // RabbitMQ allows 255 bytes, Kafka 249 characters. Names of dead letters are longer by a suffix.
            if (string.IsNullOrWhiteSpace(source.Name) || source.Name.Length > 200 || source.DeadLetterName.Length > 240)
                yield return $"{section}: a name has 1 to 200 characters.";
            else if (!names.Add(source.Name) || !names.Add(source.DeadLetterName))
                yield return $"{section}: the name '{source.Name}' or the one of its dead letters occurs twice.";
        }
    }
}
