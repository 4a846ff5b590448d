using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Scoring;

internal sealed class FeedbackSourceConfiguration : IEntityTypeConfiguration<FeedbackSource>
{
    public void Configure(EntityTypeBuilder<FeedbackSource> builder)
    {
        builder.ToTable("feedback_sources", t => t.HasCheckConstraint("ck_feedback_sources_counts", "agreed >= 0 AND agreed <= checks"));
        builder.HasKey(g => new { g.WorkflowId, g.UserId });
        builder.Property(g => g.UserId).HasMaxLength(300);
        builder.Property(g => g.Role).HasMaxLength(100);
        builder.HasIndex(g => new { g.WorkflowId, g.FirstSeenAt });
        builder.HasIndex(g => g.WorkflowId).HasFilter("checks > 0").HasDatabaseName("IX_FeedbackSources_Checked");
        builder.HasOne<Workflow>().WithMany().HasForeignKey(g => g.WorkflowId).OnDelete(DeleteBehavior.Cascade);
    }
}
