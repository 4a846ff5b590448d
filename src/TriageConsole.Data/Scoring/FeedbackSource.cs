using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Scoring;

/// <summary>An end user of a workflow who gave feedback, and how far it agreed with experts.</summary>
public sealed class FeedbackSource
{
    public long WorkflowId { get; set; }

    /// <summary>The pseudonym events carry.</summary>
    public required string UserId { get; set; }

    public string? Role { get; set; }

    /// <summary>Event time of the first feedback.</summary>
    public DateTimeOffset FirstSeenAt { get; set; }

    /// <summary>Interactions on which experts said the same.</summary>
    public int Agreed { get; set; }

    /// <summary>Interactions on which experts said anything.</summary>
    public int Checks { get; set; }
}

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
