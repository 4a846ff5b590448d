using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Evaluation;

internal sealed class JudgeRunConfiguration : IEntityTypeConfiguration<JudgeRun>
{
    public void Configure(EntityTypeBuilder<JudgeRun> builder)
    {
        builder.ToTable(
            "judge_runs",
            t =>
            {
                t.HasCheckConstraint("ck_judge_runs_state", "state BETWEEN 0 AND 4 AND (state IN (0, 1) OR finished_at IS NOT NULL)");
                t.HasCheckConstraint("ck_judge_runs_counts", "total >= 0 AND done BETWEEN 0 AND total AND failed BETWEEN 0 AND done");
            }
        );
        builder.Property(r => r.Judge).HasMaxLength(300);
        builder.Property(r => r.StartedBy).HasMaxLength(256);
        builder.Property(r => r.Message).HasMaxLength(4000);
        builder.Property(r => r.RowVersion).IsConcurrencyToken();
        builder.HasIndex(r => new { r.WorkflowId, r.Judge }).IsUnique().HasFilter("state IN (0, 1)").HasDatabaseName("IX_JudgeRuns_Open");
        builder.HasIndex(r => new { r.JudgeVersionId, r.FinishedAt });
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(r => new { r.TenantId, r.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<JudgeVersion>()
            .WithMany()
            .HasForeignKey(r => new { r.WorkflowId, r.JudgeVersionId })
            .HasPrincipalKey(v => new { v.WorkflowId, v.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(r => r.StartedById).OnDelete(DeleteBehavior.Restrict);
    }
}
