using TriageConsole.Data.Access;
using TriageConsole.Data.Conventions;
using TriageConsole.Data.Rubrics;
using TriageConsole.Data.Tenants;

namespace TriageConsole.Data.Workflows;

/// <summary>The kind of task of an event (task_type): one outcome metric, one current rubric version, thresholds, an owner.</summary>
public sealed class Workflow : IVersioned
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public Tenant? Tenant { get; set; }

    /// <summary>The task_type of events.</summary>
    public required string Key { get; set; }

    public required string Name { get; set; }

    /// <summary>False while the workflow is only known from traffic. It is listed for leads, and no data is lost.</summary>
    public bool Configured { get; set; }

    public string? OutcomeMetric { get; set; }

    public string? OutcomeUnit { get; set; }

    public OutcomeDirection OutcomeDirection { get; set; }

    /// <summary>The business value of one unit of the outcome; a factor of the priority.</summary>
    public double ValuePerUnit { get; set; } = 1;

    /// <summary>The weekly value at stake without a known pattern, in outcome units. The impact of a pattern is added.</summary>
    public double BaseImpact { get; set; } = 1;

    /// <summary>The suspicion score from which an interaction needs review, 0..1.</summary>
    public double ReviewThreshold { get; set; } = 0.3;

    /// <summary>Labels per prioritized item.</summary>
    public int LabelsPerItem { get; set; } = 1;

    /// <summary>Labels per audit item.</summary>
    public int LabelsPerAuditItem { get; set; } = 2;

    /// <summary>
    /// Minimum share of all traffic in the audit sample, 0..1. The share is higher if the audit part of the budget requires it.
    /// </summary>
    public double AuditShare { get; set; } = 0.01;

    /// <summary>The share of all traffic that matches the audit part of the budget, from the traffic of the last week.</summary>
    public double AuditProbability { get; set; }

    /// <summary>Share of the interactions that need review of a week that go to experts, 0..1.</summary>
    public double BudgetShare { get; set; } = 0.15;

    /// <summary>The part of the budget for the audit sample, 0.2..1.</summary>
    public double AuditSampleShare { get; set; } = 0.2;

    /// <summary>Weekly minimum of interactions that need review that go to experts, because a share of few would be zero.</summary>
    public int BudgetFloor { get; set; } = 50;

    public int LeaseMinutes { get; set; } = 15;

    /// <summary>The number of labels that each labeler should give in a day; 0 for no target.</summary>
    public int DailyTarget { get; set; }

    /// <summary>Share of hidden checks among the items that labelers get, 0..0.5.</summary>
    public double GoldenCheckShare { get; set; } = 0.05;

    /// <summary>Review interval of a new golden item.</summary>
    public int GoldenCadenceDays { get; set; } = 90;

    /// <summary>The minimum agreement with experts (κ, lower end of its interval) of a trusted LLM judge.</summary>
    public double JudgeBar { get; set; } = 0.4;

    /// <summary>JSON object segment → weight; the default weight is 1.</summary>
    public string SegmentWeights { get; set; } = "{}";

    /// <summary>JSON object role → weight of its feedback, 0..1; the default weight is 1.</summary>
    public string RoleWeights { get; set; } = "{}";

    /// <summary>JSON object name of the feedback → scale, <c>worst..best</c>. Names without a scale use conventions.</summary>
    public string FeedbackScales { get; set; } = "{}";

    public long? SuspicionWeightsId { get; set; }

    public SuspicionWeights? SuspicionWeights { get; set; }

    public long? OwnerId { get; set; }

    public AppUser? Owner { get; set; }

    public long? ActiveRubricVersionId { get; set; }

    public RubricVersion? ActiveRubricVersion { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public int RowVersion { get; set; }
}
