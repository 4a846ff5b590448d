namespace TriageConsole.Data.Ingest;

/// <summary>A line that could not be taken, whole, with the reason: shown, and sent again once it is fixed.</summary>
public sealed class QuarantinedEvent
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    /// <summary>SHA-256 of the line: sending it twice leaves one row.</summary>
    public required string ContentHash { get; set; }

    public required string Reason { get; set; }

    public required string Detail { get; set; }

    /// <summary>The line as sent (NUL characters and invalid UTF-8 replaced), cut at 1 MB.</summary>
    public required string Line { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    public DateTimeOffset? ReplayedAt { get; set; }
}
