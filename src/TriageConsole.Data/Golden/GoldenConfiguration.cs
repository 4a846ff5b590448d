using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Agreement;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Rubrics;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Golden;

internal sealed class GoldenItemConfiguration : IEntityTypeConfiguration<GoldenItem>
{
    public void Configure(EntityTypeBuilder<GoldenItem> builder)
    {
        builder.ToTable(
            "golden_items",
            t =>
            {
                t.HasCheckConstraint("ck_golden_items_number", "number >= 1");
                t.HasCheckConstraint("ck_golden_items_cadence", "cadence_days BETWEEN 1 AND 3650");
                t.HasCheckConstraint("ck_golden_items_exposures", "exposures >= 0 AND leak_budget BETWEEN 1 AND 1000");
            }
        );
        builder.Property(g => g.RetiredReason).HasMaxLength(500);
        builder.Property(g => g.RowVersion).IsConcurrencyToken();
        builder.HasIndex(g => g.InteractionId).IsUnique();
        builder.HasIndex(g => new { g.WorkflowId, g.RefreshDueAt });
        builder.HasIndex(g => new { g.OwnerId, g.RefreshDueAt });
        builder.HasOne<Interaction>().WithMany().HasForeignKey(g => g.InteractionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(g => g.OwnerId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(g => new { g.TenantId, g.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class GoldenVersionConfiguration : IEntityTypeConfiguration<GoldenVersion>
{
    public void Configure(EntityTypeBuilder<GoldenVersion> builder)
    {
        builder.ToTable("golden_versions");
        builder.HasKey(v => new { v.GoldenItemId, v.Number });
        builder.Property(v => v.Reason).HasMaxLength(1000);
        builder.Property(v => v.MadeBy).HasMaxLength(256);
        builder.HasOne<GoldenItem>().WithMany(g => g.Versions).HasForeignKey(v => v.GoldenItemId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<RubricVersion>().WithMany().HasForeignKey(v => v.RubricVersionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Adjudication>().WithMany().HasForeignKey(v => v.AdjudicationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(v => v.MadeById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class GoldenCheckConfiguration : IEntityTypeConfiguration<GoldenCheck>
{
    public void Configure(EntityTypeBuilder<GoldenCheck> builder)
    {
        builder.ToTable("golden_checks");
        builder.HasKey(c => new { c.LabelId, c.Criterion });
        builder.Property(c => c.Criterion).HasMaxLength(301);
        builder.HasIndex(c => new { c.WorkflowId, c.LabelerId });
        builder.HasOne<RubricVersion>().WithMany().HasForeignKey(c => c.SinceVersionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Label>().WithMany().HasForeignKey(c => c.LabelId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Labeler>().WithMany().HasForeignKey(c => c.LabelerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Workflow>().WithMany().HasForeignKey(c => c.WorkflowId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<GoldenVersion>().WithMany().HasForeignKey(c => new { c.GoldenItemId, c.Number }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CalibrationAnswerConfiguration : IEntityTypeConfiguration<CalibrationAnswer>
{
    public void Configure(EntityTypeBuilder<CalibrationAnswer> builder)
    {
        builder.ToTable("calibration_answers");
        builder.HasKey(a => new
        {
            a.LabelerId,
            a.GoldenItemId,
            a.Criterion,
        });
        builder.Property(a => a.Criterion).HasMaxLength(301);
        builder.HasOne<Labeler>().WithMany().HasForeignKey(a => a.LabelerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<GoldenVersion>().WithMany().HasForeignKey(a => new { a.GoldenItemId, a.Number }).OnDelete(DeleteBehavior.Restrict);
    }
}
