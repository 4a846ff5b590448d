using TriageConsole.Data.Agreement;

namespace TriageConsole.Features.Agreement.Adjudications;

/// <summary>A disagreement in the list. <paramref name="Severity"/>: one minus the probability of the likeliest answer, 0..1.</summary>
public sealed record DisputeRow(
    long InteractionId,
    string TraceId,
    string Preview,
    DisagreementState State,
    double Severity,
    int Labelers,
    IReadOnlyList<string> Questions,
    DateTimeOffset ChangedAt
);
