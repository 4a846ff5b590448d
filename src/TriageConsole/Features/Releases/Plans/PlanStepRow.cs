using TriageConsole.Core.Releases;

namespace TriageConsole.Features.Releases.Plans;

/// <summary>A step of a plan. StartedAt: null if it has not started.</summary>
public sealed record PlanStepRow(int Number, double Share, TimeSpan Hold, DateTimeOffset? StartedAt)
{
    public string HoldText => CanarySteps.Hold(Hold);
}
