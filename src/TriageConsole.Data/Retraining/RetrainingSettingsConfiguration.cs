using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Retraining;

internal sealed class RetrainingSettingsConfiguration : IEntityTypeConfiguration<RetrainingSettings>
{
    public void Configure(EntityTypeBuilder<RetrainingSettings> builder)
    {
        builder.ToTable(
            "retraining_settings",
            t =>
            {
                t.HasCheckConstraint(
                    "ck_retraining_settings_triggers",
                    "min_rate >= 0 AND min_rate <= 1 AND min_share >= 0 AND min_share <= 1 AND min_interactions >= 0 AND min_failures >= 1 "
                        + "AND growth >= 0 AND min_labels >= 1 AND quiet_days BETWEEN 0 AND 365 AND dataset_days BETWEEN 1 AND 3650"
                );
            }
        );
        builder.HasKey(s => s.WorkflowId);
        builder.Property(s => s.WorkflowId).ValueGeneratedNever();
        builder.Property(s => s.Executor).HasMaxLength(100);
        builder.Property(s => s.RowVersion).IsConcurrencyToken();
        builder
            .HasOne<ModelEndpoint>()
            .WithMany()
            .HasForeignKey(s => new { s.TenantId, s.EvaluationEndpointId })
            .HasPrincipalKey(e => new { e.TenantId, e.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(s => new { s.TenantId, s.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
