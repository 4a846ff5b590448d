namespace TriageConsole.Data.EventLog;

/// <summary>One committed batch of a tenant that is not in the object store yet.</summary>
public sealed class EventLogEntry
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>Number of lines.</summary>
    public int Lines { get; set; }

    /// <summary>Length of <see cref="Content"/> in bytes.</summary>
    public int Bytes { get; set; }

    /// <summary>NDJSON: a header and one encrypted line per event.</summary>
    public required byte[] Content { get; set; }
}
