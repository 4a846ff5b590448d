using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Conventions;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Releases;

/// <summary>What a workflow asks of a release before it goes live, and after. A workflow without a row has the defaults.</summary>
public sealed class ReleasePolicy : IVersioned
{
    public long WorkflowId { get; set; }

    public long TenantId { get; set; }

    /// <summary>Share of false alarms that gates may give, over all times they are looked at.</summary>
    public double Alpha { get; set; } = 0.05;

    /// <summary>Units of both arms at which a decision is expected: what the confidence sequence is tuned to.</summary>
    public int PlannedUnits { get; set; } = 500;

    /// <summary>Units with an outcome that each arm has at least.</summary>
    public int MinUnits { get; set; } = 50;

    /// <summary>Share of the traffic that the candidate had at least, in shadow or as a canary.</summary>
    public double MinTrafficShare { get; set; } = 0.1;

    /// <summary>Whether an offline evaluation on the golden set must have passed.</summary>
    public bool NeedsEvaluation { get; set; } = true;

    /// <summary>So much lower than live's the rubric's pass rate may be, 0..1.</summary>
    public double PassRateMargin { get; set; } = 0.02;

    /// <summary>So much more often the candidate may have a safety finding, 0..1; null: not guarded.</summary>
    public double? SafetyMargin { get; set; } = 0.02;

    /// <summary>So much more often it may fail with an error, 0..1; null: not guarded.</summary>
    public double? ErrorMargin { get; set; } = 0.05;

    /// <summary>So much more often it may be handed to a person, 0..1; null: not guarded.</summary>
    public double? EscalationMargin { get; set; } = 0.05;

    /// <summary>So much slower its 95th percentile may be, as a share of live's; null: not guarded.</summary>
    public double? LatencyMargin { get; set; } = 0.25;

    /// <summary>So much dearer a task may be, as a share of live's mean; null: not guarded.</summary>
    public double? CostMargin { get; set; } = 0.1;

    /// <summary>The approver must be another person than the author.</summary>
    public bool NeedsTwoPeople { get; set; }

    public int WatchDays { get; set; } = 7;

    /// <summary>So much worse than the release before, in units of the outcome, and the watch calls it harm.</summary>
    public double HarmMargin { get; set; } = 0.02;

    /// <summary>Whether a failed guardrail or harm in the watch rolls back by itself; else approvers are asked.</summary>
    public bool RollsBackByItself { get; set; } = true;

    public int RowVersion { get; set; }
}

internal sealed class ReleasePolicyConfiguration : IEntityTypeConfiguration<ReleasePolicy>
{
    public void Configure(EntityTypeBuilder<ReleasePolicy> builder)
    {
        builder.ToTable(
            "release_policies",
            t =>
            {
                t.HasCheckConstraint(
                    "ck_release_policies_statistics",
                    "alpha > 0 AND alpha < 1 AND planned_units BETWEEN 10 AND 100000000 AND min_units BETWEEN 2 AND 10000000 AND min_traffic_share >= 0 AND min_traffic_share <= 0.5"
                );
                t.HasCheckConstraint(
                    "ck_release_policies_margins",
                    "pass_rate_margin >= 0 AND (safety_margin IS NULL OR safety_margin >= 0) AND (error_margin IS NULL OR error_margin >= 0) AND (escalation_margin IS NULL OR escalation_margin >= 0) AND (latency_margin IS NULL OR latency_margin >= 0) AND (cost_margin IS NULL OR cost_margin >= 0)"
                );
                t.HasCheckConstraint("ck_release_policies_watch", "watch_days BETWEEN 1 AND 90 AND harm_margin >= 0");
            }
        );
        builder.HasKey(p => p.WorkflowId);
        builder.Property(p => p.WorkflowId).ValueGeneratedNever();
        builder.Property(p => p.RowVersion).IsConcurrencyToken();
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(p => new { p.TenantId, p.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
