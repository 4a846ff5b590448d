using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Retraining;

internal sealed class RetrainingProposalConfiguration : IEntityTypeConfiguration<RetrainingProposal>
{
    public void Configure(EntityTypeBuilder<RetrainingProposal> builder)
    {
        builder.ToTable(
            "retraining_proposals",
            t =>
            {
                t.HasCheckConstraint("ck_retraining_proposals_repair", "repair BETWEEN 0 AND 2");
                t.HasCheckConstraint(
                    "ck_retraining_proposals_state",
                    "(state IN (0, 1) AND closed_at IS NULL) OR (state IN (2, 3) AND closed_at IS NOT NULL)"
                );
            }
        );
        builder.Property(p => p.Reason).HasMaxLength(1000);
        builder.Property(p => p.RepairReason).HasMaxLength(1000);
        builder.Property(p => p.CreatedBy).HasMaxLength(256);
        builder.Property(p => p.ClosedBy).HasMaxLength(256);
        builder.Property(p => p.CloseReason).HasMaxLength(1000);
        builder.Property(p => p.RowVersion).IsConcurrencyToken();
        builder.HasAlternateKey(p => new { p.WorkflowId, p.Id });
        builder.HasIndex(p => p.PatternId).IsUnique().HasFilter("state IN (0, 1)").HasDatabaseName("IX_RetrainingProposals_Open");
        builder.HasIndex(p => new { p.WorkflowId, p.CreatedAt });
        builder.HasIndex(p => new { p.PatternId, p.CreatedAt });
        builder.HasOne<FailurePattern>().WithMany().HasForeignKey(p => p.PatternId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(p => new { p.TenantId, p.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
