using System.ComponentModel.DataAnnotations;

namespace TriageConsole.Features.Ingest.Log;

/// <summary>The event log; section <c>EventLog</c> of the configuration.</summary>
public sealed class EventLogOptions
{
    public const string Section = "EventLog";

    /// <summary>Where segments are stored. The log is off while neither a store nor a folder is set.</summary>
    public EventLogStore? Store { get; set; }

    /// <summary>The folder of the segments. The server uses <c>event-log</c> in its data folder if nothing else is set.</summary>
    public string? Folder { get; set; }

    /// <summary>Bucket of S3, or container of Azure Blob Storage.</summary>
    public string? Bucket { get; set; }

    /// <summary>Address of an S3-compatible service. Null: Amazon's, of <see cref="Region"/>.</summary>
    public string? Endpoint { get; set; }

    /// <summary>Region of S3. Default us-east-1.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>Access key of S3. Null: the credentials that the AWS SDK finds by itself.</summary>
    public string? AccessKey { get; set; }

    /// <summary>Secret key of S3.</summary>
    public string? SecretKey { get; set; }

    /// <summary>Connection string of Azure Blob Storage.</summary>
    public string? ConnectionString { get; set; }

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

    /// <summary>The store that is used; null if the log is off.</summary>
    public EventLogStore? Active => Store ?? (string.IsNullOrEmpty(Folder) ? null : EventLogStore.Folder);
}
