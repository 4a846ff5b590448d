namespace TriageConsole.Features.Triage;

/// <summary>A queue item with its interaction.</summary>
public sealed record QueueRow(
    long Id,
    string TraceId,
    string Source,
    double Priority,
    string Reason,
    int OpenSlots,
    int HeldSlots,
    int LabelsDone,
    int Slots,
    double InclusionProbability,
    double Suspicion,
    string? Segment,
    string? OutcomeMetric,
    double? OutcomeValue,
    string Preview,
    DateTimeOffset Timestamp,
    string? AssignedTo = null
);
