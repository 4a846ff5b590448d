using TriageConsole.Features.Releases.Gates;

namespace TriageConsole.Features.Releases.Plans;

/// <summary>
/// A plan in the API. kind: canary or promotion. state: scheduled, running, paused, completed, cancelled or ended. step: the number of the
/// current step, 0 before the start. next_step_at: when its hold time is over. held_because: why the next step waits longer.
/// </summary>
public sealed record PlanAnswer(
    long Id,
    string Kind,
    string State,
    DateTimeOffset StartsAt,
    int Step,
    DateTimeOffset? NextStepAt,
    string? HeldBecause,
    string By,
    DateTimeOffset? EndedAt,
    string? EndReason,
    IReadOnlyList<PlanStepAnswer> Steps
)
{
    internal static PlanAnswer Of(PlanRow p) =>
        new(
            p.Id,
            GateAnswerBody.Key(p.Kind.ToString()),
            GateAnswerBody.Key(p.State.ToString()),
            p.StartsAt,
            p.Step,
            p.IsOpen ? p.NextStepAt : null,
            p.HeldBecause.Length == 0 ? null : p.HeldBecause,
            p.CreatedBy,
            p.EndedAt,
            p.EndReason.Length == 0 ? null : p.EndReason,
            [.. p.Steps.Select(s => new PlanStepAnswer(s.Number, s.Share, s.Hold.TotalMinutes, s.StartedAt))]
        );
}
