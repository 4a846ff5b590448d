using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Releases.Plans;

/// <summary>A plan with its steps. NextStepAt: when the hold time of the current step is over. HeldBecause: why it waits longer.</summary>
public sealed record PlanRow(
    long Id,
    long ReleaseId,
    string Release,
    PlanKind Kind,
    PlanState State,
    DateTimeOffset StartsAt,
    int Step,
    DateTimeOffset? NextStepAt,
    string HeldBecause,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    string EndReason,
    int RowVersion,
    IReadOnlyList<PlanStepRow> Steps
)
{
    public bool IsOpen => State is PlanState.Scheduled or PlanState.Running or PlanState.Paused;
}
