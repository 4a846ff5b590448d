namespace TriageConsole.Data.Ingest;

/// <summary>A line that could not be accepted, with the reason. It is shown and can be sent again after a correction.</summary>
public sealed class QuarantinedEvent
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    /// <summary>SHA-256 of the line, so that sending it twice creates one row.</summary>
    public required string ContentHash { get; set; }

    public required string Reason { get; set; }

    public required string Detail { get; set; }

    /// <summary>The line as sent (NUL characters and invalid UTF-8 replaced), cut at 1 MB.</summary>
    public required string Line { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    public DateTimeOffset? ReplayedAt { get; set; }
}
