using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Releases;

/// <summary>
/// A canary in steps, or a promotion at a given time. A workflow has at most one open plan of each kind. The instance that saves a change
/// of its row first is the one that acts.
/// </summary>
public sealed class ReleasePlan : IVersioned
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public long ReleaseId { get; set; }

    public PlanKind Kind { get; set; }

    public PlanState State { get; set; }

    public DateTimeOffset StartsAt { get; set; }

    /// <summary>The number of the current step; 0 before the start.</summary>
    public int Step { get; set; }

    /// <summary>When the hold time of the current step is over. Null before the start.</summary>
    public DateTimeOffset? NextStepAt { get; set; }

    public DateTimeOffset? PausedAt { get; set; }

    /// <summary>Why the next step waits although the hold time is over; empty if it does not.</summary>
    public string HeldBecause { get; set; } = "";

    public long CreatedById { get; set; }

    public required string CreatedBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public string EndReason { get; set; } = "";

    /// <summary>Whether the console ended it. People get a notice then.</summary>
    public bool EndedByConsole { get; set; }

    public int RowVersion { get; set; }

    public List<ReleasePlanStep> Steps { get; set; } = [];

    public bool IsOpen => State is PlanState.Scheduled or PlanState.Running or PlanState.Paused;
}
