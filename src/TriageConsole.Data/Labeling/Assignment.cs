using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Triage;

namespace TriageConsole.Data.Labeling;

public enum AssignmentState
{
    Leased = 0,
    Submitted = 1,
    Skipped = 2,
    Expired = 3,
}

/// <summary>A slot of an item leased to one labeler. There is one row a labeler and item for ever: nobody gets an item twice.</summary>
public sealed class Assignment
{
    public long Id { get; set; }

    public long QueueItemId { get; set; }

    public long LabelerId { get; set; }

    public AssignmentState State { get; set; }

    /// <summary>Fencing token: counts up with every new lease of this row; a submit must carry the current one.</summary>
    public int Fence { get; set; }

    public DateTimeOffset LeasedAt { get; set; }

    public DateTimeOffset LeaseUntil { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public string? SkipReason { get; set; }

    public string? FlagNote { get; set; }

    public DateTimeOffset? FlaggedAt { get; set; }
}

/// <summary>Answers not submitted yet; saved as the labeler types.</summary>
public sealed class LabelDraft
{
    public long AssignmentId { get; set; }

    /// <summary>JSON object criterion → answer.</summary>
    public required string Answers { get; set; }

    public int ElapsedMs { get; set; }

    public DateTimeOffset SavedAt { get; set; }
}

internal sealed class AssignmentConfiguration : IEntityTypeConfiguration<Assignment>
{
    public void Configure(EntityTypeBuilder<Assignment> builder)
    {
        builder.ToTable("assignments");
        builder.Property(a => a.SkipReason).HasMaxLength(500);
        builder.Property(a => a.FlagNote).HasMaxLength(2000);
        builder.HasIndex(a => new { a.QueueItemId, a.LabelerId }).IsUnique();
        builder.HasIndex(a => a.LeaseUntil).HasFilter("state = 0").HasDatabaseName("IX_Assignments_Leased");
        builder.HasIndex(a => new { a.LabelerId, a.FinishedAt });
        builder.HasOne<QueueItem>().WithMany().HasForeignKey(a => a.QueueItemId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Labeler>().WithMany().HasForeignKey(a => a.LabelerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LabelDraftConfiguration : IEntityTypeConfiguration<LabelDraft>
{
    public void Configure(EntityTypeBuilder<LabelDraft> builder)
    {
        builder.ToTable("label_drafts");
        builder.HasKey(d => d.AssignmentId);
        builder.Property(d => d.AssignmentId).ValueGeneratedNever();
        builder.HasOne<Assignment>().WithOne().HasForeignKey<LabelDraft>(d => d.AssignmentId).OnDelete(DeleteBehavior.Cascade);
    }
}
