namespace TriageConsole.Data.Ingest;

/// <summary>Feedback or an outcome whose interaction has not arrived yet; joined when it does.</summary>
public sealed class PendingSignal
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    /// <summary>The trace it waits for; empty when it names a task instead.</summary>
    public string TraceId { get; set; } = "";

    public string? TaskType { get; set; }

    public string? TaskId { get; set; }

    public required string SignalKey { get; set; }

    /// <summary>JSON of the parsed signal, as ingest reads it.</summary>
    public required string Body { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }
}
