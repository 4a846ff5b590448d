using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Interactions;

/// <summary>
/// One request and its response. This row has what lists, filters and joins need; texts are in <see cref="InteractionPayload"/>.
/// </summary>
public sealed class Interaction
{
    /// <summary>From the sequence interaction_ids. Ids are reserved in blocks before a bulk load.</summary>
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public Workflow? Workflow { get; set; }

    public required string TraceId { get; set; }

    public required string TaskId { get; set; }

    public string? SessionId { get; set; }

    public string? UserId { get; set; }

    public DateTimeOffset Timestamp { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    public string? Country { get; set; }

    public string? Segment { get; set; }

    public string? PromptVersion { get; set; }

    public string? ModelId { get; set; }

    public required string ModelVersion { get; set; }

    public string? ServedModel { get; set; }

    public string? DeploymentId { get; set; }

    public string? Release { get; set; }

    public string? KnowledgeVersion { get; set; }

    public string? InputHash { get; set; }

    public string? OutputId { get; set; }

    public int? OutputTokens { get; set; }

    public double? ClientLatencyMs { get; set; }

    public double? ServerLatencyMs { get; set; }

    public string? ErrorKind { get; set; }

    public bool Shadow { get; set; }

    public double? Propensity { get; set; }

    public string? ConsentScope { get; set; }

    public string? OutcomeMetric { get; set; }

    public double? OutcomeValue { get; set; }

    /// <summary>The suspicion score, 0 to 1.</summary>
    public double Suspicion { get; set; }

    public bool NeedsReview { get; set; }

    /// <summary>Whether the rollups include the interaction. False for rows from before rollups existed.</summary>
    public bool IsRolledUp { get; set; }

    /// <summary>JSON object of additional attributes for the pattern search.</summary>
    public string? Attributes { get; set; }

    /// <summary>False if the sender marks the timestamp as a placeholder or made up.</summary>
    public bool TimeIsReal { get; set; } = true;

    /// <summary>
    /// The comparisons of releases that exclude this interaction, because more than one of the compared releases served its task.
    /// </summary>
    public ArmOverlap Overlap { get; set; }

    /// <summary>
    /// The error class if the interaction needs review: one-off, systematic or conceptual. Null before the first pattern search.
    /// </summary>
    public short? ErrorClass { get; set; }

    public double? Cost { get; set; }

    public string? Currency { get; set; }

    public int LabelCount { get; set; }

    /// <summary>The beginning of the input on one line, so that lists do not read payloads.</summary>
    public string Preview { get; set; } = "";
}
