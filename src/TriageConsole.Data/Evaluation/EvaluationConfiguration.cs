using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Golden;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Rubrics;
using TriageConsole.Data.Tenants;
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

internal sealed class EvalItemConfiguration : IEntityTypeConfiguration<EvalItem>
{
    private const int KeyLength = 300;

    public void Configure(EntityTypeBuilder<EvalItem> builder)
    {
        builder.ToTable(
            "eval_items",
            t =>
            {
                t.HasCheckConstraint("ck_eval_items_state", "state BETWEEN 0 AND 3 AND (state <> 3 OR error IS NOT NULL)");
                t.HasCheckConstraint(
                    "ck_eval_items_golden",
                    "(golden_item_id IS NULL AND golden_number IS NULL) OR (golden_item_id IS NOT NULL AND golden_number IS NOT NULL)"
                );
            }
        );
        builder.Property(i => i.TraceId).HasMaxLength(KeyLength);
        builder.Property(i => i.TaskId).HasMaxLength(KeyLength);
        builder.Property(i => i.InputHash).HasMaxLength(KeyLength);
        builder.Property(i => i.Preview).HasMaxLength(200);
        builder.Property(i => i.LiveVersion).HasMaxLength(2 * KeyLength + 1);
        builder.Property(i => i.Error).HasMaxLength(1000);
        builder.HasIndex(i => new { i.RunId, i.Ordinal }).IsUnique();
        builder.HasIndex(i => i.InteractionId);
        builder.HasOne<EvalRun>().WithMany(r => r.Items).HasForeignKey(i => i.RunId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Interaction>().WithMany().HasForeignKey(i => i.InteractionId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<GoldenVersion>()
            .WithMany()
            .HasForeignKey(i => new { i.GoldenItemId, i.GoldenNumber })
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class EvalResultConfiguration : IEntityTypeConfiguration<EvalResult>
{
    public void Configure(EntityTypeBuilder<EvalResult> builder)
    {
        builder.ToTable(
            "eval_results",
            t =>
                t.HasCheckConstraint(
                    "ck_eval_results_kind",
                    "kind BETWEEN 0 AND 3 AND side IN (0, 1) AND (score IS NULL OR (score >= 0 AND score <= 1))"
                )
        );
        builder.HasKey(r => new
        {
            r.ItemId,
            r.Side,
            r.Evaluator,
        });
        builder.Property(r => r.Evaluator).HasMaxLength(60);
        builder.Property(r => r.Evidence).HasMaxLength(4000);
        builder.HasOne<EvalItem>().WithMany(i => i.Results).HasForeignKey(r => r.ItemId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class EvaluatorSetConfiguration : IEntityTypeConfiguration<EvaluatorSet>
{
    public void Configure(EntityTypeBuilder<EvaluatorSet> builder)
    {
        builder.ToTable("evaluator_sets", t => t.HasCheckConstraint("ck_evaluator_sets_number", "number >= 1"));
        builder.Property(s => s.Author).HasMaxLength(256);
        builder.HasAlternateKey(s => new { s.WorkflowId, s.Id });
        builder.HasIndex(s => new { s.WorkflowId, s.Number }).IsUnique();
        builder.HasOne<AppUser>().WithMany().HasForeignKey(s => s.AuthorId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(s => new { s.TenantId, s.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ModelEndpointConfiguration : IEntityTypeConfiguration<ModelEndpoint>
{
    public void Configure(EntityTypeBuilder<ModelEndpoint> builder)
    {
        builder.ToTable("model_endpoints");
        builder.Property(e => e.Name).HasMaxLength(100);
        builder.Property(e => e.BaseUrl).HasMaxLength(500);
        builder.Property(e => e.Model).HasMaxLength(200);
        builder.Property(e => e.CreatedBy).HasMaxLength(256);
        builder.Property(e => e.RowVersion).IsConcurrencyToken();
        builder.HasAlternateKey(e => new { e.TenantId, e.Id });
        builder.HasIndex(e => new { e.TenantId, e.Name }).IsUnique();
        builder.HasOne<Tenant>().WithMany().HasForeignKey(e => e.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}
