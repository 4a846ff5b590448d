using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Rubrics;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Golden;

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
