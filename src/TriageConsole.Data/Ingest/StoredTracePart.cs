namespace TriageConsole.Data.Ingest;

/// <summary>A span, a log record or an event of a Langfuse client that belongs to a trace.</summary>
public sealed class StoredTracePart
{
    public long StoredTraceId { get; set; }

    /// <summary>Identifies the part in its trace: sending it twice has no effect.</summary>
    public required string PartKey { get; set; }

    /// <summary>The id of the response that the part names.</summary>
    public string? OutputId { get; set; }

    /// <summary>JSON of the part.</summary>
    public required string Body { get; set; }
}
