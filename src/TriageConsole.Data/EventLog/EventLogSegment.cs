namespace TriageConsole.Data.EventLog;

/// <summary>One object of the event log in the object store.</summary>
public sealed class EventLogSegment
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    /// <summary>The hour (UTC) in which its batches were received.</summary>
    public DateTimeOffset Hour { get; set; }

    /// <summary>The name in the object store.</summary>
    public required string Path { get; set; }

    public long FirstEntryId { get; set; }

    public int Batches { get; set; }

    public int Lines { get; set; }

    public long Bytes { get; set; }

    /// <summary>SHA-256 of the object as stored (compressed and encrypted), hexadecimal.</summary>
    public required string Sha256 { get; set; }

    public DateTimeOffset WrittenAt { get; set; }

    /// <summary>Whether the manifest of the hour names it.</summary>
    public bool InManifest { get; set; }
}
