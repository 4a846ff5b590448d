namespace TriageConsole.Features.Ingest.Bus;

/// <summary>One queue or topic.</summary>
public sealed class BusSourceOptions
{
    public const string DefaultName = "triage-events";

    /// <summary>The name of the queue or topic. Default <c>triage-events</c>.</summary>
    public string Name { get; set; } = DefaultName;

    /// <summary>
    /// The API key whose tenant gets all messages. Default: none, each message has a key in its header <c>x-api-key</c>.
    /// </summary>
    public string? Key { get; set; }

    /// <summary>What the messages are. Default <see cref="BusContent.Events"/>.</summary>
    public BusContent Content { get; set; }

    /// <summary>The queue or topic for messages that cannot be processed. Default: the name with <c>.dead</c>.</summary>
    public string? DeadLetter { get; set; }

    internal string DeadLetterName => string.IsNullOrWhiteSpace(DeadLetter) ? Name + ".dead" : DeadLetter;
}
