using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Releases;

internal sealed class ReleasePlanConfiguration : IEntityTypeConfiguration<ReleasePlan>
{
    public void Configure(EntityTypeBuilder<ReleasePlan> builder)
    {
        builder.ToTable(
            "release_plans",
            t =>
            {
                t.HasCheckConstraint("ck_release_plans_state", "kind BETWEEN 0 AND 1 AND state BETWEEN 0 AND 5");
                t.HasCheckConstraint(
                    "ck_release_plans_step",
                    "(step = 0 AND next_step_at IS NULL AND state NOT IN (1, 2)) OR (step > 0 AND kind = 0 AND next_step_at IS NOT NULL)"
                );
                t.HasCheckConstraint(
                    "ck_release_plans_pause",
                    "(state = 2 AND paused_at IS NOT NULL) OR (state <> 2 AND paused_at IS NULL)"
                );
                t.HasCheckConstraint(
                    "ck_release_plans_end",
                    "(state IN (0, 1, 2) AND ended_at IS NULL) OR (state IN (3, 4, 5) AND ended_at IS NOT NULL)"
                );
            }
        );
        builder.Ignore(p => p.IsOpen);
        builder.Property(p => p.CreatedBy).HasMaxLength(256);
        builder.Property(p => p.HeldBecause).HasMaxLength(1000);
        builder.Property(p => p.EndReason).HasMaxLength(1000);
        builder.Property(p => p.RowVersion).IsConcurrencyToken();
        builder
            .HasIndex(p => new { p.WorkflowId, p.Kind })
            .IsUnique()
            .HasFilter("state IN (0, 1, 2)")
            .HasDatabaseName("IX_ReleasePlans_Open");
        builder.HasIndex(p => p.ReleaseId);
        builder
            .HasOne<Release>()
            .WithMany()
            .HasForeignKey(p => new { p.WorkflowId, p.ReleaseId })
            .HasPrincipalKey(r => new { r.WorkflowId, r.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(p => p.CreatedById).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(p => new { p.TenantId, p.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
