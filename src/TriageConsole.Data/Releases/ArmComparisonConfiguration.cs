using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Releases;

internal sealed class ArmComparisonConfiguration : IEntityTypeConfiguration<ArmComparison>
{
    public void Configure(EntityTypeBuilder<ArmComparison> builder)
    {
        builder.ToTable(
            "arm_comparisons",
            t =>
                t.HasCheckConstraint(
                    "ck_arm_comparisons_of",
                    "(experiment_id IS NULL AND monitor_id IS NOT NULL) OR (experiment_id IS NOT NULL AND monitor_id IS NULL)"
                )
        );
        builder.HasIndex(c => c.ExperimentId).IsUnique().HasFilter("experiment_id IS NOT NULL");
        builder.HasIndex(c => c.MonitorId).IsUnique().HasFilter("monitor_id IS NOT NULL");
        builder.HasIndex(c => c.WorkflowId);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(c => new { c.TenantId, c.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Experiment>()
            .WithMany()
            .HasForeignKey(c => new { c.WorkflowId, c.ExperimentId })
            .HasPrincipalKey(e => new { e.WorkflowId, e.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<ReleaseMonitor>().WithMany().HasForeignKey(c => c.MonitorId).OnDelete(DeleteBehavior.Restrict);
    }
}
