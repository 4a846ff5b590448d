using TriageConsole.Core.Common;
using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Outcomes;

/// <summary>
/// Outcomes of one version, segment or country.
/// <list type="bullet">
/// <item>Name: Null: none is named.</item>
/// <item>Count: Interactions, measured or not.</item>
/// <item>Untimed: Those among them whose time is not real.</item>
/// <item>ToOthers: Its mean − that of all others.</item>
/// <item>Steps: Over time; of versions only.</item>
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
