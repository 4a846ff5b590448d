using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Datasets;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Retraining;

internal sealed class RetrainingRunConfiguration : IEntityTypeConfiguration<RetrainingRun>
{
    public void Configure(EntityTypeBuilder<RetrainingRun> builder)
    {
        builder.ToTable(
            "retraining_runs",
            t =>
            {
                // A change whose previous state is not the state before is refused by the trigger.
                t.HasTrigger("retraining_runs_move_on");
                t.HasCheckConstraint(
                    "ck_retraining_runs_state",
                    $"(previous_state IS NULL AND state = 0) OR (previous_state IS NOT NULL AND ({RetrainingRun.LegalPairs}))"
                );
                t.HasCheckConstraint(
                    "ck_retraining_runs_end",
                    "(state IN (3, 4, 6) AND finished_at IS NOT NULL AND token_hash IS NULL) "
                        + "OR (state IN (0, 1, 2, 5) AND finished_at IS NULL)"
                );
                t.HasCheckConstraint("ck_retraining_runs_result", "state <> 3 OR result_release_id IS NOT NULL");
                t.HasCheckConstraint("ck_retraining_runs_budget", "metric_calls BETWEEN 0 AND metric_budget");
                t.HasCheckConstraint("ck_retraining_runs_kind", "kind BETWEEN 0 AND 2 AND repair BETWEEN 0 AND 2");
                t.HasCheckConstraint("ck_retraining_runs_received", "received IS NULL OR received_at IS NOT NULL");
            }
        );
        builder.Property(r => r.Executor).HasMaxLength(100);
        builder.Property(r => r.Method).HasMaxLength(150);
        builder.Property(r => r.Manifest).HasMaxLength(64);
        builder.Property(r => r.Message).HasMaxLength(2000);
        builder.Property(r => r.StartedBy).HasMaxLength(256);
        builder.Property(r => r.ClaimedBy).HasMaxLength(100);
        builder.Property(r => r.ExternalId).HasMaxLength(200);
        builder.Property(r => r.ExternalEvent).HasMaxLength(200);
        builder.Property(r => r.TokenHash).HasMaxLength(64);
        builder.Property(r => r.RowVersion).IsConcurrencyToken();
        builder
            .HasIndex(r => new
            {
                r.WorkflowId,
                r.Manifest,
                r.Method,
                r.BaseComponentId,
            })
            .IsUnique()
            .HasFilter("state IN (0, 1, 2, 3, 5)")
            .HasDatabaseName("IX_RetrainingRuns_Identity");
        builder.HasIndex(r => r.NextStepAt).HasFilter("state IN (0, 1, 2, 5)").HasDatabaseName("IX_RetrainingRuns_Due");
        builder.HasIndex(r => new { r.WorkflowId, r.Id });
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(r => new { r.TenantId, r.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<RetrainingProposal>()
            .WithMany()
            .HasForeignKey(r => new { r.WorkflowId, r.ProposalId })
            .HasPrincipalKey(p => new { p.WorkflowId, p.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<DatasetVersion>().WithMany().HasForeignKey(r => r.DatasetVersionId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Release>()
            .WithMany()
            .HasForeignKey(r => new { r.WorkflowId, r.BaseReleaseId })
            .HasPrincipalKey(r => new { r.WorkflowId, r.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<ComponentVersion>()
            .WithMany()
            .HasForeignKey(r => new { r.WorkflowId, r.BaseComponentId })
            .HasPrincipalKey(c => new { c.WorkflowId, c.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Release>()
            .WithMany()
            .HasForeignKey(r => new { r.WorkflowId, r.ResultReleaseId })
            .HasPrincipalKey(r => new { r.WorkflowId, r.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<EvalRun>()
            .WithMany()
            .HasForeignKey(r => new { r.WorkflowId, r.EvalRunId })
            .HasPrincipalKey(e => new { e.WorkflowId, e.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(r => r.StartedById).OnDelete(DeleteBehavior.Restrict);
    }
}
