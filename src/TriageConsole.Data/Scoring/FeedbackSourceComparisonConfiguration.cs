using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Scoring;

internal sealed class FeedbackSourceComparisonConfiguration : IEntityTypeConfiguration<FeedbackSourceComparison>
{
    public void Configure(EntityTypeBuilder<FeedbackSourceComparison> builder)
    {
        builder.ToTable("feedback_source_comparisons");
        builder.HasKey(c => new { c.InteractionId, c.UserId });
        builder.Property(c => c.UserId).HasMaxLength(300);
        builder.HasIndex(c => new { c.WorkflowId, c.UserId });
        builder.HasOne<Workflow>().WithMany().HasForeignKey(c => c.WorkflowId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Interactions.Interaction>().WithMany().HasForeignKey(c => c.InteractionId).OnDelete(DeleteBehavior.Cascade);
    }
}
