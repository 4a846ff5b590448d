using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Workflows;

internal sealed class WorkflowConfiguration : IEntityTypeConfiguration<Workflow>
{
    public void Configure(EntityTypeBuilder<Workflow> builder)
    {
        builder.ToTable(
            "workflows",
            t =>
            {
                t.HasCheckConstraint("ck_workflows_threshold", "review_threshold >= 0 AND review_threshold <= 1");
                t.HasCheckConstraint("ck_workflows_audit_share", "audit_share >= 0 AND audit_share <= 1");
                t.HasCheckConstraint(
                    "ck_workflows_budget",
                    "budget_share > 0 AND budget_share <= 1 AND audit_sample_share >= 0.2 AND audit_sample_share <= 1 AND budget_floor >= 0"
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
                t.HasCheckConstraint("ck_workflows_daily_target", "daily_target BETWEEN 0 AND 10000");
                t.HasCheckConstraint("ck_workflows_lease", "lease_minutes BETWEEN 1 AND 1440");
            }
        );
        // The defaults for existing workflows.
        builder.Property(w => w.GoldenCheckShare).HasDefaultValue(0.05).HasSentinel(0.05);
        builder.Property(w => w.GoldenCadenceDays).HasDefaultValue(90).HasSentinel(90);
        builder.Property(w => w.JudgeBar).HasDefaultValue(0.4).HasSentinel(0.4);
        builder.Property(w => w.RoleWeights).HasDefaultValue("{}").HasSentinel("{}");
        builder.Property(w => w.FeedbackScales).HasDefaultValue("{}").HasSentinel("{}");
        builder.Property(w => w.BudgetShare).HasDefaultValue(0.15).HasSentinel(0.15);
        builder.Property(w => w.AuditSampleShare).HasDefaultValue(0.2).HasSentinel(0.2);
        builder.Property(w => w.BudgetFloor).HasDefaultValue(50).HasSentinel(50);
        builder.Property(w => w.Key).HasMaxLength(200);
        builder.Property(w => w.Name).HasMaxLength(200);
        builder.Property(w => w.OutcomeMetric).HasMaxLength(200);
        builder.Property(w => w.OutcomeUnit).HasMaxLength(50);
        builder.Property(w => w.RowVersion).IsConcurrencyToken();
        builder.HasIndex(w => new { w.TenantId, w.Key }).IsUnique();
        // The principal of the (tenant, workflow) foreign keys: no row can refer to another tenant's workflow.
        builder.HasAlternateKey(w => new { w.TenantId, w.Id });
        builder.HasOne(w => w.Tenant).WithMany().HasForeignKey(w => w.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(w => w.Owner).WithMany().HasForeignKey(w => w.OwnerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(w => w.ActiveRubricVersion).WithMany().HasForeignKey(w => w.ActiveRubricVersionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(w => w.SuspicionWeights).WithMany().HasForeignKey(w => w.SuspicionWeightsId).OnDelete(DeleteBehavior.Restrict);
    }
}
