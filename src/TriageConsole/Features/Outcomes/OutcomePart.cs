using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Outcomes;

/// <summary>
/// Outcomes of one version, segment or country.
/// <list type="bullet">
/// <item>Name: null if events name none.</item>
/// <item>Count: interactions with or without an outcome.</item>
/// <item>Untimed: interactions without a real time.</item>
/// <item>ToOthers: the mean minus the mean of all others.</item>
/// <item>Steps: over time, only for versions.</item>
/// </list>
/// </summary>
public sealed record OutcomePart(
    string? Name,
    long Count,
    OutcomeSums Sums,
    long Untimed,
    Interval ToOthers,
    IReadOnlyList<OutcomeStep> Steps
)
{
    public long Missing => Count - Sums.Count;

    public MeanEstimate Mean => MeanEstimate.Of(Sums);
}
