namespace TriageConsole.Data.Ingest;

/// <summary>Feedback or an outcome whose interaction has not arrived yet. It is joined when the interaction arrives.</summary>
public sealed class PendingSignal
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    /// <summary>The trace id of the interaction; empty if the signal names a task, a session, or a response without a trace.</summary>
    public string TraceId { get; set; } = "";

    public string? TaskType { get; set; }

    public string? TaskId { get; set; }

    /// <summary>The id of the response that the signal names.</summary>
    public string? OutputId { get; set; }

    /// <summary>The session that the signal names.</summary>
    public string? SessionId { get; set; }

    public required string SignalKey { get; set; }

    /// <summary>JSON of the parsed signal.</summary>
    public required string Body { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }
}
