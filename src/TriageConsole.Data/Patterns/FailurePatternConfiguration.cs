using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Patterns;

internal sealed class FailurePatternConfiguration : IEntityTypeConfiguration<FailurePattern>
{
    public void Configure(EntityTypeBuilder<FailurePattern> builder)
    {
        builder.ToTable(
            "failure_patterns",
            t =>
            {
                t.HasCheckConstraint(
                    "ck_failure_patterns_counts",
                    "failures >= 0 AND failures <= interactions AND rate >= 0 AND rate <= 1 AND impact >= 0"
                );
                t.HasCheckConstraint("ck_failure_patterns_snooze", "wake_failures > 0");
            }
        );
        builder.Property(p => p.TermsHash).HasMaxLength(32);
        builder.Property(p => p.Name).HasMaxLength(1200);
        builder.Property(p => p.StateChangedBy).HasMaxLength(256);
        builder.Property(p => p.OutcomeMetric).HasMaxLength(300);
        builder.Property(p => p.ErrorClassReason).HasMaxLength(500);
        builder.Property(p => p.ActionKey).HasMaxLength(40);
        builder.Property(p => p.Action).HasMaxLength(500);
        builder.Property(p => p.RowVersion).IsConcurrencyToken();
        builder.HasIndex(p => new { p.WorkflowId, p.TermsHash }).IsUnique();
        builder.HasOne(p => p.Owner).WithMany().HasForeignKey(p => p.OwnerId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(p => new { p.TenantId, p.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
