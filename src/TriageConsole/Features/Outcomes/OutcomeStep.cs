using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Outcomes;

/// <summary>
/// Outcomes of a group in one step of time.
/// <list type="bullet">
/// <item>Count: Interactions, measured or not.</item>
/// </list>
/// </summary>
public sealed record OutcomeStep(DateTimeOffset Start, long Count, OutcomeSums Sums)
{
    public MeanEstimate Mean => MeanEstimate.Of(Sums);
}
