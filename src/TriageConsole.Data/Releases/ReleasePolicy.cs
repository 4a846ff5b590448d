using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Releases;

/// <summary>The gate settings and monitoring settings of a workflow. A workflow without a row has the defaults.</summary>
public sealed class ReleasePolicy : IVersioned
{
    public long WorkflowId { get; set; }

    public long TenantId { get; set; }

    /// <summary>The error probability of the gates, over all looks at the data.</summary>
    public double Alpha { get; set; } = 0.05;

    /// <summary>The number of units of both arms at which a decision is expected. The confidence sequence is tuned to it.</summary>
    public int PlannedUnits { get; set; } = 500;

    /// <summary>The minimum number of units with an outcome per arm.</summary>
    public int MinUnits { get; set; } = 50;

    /// <summary>The minimum share of traffic of the candidate, in shadow or canary.</summary>
    public double MinTrafficShare { get; set; } = 0.1;

    /// <summary>Whether a passed offline evaluation on the golden set is required.</summary>
    public bool NeedsEvaluation { get; set; } = true;

    /// <summary>The rubric pass rate may be lower than that of live by this much, 0 to 1.</summary>
    public double PassRateMargin { get; set; } = 0.02;

    /// <summary>The share of safety findings may be higher by this much, 0 to 1. Null: no guardrail.</summary>
    public double? SafetyMargin { get; set; } = 0.02;

    /// <summary>The error rate may be higher by this much, 0 to 1. Null: no guardrail.</summary>
    public double? ErrorMargin { get; set; } = 0.05;

    /// <summary>The escalation rate may be higher by this much, 0 to 1. Null: no guardrail.</summary>
    public double? EscalationMargin { get; set; } = 0.05;

    /// <summary>The 95th percentile of latency may be higher by this share of live's. Null: no guardrail.</summary>
    public double? LatencyMargin { get; set; } = 0.25;

    /// <summary>The mean cost per task may be higher by this share of live's. Null: no guardrail.</summary>
    public double? CostMargin { get; set; } = 0.1;

    /// <summary>Whether the approver must be a different person than the author.</summary>
    public bool NeedsTwoPeople { get; set; }

    public int MonitoringDays { get; set; } = 7;

    /// <summary>The tolerated loss: a larger loss than this against the baseline, in units of the outcome, is a regression.</summary>
    public double ToleratedLoss { get; set; } = 0.02;

    /// <summary>Whether a failed guardrail or a regression rolls back automatically. Otherwise approvers decide.</summary>
    public bool RollsBackAutomatically { get; set; } = true;

    public int RowVersion { get; set; }
}
