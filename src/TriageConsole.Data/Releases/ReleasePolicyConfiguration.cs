using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Releases;

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
                    "alpha > 0 AND alpha < 1 AND planned_units BETWEEN 10 AND 100000000 AND min_units BETWEEN 2 AND "
                        + "10000000 AND min_traffic_share >= 0 AND min_traffic_share <= 0.5"
                );
                t.HasCheckConstraint(
                    "ck_release_policies_margins",
                    "pass_rate_margin >= 0 AND (safety_margin IS NULL OR safety_margin >= 0) AND (error_margin IS NULL "
                        + "OR error_margin >= 0) AND (escalation_margin IS NULL OR escalation_margin >= 0) AND "
                        + "(latency_margin IS NULL OR latency_margin >= 0) AND (cost_margin IS NULL OR cost_margin >= 0)"
                );
                t.HasCheckConstraint("ck_release_policies_monitoring", "monitoring_days BETWEEN 1 AND 90 AND tolerated_loss >= 0");
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
