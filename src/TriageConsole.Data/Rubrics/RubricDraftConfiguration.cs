using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Rubrics;

internal sealed class RubricDraftConfiguration : IEntityTypeConfiguration<RubricDraft>
{
    public void Configure(EntityTypeBuilder<RubricDraft> builder)
    {
        builder.ToTable("rubric_drafts");
        builder.HasKey(d => d.WorkflowId);
        builder.Property(d => d.WorkflowId).ValueGeneratedNever();
        builder.Property(d => d.SavedBy).HasMaxLength(256);
        builder.Property(d => d.RowVersion).IsConcurrencyToken();
        builder.HasOne<Workflow>().WithOne().HasForeignKey<RubricDraft>(d => d.WorkflowId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<RubricVersion>().WithMany().HasForeignKey(d => d.BasedOnVersionId).OnDelete(DeleteBehavior.Restrict);
    }
}
