using TriageConsole.Core.Common;

namespace TriageConsole.Features.Outcomes;

/// <summary>One figure of a dashboard in a file. Value: a mean, or for a gain the difference, positive if better.</summary>
internal sealed record OutcomeExportRow(
    string Figure,
    string Metric,
    string? Unit,
    DateTimeOffset From,
    DateTimeOffset To,
    long? Interactions,
    long? Measured
)
{
    public string? Version { get; init; }

    public string? Segment { get; init; }

    public string? Country { get; init; }

    public Interval Value { get; init; }

    public string? Verdict { get; init; }
}
