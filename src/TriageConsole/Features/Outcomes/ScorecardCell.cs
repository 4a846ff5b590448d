using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Outcomes;

/// <summary>
/// Outcomes of a version in a segment.
/// <list type="bullet">
/// <item>Segment: null if events name none.</item>
/// <item>Count: interactions with or without an outcome.</item>
/// <item>Untimed: interactions without a real time.</item>
/// </list>
/// </summary>
public sealed record ScorecardCell(string Version, string? Segment, long Count, OutcomeSums Sums, long Untimed)
{
    public MeanEstimate Mean => MeanEstimate.Of(Sums);
}
