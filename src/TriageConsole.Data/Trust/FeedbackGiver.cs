using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Trust;

/// <summary>An end user of a workflow who gave feedback, and how far it agreed with experts.</summary>
public sealed class FeedbackGiver
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
public sealed class GiverWindow
{
    public long WorkflowId { get; set; }

    public required string UserId { get; set; }

    public DateTimeOffset Start { get; set; }

    /// <summary>Sum of weight times strength of the signals so far.</summary>
    public double Weight { get; set; }
}

/// <summary>An expert's label that has been compared with what the interaction's user said.</summary>
public sealed class GiverComparison
{
    public long InteractionId { get; set; }

    public long WorkflowId { get; set; }

    public required string UserId { get; set; }

    public bool Agreed { get; set; }
}

internal sealed class FeedbackGiverConfiguration : IEntityTypeConfiguration<FeedbackGiver>
{
    public void Configure(EntityTypeBuilder<FeedbackGiver> builder)
    {
        builder.ToTable("feedback_givers", t => t.HasCheckConstraint("ck_feedback_givers_counts", "agreed >= 0 AND agreed <= checks"));
        builder.HasKey(g => new { g.WorkflowId, g.UserId });
        builder.Property(g => g.UserId).HasMaxLength(300);
        builder.Property(g => g.Role).HasMaxLength(100);
        builder.HasIndex(g => new { g.WorkflowId, g.FirstSeenAt });
        builder.HasIndex(g => g.WorkflowId).HasFilter("checks > 0").HasDatabaseName("IX_FeedbackGivers_Checked");
        builder.HasOne<Workflow>().WithMany().HasForeignKey(g => g.WorkflowId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class GiverWindowConfiguration : IEntityTypeConfiguration<GiverWindow>
{
    public void Configure(EntityTypeBuilder<GiverWindow> builder)
    {
        builder.ToTable("giver_windows");
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

internal sealed class GiverComparisonConfiguration : IEntityTypeConfiguration<GiverComparison>
{
    public void Configure(EntityTypeBuilder<GiverComparison> builder)
    {
        builder.ToTable("giver_comparisons");
        builder.HasKey(c => new { c.InteractionId, c.UserId });
        builder.Property(c => c.UserId).HasMaxLength(300);
        builder.HasIndex(c => new { c.WorkflowId, c.UserId });
        builder.HasOne<Workflow>().WithMany().HasForeignKey(c => c.WorkflowId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Interactions.Interaction>().WithMany().HasForeignKey(c => c.InteractionId).OnDelete(DeleteBehavior.Cascade);
    }
}
