using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Rubrics;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Evaluation;

internal sealed class EvalRunConfiguration : IEntityTypeConfiguration<EvalRun>
{
    public void Configure(EntityTypeBuilder<EvalRun> builder)
    {
        builder.ToTable(
            "eval_runs",
            t =>
            {
                t.HasCheckConstraint("ck_eval_runs_state", "state BETWEEN 0 AND 4 AND (state IN (0, 1) OR finished_at IS NOT NULL)");
                t.HasCheckConstraint("ck_eval_runs_source", "source BETWEEN 0 AND 2 AND (source <> 1 OR endpoint_id IS NOT NULL)");
                t.HasCheckConstraint("ck_eval_runs_counts", "total >= 0 AND done BETWEEN 0 AND total AND failed BETWEEN 0 AND done");
                t.HasCheckConstraint("ck_eval_runs_finished", "state <> 2 OR (summary IS NOT NULL AND done = total)");
            }
        );
        builder.Property(r => r.StartedBy).HasMaxLength(256);
        builder.Property(r => r.ClaimedBy).HasMaxLength(100);
        builder.Property(r => r.InputHash).HasMaxLength(64);
        builder.Property(r => r.Message).HasMaxLength(4000);
        builder.Property(r => r.RowVersion).IsConcurrencyToken();
        builder.HasAlternateKey(r => new { r.WorkflowId, r.Id });
        builder.HasIndex(r => new { r.WorkflowId, r.CreatedAt });
        builder.HasIndex(r => new { r.ReleaseId, r.FinishedAt });
        builder.HasIndex(r => r.Id).HasFilter("state IN (0, 1)").HasDatabaseName("IX_EvalRuns_Open");
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(r => new { r.TenantId, r.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Release>()
            .WithMany()
            .HasForeignKey(r => new { r.WorkflowId, r.ReleaseId })
            .HasPrincipalKey(r => new { r.WorkflowId, r.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Release>()
            .WithMany()
            .HasForeignKey(r => new { r.WorkflowId, r.BaselineId })
            .HasPrincipalKey(r => new { r.WorkflowId, r.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<EvaluatorSet>()
            .WithMany()
            .HasForeignKey(r => new { r.WorkflowId, r.EvaluatorSetId })
            .HasPrincipalKey(s => new { s.WorkflowId, s.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<ModelEndpoint>()
            .WithMany()
            .HasForeignKey(r => new { r.TenantId, r.EndpointId })
            .HasPrincipalKey(e => new { e.TenantId, e.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<EvalRun>()
            .WithMany()
            .HasForeignKey(r => new { r.WorkflowId, r.RescoreOfId })
            .HasPrincipalKey(r => new { r.WorkflowId, r.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<RubricVersion>().WithMany().HasForeignKey(r => r.RubricVersionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(r => r.StartedById).OnDelete(DeleteBehavior.Restrict);
    }
}
