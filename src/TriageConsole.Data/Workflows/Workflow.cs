using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Conventions;
using TriageConsole.Data.Rubrics;
using TriageConsole.Data.Tenants;

namespace TriageConsole.Data.Workflows;

public enum OutcomeDirection
{
    HigherIsBetter = 0,
    LowerIsBetter = 1,
}

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

    /// <summary>Suspicion from which an interaction is questionable, 0..1.</summary>
    public double QuestionableThreshold { get; set; } = 0.3;

    /// <summary>Labels asked per prioritized item.</summary>
    public int LabelsPerItem { get; set; } = 1;

    /// <summary>Labels asked per audit item.</summary>
    public int LabelsPerAuditItem { get; set; } = 2;

    /// <summary>Least share of all traffic drawn at random into the audit lane, 0..1; more where the budget's part asks for it.</summary>
    public double AuditShare { get; set; } = 0.01;

    /// <summary>The share of all traffic that the budget's part for the audit lane comes to, by the traffic of the last week.</summary>
    public double AuditProbability { get; set; }

    /// <summary>Share of the questionable interactions of a week that go to experts, 0..1.</summary>
    public double BudgetShare { get; set; } = 0.15;

    /// <summary>Share of the budget that is the audit lane's, 0.2..1.</summary>
    public double AuditLaneShare { get; set; } = 0.2;

    /// <summary>So many questionable interactions a week go to experts in any case: a share of few is none.</summary>
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

/// <summary>One immutable version of a workflow's signal weights; changing them adds a version and re-scores.</summary>
public sealed class SuspicionWeights
{
    public long Id { get; set; }

    public long WorkflowId { get; set; }

    public int Number { get; set; }

    /// <summary>JSON of Core's SignalWeights.</summary>
    public required string Definition { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public string CreatedBy { get; set; } = "";
}

/// <summary>A workflow whose interactions are to be scored anew, and how far that is. Gone when done.</summary>
public sealed class Rescore
{
    public long WorkflowId { get; set; }

    /// <summary>Interactions up to this id are done.</summary>
    public long Cursor { get; set; }

    public DateTimeOffset RequestedAt { get; set; }
}

/// <summary>
/// Counts of a workflow, kept and not counted, in shards so that parallel labelers and batches do not queue for one row.
/// A workflow's figure is the sum of its shards.
/// </summary>
public sealed class WorkflowCounter
{
    public const int Shards = 16;

    public long WorkflowId { get; set; }

    public int Shard { get; set; }

    public long Interactions { get; set; }

    public long Questionable { get; set; }

    public long OpenSlots { get; set; }

    public long LeasedSlots { get; set; }

    public long Labels { get; set; }
}

internal sealed class WorkflowConfiguration : IEntityTypeConfiguration<Workflow>
{
    public void Configure(EntityTypeBuilder<Workflow> builder)
    {
        builder.ToTable(
            "workflows",
            t =>
            {
                t.HasCheckConstraint("ck_workflows_threshold", "questionable_threshold >= 0 AND questionable_threshold <= 1");
                t.HasCheckConstraint("ck_workflows_audit_share", "audit_share >= 0 AND audit_share <= 1");
                t.HasCheckConstraint(
                    "ck_workflows_budget",
                    "budget_share > 0 AND budget_share <= 1 AND audit_lane_share >= 0.2 AND audit_lane_share <= 1 AND budget_floor >= 0"
                );
                t.HasCheckConstraint(
                    "ck_workflows_labels_per_item",
                    "labels_per_item BETWEEN 1 AND 20 AND labels_per_audit_item BETWEEN 1 AND 20"
                );
                t.HasCheckConstraint(
                    "ck_workflows_golden",
                    "golden_check_share >= 0 AND golden_check_share <= 0.5 AND golden_cadence_days BETWEEN 1 AND 3650"
                );
                t.HasCheckConstraint("ck_workflows_judge_bar", "judge_bar >= -1 AND judge_bar <= 1");
                t.HasCheckConstraint("ck_workflows_lease", "lease_minutes BETWEEN 1 AND 1440");
            }
        );
        // The defaults are those of workflows that are there already.
        builder.Property(w => w.GoldenCheckShare).HasDefaultValue(0.05).HasSentinel(0.05);
        builder.Property(w => w.GoldenCadenceDays).HasDefaultValue(90).HasSentinel(90);
        builder.Property(w => w.JudgeBar).HasDefaultValue(0.4).HasSentinel(0.4);
        builder.Property(w => w.RoleWeights).HasDefaultValue("{}").HasSentinel("{}");
        builder.Property(w => w.FeedbackScales).HasDefaultValue("{}").HasSentinel("{}");
        builder.Property(w => w.BudgetShare).HasDefaultValue(0.15).HasSentinel(0.15);
        builder.Property(w => w.AuditLaneShare).HasDefaultValue(0.2).HasSentinel(0.2);
        builder.Property(w => w.BudgetFloor).HasDefaultValue(50).HasSentinel(50);
        builder.Property(w => w.Key).HasMaxLength(200);
        builder.Property(w => w.Name).HasMaxLength(200);
        builder.Property(w => w.OutcomeMetric).HasMaxLength(200);
        builder.Property(w => w.OutcomeUnit).HasMaxLength(50);
        builder.Property(w => w.RowVersion).IsConcurrencyToken();
        builder.HasIndex(w => new { w.TenantId, w.Key }).IsUnique();
        // The principal of (tenant, workflow) foreign keys: no row can join another tenant's workflow.
        builder.HasAlternateKey(w => new { w.TenantId, w.Id });
        builder.HasOne(w => w.Tenant).WithMany().HasForeignKey(w => w.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(w => w.Owner).WithMany().HasForeignKey(w => w.OwnerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(w => w.ActiveRubricVersion).WithMany().HasForeignKey(w => w.ActiveRubricVersionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(w => w.SuspicionWeights).WithMany().HasForeignKey(w => w.SuspicionWeightsId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SuspicionWeightsConfiguration : IEntityTypeConfiguration<SuspicionWeights>
{
    public void Configure(EntityTypeBuilder<SuspicionWeights> builder)
    {
        builder.ToTable("suspicion_weights");
        builder.Property(w => w.CreatedBy).HasMaxLength(256);
        builder.HasIndex(w => new { w.WorkflowId, w.Number }).IsUnique();
        builder.HasOne<Workflow>().WithMany().HasForeignKey(w => w.WorkflowId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RescoreConfiguration : IEntityTypeConfiguration<Rescore>
{
    public void Configure(EntityTypeBuilder<Rescore> builder)
    {
        builder.ToTable("rescores");
        builder.HasKey(r => r.WorkflowId);
        builder.Property(r => r.WorkflowId).ValueGeneratedNever();
        builder.HasOne<Workflow>().WithOne().HasForeignKey<Rescore>(r => r.WorkflowId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class WorkflowCounterConfiguration : IEntityTypeConfiguration<WorkflowCounter>
{
    public void Configure(EntityTypeBuilder<WorkflowCounter> builder)
    {
        builder.ToTable("workflow_counters");
        builder.HasKey(c => new { c.WorkflowId, c.Shard });
        builder.HasOne<Workflow>().WithMany().HasForeignKey(c => c.WorkflowId).OnDelete(DeleteBehavior.Cascade);
    }
}
