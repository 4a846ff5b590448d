using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Labeling;

internal sealed class FlagConfiguration : IEntityTypeConfiguration<Flag>
{
    public void Configure(EntityTypeBuilder<Flag> builder)
    {
        builder.ToTable(
            "flags",
            t =>
            {
                t.HasCheckConstraint("ck_flags_kind", "kind >= 0 AND kind <= 7");
                t.HasCheckConstraint("ck_flags_state", "state >= 0 AND state <= 2");
                t.HasCheckConstraint(
                    "ck_flags_resolved",
                    "(state = 1 AND resolved_at IS NOT NULL AND resolved_by_id IS NOT NULL) "
                        + "OR (state <> 1 AND resolved_at IS NULL AND resolved_by_id IS NULL)"
                );
                t.HasCheckConstraint(
                    "ck_flags_withdrawn",
                    "(state = 2 AND withdrawn_at IS NOT NULL) OR (state <> 2 AND withdrawn_at IS NULL)"
                );
            }
        );
        builder.Property(f => f.Note).HasMaxLength(2000);
        builder.Property(f => f.ResolutionNote).HasMaxLength(2000);
        // The inbox of a workflow and its counts.
        builder.HasIndex(f => new
        {
            f.WorkflowId,
            f.State,
            f.Kind,
            f.CreatedAt,
        });
        builder.HasIndex(f => new { f.LabelerId, f.CreatedAt });
        builder.HasIndex(f => f.InteractionId);
        builder.HasIndex(f => f.AssignmentId);
        // A second flag of the same item changes the open one.
        builder
            .HasIndex(f => f.AssignmentId, "IX_Flags_OpenFlag")
            .IsUnique()
            .HasFilter("state = 0 AND kind <> 7")
            .HasDatabaseName("IX_Flags_OpenFlag");
        builder
            .HasIndex(f => f.AssignmentId, "IX_Flags_OpenSkip")
            .IsUnique()
            .HasFilter("state = 0 AND kind = 7")
            .HasDatabaseName("IX_Flags_OpenSkip");
        builder.HasOne<Assignment>().WithMany().HasForeignKey(f => f.AssignmentId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Interaction>().WithMany().HasForeignKey(f => f.InteractionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(f => f.Labeler).WithMany().HasForeignKey(f => f.LabelerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(f => f.ResolvedById).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(f => new { f.TenantId, f.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
