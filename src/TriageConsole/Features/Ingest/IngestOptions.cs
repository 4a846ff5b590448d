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

    /// <summary>
    /// Rubric keys that the imported labels of a tenant may bring, unless the tenant's own setting says otherwise; a label with one more is
    /// refused. Default 500.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxImportedRubrics { get; set; } = 500;

    /// <summary>
    /// Batches parsed and committed at once; more wait. A request holds none of these places while its body arrives. Default 8.
    /// </summary>
    [Range(1, 1000)]
    public int ConcurrentBatches { get; set; } = 8;

    /// <summary>
    /// The share of <see cref="ConcurrentBatches"/> and of <see cref="MaxBufferedBytes"/> that one tenant may use, 0.01..1. Default 0.5.
    /// </summary>
    [Range(0.01, 1)]
    public double TenantShare { get; set; } = 0.5;

    /// <summary>How long a batch waits for its place, in seconds; then 429. Default 5.</summary>
    [Range(0.01, 600)]
    public double MaxWaitSeconds { get; set; } = 5;

    /// <summary>
    /// What all requests together may hold of bodies that are not committed yet, in bytes; beyond it 429. Default 512 MiB.
    /// </summary>
    [Range(1 << 20, 64L * 1024 * 1024 * 1024)]
    public long MaxBufferedBytes { get; set; } = 512L << 20;

    /// <summary>
    /// Slowest body, in bytes a second over <see cref="MinRateWindowSeconds"/>; a slower one is ended with 408. 0: any. Default 16,000.
    /// </summary>
    [Range(0, 100_000_000)]
    public double MinBytesPerSecond { get; set; } = 16_000;

    /// <summary>The time over which the rate is measured, in seconds. Default 10.</summary>
    [Range(0.1, 600)]
    public double MinRateWindowSeconds { get; set; } = 10;

    /// <summary>How long a body may be slower at its beginning, in seconds. Default 5.</summary>
    [Range(0, 600)]
    public double MinRateGraceSeconds { get; set; } = 5;

    /// <summary>Workflows that the events of a tenant may create, unless the tenant's own setting says otherwise. Default 500.</summary>
    [Range(1, 1_000_000)]
    public int MaxWorkflows { get; set; } = 500;
}
