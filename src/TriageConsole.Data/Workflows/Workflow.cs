using TriageConsole.Data.Access;
using TriageConsole.Data.Conventions;
using TriageConsole.Data.Rubrics;
using TriageConsole.Data.Tenants;

namespace TriageConsole.Data.Workflows;

/// <summary>An event's task_type: one outcome metric, one active rubric version, thresholds, an owner.</summary>
public sealed class Workflow : IVersioned
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public Tenant? Tenant { get; set; }

    /// <summary>The task_type of events.</summary>
    public required string Key { get; set; }

    public required string Name { get; set; }

    /// <summary>False while only traffic has named it: listed for a lead, nothing lost.</summary>
    public bool Configured { get; set; }

    public string? OutcomeMetric { get; set; }

    public string? OutcomeUnit { get; set; }

    public OutcomeDirection OutcomeDirection { get; set; }

    /// <summary>What one unit of the outcome is worth to the business; scales priority.</summary>
    public double ValuePerUnit { get; set; } = 1;

    /// <summary>The weekly value at stake where no pattern is known, in outcome units; a pattern's impact is added to it.</summary>
    public double BaseImpact { get; set; } = 1;

    /// <summary>Suspicion from which an interaction is needs_review, 0..1.</summary>
    public double ReviewThreshold { get; set; } = 0.3;

    /// <summary>Labels asked per prioritized item.</summary>
    public int LabelsPerItem { get; set; } = 1;

    /// <summary>Labels asked per audit item.</summary>
    public int LabelsPerAuditItem { get; set; } = 2;

    /// <summary>Minimum share of all traffic in the audit sample (random), 0..1; more if the part of the budget asks for it.</summary>
    public double AuditShare { get; set; } = 0.01;

    /// <summary>The share of all traffic that the budget's part for the audit sample comes to, by the traffic of the last week.</summary>
    public double AuditProbability { get; set; }

    /// <summary>Share of the needs_review interactions of a week that go to experts, 0..1.</summary>
    public double BudgetShare { get; set; } = 0.15;

    /// <summary>Share of the budget for the audit sample, 0.2..1.</summary>
    public double AuditSampleShare { get; set; } = 0.2;

    /// <summary>So many needs_review interactions a week go to experts in any case: a share of few is none.</summary>
    public int BudgetFloor { get; set; } = 50;

    public int LeaseMinutes { get; set; } = 15;

    /// <summary>Share of the items handed out that are hidden golden checks, 0..0.5.</summary>
    public double GoldenCheckShare { get; set; } = 0.05;

    /// <summary>How often a new golden item is to be looked at again.</summary>
    public int GoldenCadenceDays { get; set; } = 90;

    /// <summary>The agreement with experts (κ, lower end of its interval) from which an LLM judge's verdicts count.</summary>
    public double JudgeBar { get; set; } = 0.4;

    /// <summary>JSON object segment → weight; a segment without one weighs 1.</summary>
    public string SegmentWeights { get; set; } = "{}";

    /// <summary>JSON object role → what its feedback counts, 0..1; a role without one counts 1.</summary>
    public string RoleWeights { get; set; } = "{}";

    /// <summary>JSON object of a feedback's name → its scale, <c>worst..best</c>; a name without one is read by convention.</summary>
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
