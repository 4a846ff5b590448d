using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Scoring;

internal sealed class FeedbackSourceWindowConfiguration : IEntityTypeConfiguration<FeedbackSourceWindow>
{
    public void Configure(EntityTypeBuilder<FeedbackSourceWindow> builder)
    {
        builder.ToTable("feedback_source_windows");
        builder.HasKey(g => new
        {
            g.WorkflowId,
            g.UserId,
            g.Start,
        });
        builder.Property(g => g.UserId).HasMaxLength(300);
        builder.HasIndex(g => g.Start);
        builder.HasOne<Workflow>().WithMany().HasForeignKey(g => g.WorkflowId).OnDelete(DeleteBehavior.Cascade);
    }
}
