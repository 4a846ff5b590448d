namespace TriageConsole.Core.Events;

/// <summary>
/// One request and its response. Names are those of the contract in C# spelling. Texts are as sent, cut at
/// <see cref="EventReader.MaxFieldChars"/>.
/// </summary>
public sealed class InteractionEvent
{
    /// <summary>Identifies the interaction in its tenant. Sending it twice has no effect.</summary>
    public string TraceId { get; set; } = "";

    /// <summary>The tenant that the sender names. The API key decides.</summary>
    public string? TenantId { get; set; }

    /// <summary>The workflow.</summary>
    public string TaskType { get; set; } = "";

    /// <summary>The task that an outcome belongs to.</summary>
    public string TaskId { get; set; } = "";

    /// <summary>The visit or conversation of the user.</summary>
    public string? SessionId { get; set; }

    /// <summary>Pseudonym of the end user.</summary>
    public string? UserId { get; set; }

    /// <summary>Event time in UTC; null if the sender gave none.</summary>
    public DateTimeOffset? Timestamp { get; set; }

    /// <summary>Country of the end user.</summary>
    public string? Country { get; set; }

    /// <summary>Business segment.</summary>
    public string? Segment { get; set; }

    /// <summary>The request.</summary>
    public string? Input { get; set; }

    /// <summary>The response.</summary>
    public string? Output { get; set; }

    /// <summary>JSON array of the messages of the conversation, as UTF-8 bytes inside the memory of the line.</summary>
    public ReadOnlyMemory<byte>? Messages { get; set; }

    /// <summary>SHA-256 of the input, hexadecimal; computed if the sender gave none.</summary>
    public string? InputHash { get; set; }

    /// <summary>Version of the prompt.</summary>
    public string? PromptVersion { get; set; }

    /// <summary>The requested model.</summary>
    public string? ModelId { get; set; }

    /// <summary>The version of that model.</summary>
    public string ModelVersion { get; set; } = "";

    /// <summary>The model that reports to have responded.</summary>
    public string? ServedModel { get; set; }

    /// <summary>The deployment that served the request.</summary>
    public string? DeploymentId { get; set; }

    /// <summary>The release that the request was routed to.</summary>
    public string? Release { get; set; }

    /// <summary>Version of the knowledge base.</summary>
    public string? KnowledgeVersion { get; set; }

    /// <summary>Id of the response.</summary>
    public string? OutputId { get; set; }

    /// <summary>Number of tokens of the response.</summary>
    public int? OutputTokens { get; set; }

    /// <summary>Latency at the client in milliseconds.</summary>
    public double? ClientLatencyMs { get; set; }

    /// <summary>Latency at the server in milliseconds.</summary>
    public double? ServerLatencyMs { get; set; }

    /// <summary>Kind of the error; null if there was none.</summary>
    public string? ErrorKind { get; set; }

    /// <summary>True if the response was not shown to the user.</summary>
    public bool Shadow { get; set; }

    /// <summary>The probability with which this arm was served, in (0, 1].</summary>
    public double? Propensity { get; set; }

    /// <summary>The scope of the user's consent.</summary>
    public string? ConsentScope { get; set; }

    /// <summary>Name of the outcome metric.</summary>
    public string? OutcomeMetricName { get; set; }

    /// <summary>Value of the outcome metric; null while it is pending.</summary>
    public double? OutcomeMetricValue { get; set; }

    /// <summary>
    /// JSON object of the open-ended parts: parameters, input_stats, server_load, retrieval_ids, redaction_flags, error, metadata (with
    /// unknown fields).
    /// </summary>
    public string? Context { get; set; }

    /// <summary>Signals of the same line.</summary>
    public List<SignalEvent> Feedback { get; private set; } = [];

    /// <summary>A copy without signals.</summary>
    internal InteractionEvent Copy()
    {
        var copy = (InteractionEvent)MemberwiseClone();
        copy.Feedback = [];
        return copy;
    }
}
