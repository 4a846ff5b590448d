using TriageConsole.Core.Outcomes;

namespace TriageConsole.Features.Outcomes;

/// <summary>
/// The outcomes of a group in one step of time.
/// <list type="bullet">
/// <item>Count: interactions with or without an outcome.</item>
/// </list>
/// </summary>
public sealed record OutcomeStep(DateTimeOffset Start, long Count, OutcomeSums Sums)
{
    public MeanEstimate Mean => MeanEstimate.Of(Sums);
}
