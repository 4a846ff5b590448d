using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Releases;

internal sealed class ReleaseApprovalConfiguration : IEntityTypeConfiguration<ReleaseApproval>
{
    public void Configure(EntityTypeBuilder<ReleaseApproval> builder)
    {
        builder.ToTable(
            "release_approvals",
            t =>
            {
                t.HasCheckConstraint("ck_release_approvals_state", "kind BETWEEN 0 AND 1 AND state BETWEEN 0 AND 6");
                t.HasCheckConstraint(
                    "ck_release_approvals_answer",
                    "(answered_at IS NULL AND answered_by IS NULL AND answered_by_id IS NULL AND state IN (0, 3, 4, 5)) OR "
                        + "(answered_at IS NOT NULL AND answered_by IS NOT NULL AND state <> 0)"
                );
                t.HasCheckConstraint(
                    "ck_release_approvals_other_person",
                    "answered_by_id IS NULL OR requested_by_id IS NULL OR answered_by_id <> requested_by_id"
                );
                t.HasCheckConstraint("ck_release_approvals_steps", "(kind = 0 AND steps = '') OR (kind = 1 AND steps <> '')");
            }
        );
        builder.Property(a => a.Steps).HasMaxLength(500);
        builder.Property(a => a.RequestedBy).HasMaxLength(256);
        builder.Property(a => a.AnsweredBy).HasMaxLength(256);
        builder.Property(a => a.ContentHash).HasMaxLength(64);
        builder.Property(a => a.RowVersion).IsConcurrencyToken();
        builder
            .HasIndex(a => new { a.ReleaseId, a.Kind })
            .IsUnique()
            .HasFilter("state IN (0, 1)")
            .HasDatabaseName("IX_ReleaseApprovals_Current");
        builder.HasIndex(a => new { a.WorkflowId, a.State });
        builder
            .HasOne<Release>()
            .WithMany()
            .HasForeignKey(a => new { a.WorkflowId, a.ReleaseId })
            .HasPrincipalKey(r => new { r.WorkflowId, r.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(a => a.RequestedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(a => a.AnsweredById).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(a => new { a.TenantId, a.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
