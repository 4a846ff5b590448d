using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Trust;

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

/// <summary>How much of a window's cap a person's signals have used; the newcomers of a window share one row, with no name.</summary>
public sealed class FeedbackSourceWindow
{
    public long WorkflowId { get; set; }

    public required string UserId { get; set; }

    public DateTimeOffset Start { get; set; }

    /// <summary>Sum of weight times strength of the signals so far.</summary>
    public double Weight { get; set; }
}

/// <summary>An expert's label that has been compared with what the interaction's user said.</summary>
public sealed class FeedbackSourceComparison
{
    public long InteractionId { get; set; }

    public long WorkflowId { get; set; }

    public required string UserId { get; set; }

    public bool Agreed { get; set; }
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
