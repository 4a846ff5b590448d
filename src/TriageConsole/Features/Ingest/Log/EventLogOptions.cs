using System.ComponentModel.DataAnnotations;

namespace TriageConsole.Features.Ingest.Log;

/// <summary>The event log; section <c>EventLog</c> of the configuration.</summary>
public sealed class EventLogOptions : ObjectStoreOptions
{
    public const string Section = "EventLog";

    /// <summary>Maximum size of a segment before compression, in bytes. Default 16 MiB.</summary>
    [Range(1024, 512 << 20)]
    public int MaxSegmentBytes { get; set; } = 16 << 20;

    /// <summary>
    /// Maximum number of bytes that wait for the object store. While it is exceeded, ingest answers 503. Default 1 GiB.
    /// </summary>
    [Range(1024, 1L << 40)]
    public long MaxOutboxBytes { get; set; } = 1L << 30;

    /// <summary>Days that segments are kept. 0: for ever. Default 0.</summary>
    [Range(0, 36_500)]
    public int RetentionDays { get; set; }
}
