using System.ComponentModel.DataAnnotations;

namespace TriageConsole.Features.Ingest;

/// <summary>Limits of ingest; section <c>Ingest</c> of the configuration (environment: <c>Ingest__MaxBodyBytes</c> and so on).</summary>
public sealed class IngestOptions
{
    /// <summary>Maximum size of one request body as sent, in bytes. A larger body gets 413. Default 128 MiB.</summary>
    [Range(1024, 2L * 1024 * 1024 * 1024)]
    public long MaxBodyBytes { get; set; } = 128L << 20;

    /// <summary>Maximum size of one request body after decompression, in bytes. A larger body gets 413. Default 1 GiB.</summary>
    [Range(1024, 64L * 1024 * 1024 * 1024)]
    public long MaxInflatedBytes { get; set; } = 1L << 30;

    /// <summary>Maximum length of a line in bytes. The beginning of a longer line is quarantined. Default 16 MiB.</summary>
    [Range(1024, 256 << 20)]
    public int MaxLineBytes { get; set; } = 16 << 20;

    /// <summary>Maximum number of lines in one transaction. Default 500.</summary>
    [Range(1, 10_000)]
    public int BatchLines { get; set; } = 500;

    /// <summary>Approximate maximum number of bytes in one transaction. Default 16 MiB.</summary>
    [Range(1024, 256 << 20)]
    public int BatchBytes { get; set; } = 16 << 20;

    /// <summary>
    /// Maximum number of rubric keys that imported labels of a tenant can create, unless the tenant has its own setting. A label with a
    /// further key is refused. Default 500.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxImportedRubrics { get; set; } = 500;

    /// <summary>
    /// Maximum number of batches that are parsed and committed at the same time. Further batches wait. A request holds no slot while its
    /// body arrives. Default 8.
    /// </summary>
    [Range(1, 1000)]
    public int ConcurrentBatches { get; set; } = 8;

    /// <summary>
    /// The share of <see cref="ConcurrentBatches"/> and of <see cref="MaxBufferedBytes"/> that one tenant can use, 0.01..1. Default 0.5.
    /// </summary>
    [Range(0.01, 1)]
    public double TenantShare { get; set; } = 0.5;

    /// <summary>Maximum time that a batch waits for a slot, in seconds. After it the request gets 429. Default 5.</summary>
    [Range(0.01, 600)]
    public double MaxWaitSeconds { get; set; } = 5;

    /// <summary>
    /// Maximum number of batches that wait for a slot at the same time. A further one gets 429 at once. Default 1,000.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxWaitingBatches { get; set; } = 1000;

    /// <summary>
    /// Maximum number of uncommitted bytes that all requests hold together. Beyond it a request gets 429. Default 512 MiB.
    /// </summary>
    [Range(1 << 20, 64L * 1024 * 1024 * 1024)]
    public long MaxBufferedBytes { get; set; } = 512L << 20;

    /// <summary>
    /// Minimum rate of a body, in bytes per second over <see cref="MinRateWindowSeconds"/>. A slower body gets 408. 0 means no minimum.
    /// Default 16,000.
    /// </summary>
    [Range(0, 100_000_000)]
    public double MinBytesPerSecond { get; set; } = 16_000;

    /// <summary>The period over which the rate is measured, in seconds. Default 10.</summary>
    [Range(0.1, 600)]
    public double MinRateWindowSeconds { get; set; } = 10;

    /// <summary>Time at the start of a body in which the minimum rate does not apply, in seconds. Default 5.</summary>
    [Range(0, 600)]
    public double MinRateGraceSeconds { get; set; } = 5;

    /// <summary>
    /// Maximum size of one request with telemetry after decompression, in bytes. Such a request is held in memory as a whole. A larger one
    /// gets 413. Default 32 MiB.
    /// </summary>
    [Range(1024, 1 << 30)]
    public int MaxTelemetryBytes { get; set; } = 32 << 20;

    /// <summary>Port of the OpenTelemetry protocol over gRPC (HTTP/2 without TLS; usually 4317). Default: none, gRPC is off.</summary>
    [Range(1, 65_535)]
    public int? GrpcPort { get; set; }

    /// <summary>
    /// Time after the last span of a trace in which further spans join its interaction, in hours. After it the spans are deleted; the
    /// interaction stays. Default 24.
    /// </summary>
    [Range(0.01, 10_000)]
    public double TraceHours { get; set; } = 24;

    /// <summary>
    /// Maximum number of workflows that the events of a tenant can create, unless the tenant has its own setting. Default 500.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxWorkflows { get; set; } = 500;
}
