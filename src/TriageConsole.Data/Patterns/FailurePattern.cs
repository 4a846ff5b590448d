using TriageConsole.Data.Access;
using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Patterns;

/// <summary>A conjunction of terms in which failures concentrate. The terms identify the pattern across searches.</summary>
public sealed class FailurePattern : IVersioned
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public required string TermsHash { get; set; }

    /// <summary>JSON array of terms, sorted by attribute.</summary>
    public required string Terms { get; set; }

    /// <summary>The terms as text.</summary>
    public required string Name { get; set; }

    public PatternState State { get; set; }

    public long? OwnerId { get; set; }

    public AppUser? Owner { get; set; }

    public DateTimeOffset? StateChangedAt { get; set; }

    public string? StateChangedBy { get; set; }

    /// <summary>When the pattern was set to fixed. The search for a regression uses later interactions only.</summary>
    public DateTimeOffset? FixedAt { get; set; }

    /// <summary>The pattern is snoozed until this time, or until <see cref="WakeFailures"/>. Null for both: it is not snoozed.</summary>
    public DateTimeOffset? SnoozedUntil { get; set; }

    /// <summary>The snooze ends when the pattern has this many failures.</summary>
    public long? WakeFailures { get; set; }

    public DateTimeOffset FirstSeenAt { get; set; }

    /// <summary>The time of the last failure in the pattern.</summary>
    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>Whether the last search found the pattern.</summary>
    public bool IsCurrent { get; set; }

    public int Rank { get; set; }

    public long Interactions { get; set; }

    public long Failures { get; set; }

    /// <summary>Failures of the whole workflow in the same period.</summary>
    public long AllFailures { get; set; }

    public double Rate { get; set; }

    public double RateLow { get; set; }

    public double RateHigh { get; set; }

    public double RestRate { get; set; }

    public double P { get; set; }

    public double Score { get; set; }

    public double SliceLineScore { get; set; }

    public string? OutcomeMetric { get; set; }

    public long OutcomeCount { get; set; }

    public double? OutcomeMean { get; set; }

    public double? RestOutcomeMean { get; set; }

    /// <summary>Whether all measured outcomes of the workflow are 0 or 1, so that the means are shares.</summary>
    public bool IsOutcomeShare { get; set; }

    /// <summary>How much worse the outcome is than in the rest, shrunk for small numbers. Null without an outcome.</summary>
    public double? ShrunkGap { get; set; }

    public double WeeklyVolume { get; set; }

    /// <summary>The estimated loss of value per week.</summary>
    public double Impact { get; set; }

    /// <summary>The number of its interactions that experts labeled.</summary>
    public int Labeled { get; set; }

    public short ErrorClass { get; set; }

    public string ErrorClassReason { get; set; } = "";

    /// <summary>The key of the suggested action, such as fix_prompt.</summary>
    public string ActionKey { get; set; } = "";

    public string Action { get; set; } = "";

    public int RowVersion { get; set; }
}
