using System.ComponentModel.DataAnnotations;

namespace TriageConsole.Features.Ingest;

/// <summary>Limits of ingest; section <c>Ingest</c> of the configuration (environment: <c>Ingest__MaxBodyBytes</c> and so on).</summary>
public sealed class IngestOptions
{
    /// <summary>Largest body of one request as sent, in bytes; beyond it 413. Default 128 MiB.</summary>
    [Range(1024, 2L * 1024 * 1024 * 1024)]
    public long MaxBodyBytes { get; set; } = 128L << 20;

    /// <summary>Largest body of one request after decompression, in bytes; beyond it 413. Default 1 GiB.</summary>
    [Range(1024, 64L * 1024 * 1024 * 1024)]
    public long MaxInflatedBytes { get; set; } = 1L << 30;

    /// <summary>Longest line, in bytes; a longer one is quarantined with its beginning. Default 16 MiB.</summary>
    [Range(1024, 256 << 20)]
    public int MaxLineBytes { get; set; } = 16 << 20;

    /// <summary>Lines committed in one transaction, at most. Default 500.</summary>
    [Range(1, 10_000)]
    public int BatchLines { get; set; } = 500;

    /// <summary>Bytes committed in one transaction, about. Default 16 MiB.</summary>
    [Range(1024, 256 << 20)]
    public int BatchBytes { get; set; } = 16 << 20;

    /// <summary>Different rubric keys of imported labels a tenant may have; a label with one more is refused. Default 500.</summary>
    [Range(1, 100_000)]
    public int MaxImportedRubrics { get; set; } = 500;

    /// <summary>Requests ingested at once; more wait. Default 8.</summary>
    [Range(1, 1000)]
    public int ConcurrentRequests { get; set; } = 8;

    /// <summary>Requests that may wait; more are answered 429. Default 64.</summary>
    [Range(0, 10_000)]
    public int WaitingRequests { get; set; } = 64;
}
