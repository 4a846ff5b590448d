using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Triage;

public enum QueueSource
{
    Prioritized = 0,
    Audit = 1,
    Disagreement = 2,
    GoldenCheck = 3,
    Requested = 4,
    Relabel = 5,
}

/// <summary>An interaction that waits for experts' labels, with as many slots as labels are wanted.</summary>
public sealed class QueueItem
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public long WorkflowId { get; set; }

    public long InteractionId { get; set; }

    public QueueSource Source { get; set; }

    public double Priority { get; set; }

    /// <summary>In words, with the numbers: why the item is where it is.</summary>
    public required string Reason { get; set; }

    /// <summary>Slots nobody holds. The queue is the items where this is above zero.</summary>
    public int OpenSlots { get; set; }

    /// <summary>Labels wanted in all.</summary>
    public int Slots { get; set; }

    /// <summary>Labels given.</summary>
    public int LabelsDone { get; set; }

    /// <summary>The probability with which the draw took this item, 0..1: what unbiased estimates divide by.</summary>
    public double InclusionProbability { get; set; } = 1;

    /// <summary>Of the two samples: the share of all traffic drawn into the audit sample when the interaction came, 0..1; null for other sources.</summary>
    public double? AuditProbability { get; set; }

    /// <summary>The draw that took a prioritized item; null where it was taken for certain.</summary>
    public long? DrawId { get; set; }

    public DateTimeOffset? DroppedAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed class QueueItemConfiguration : IEntityTypeConfiguration<QueueItem>
{
    public void Configure(EntityTypeBuilder<QueueItem> builder)
    {
        builder.ToTable(
            "queue_items",
            t =>
            {
                t.HasCheckConstraint("ck_queue_items_slots", "open_slots >= 0 AND open_slots <= slots AND slots BETWEEN 1 AND 20");
                t.HasCheckConstraint("ck_queue_items_probability", "inclusion_probability > 0 AND inclusion_probability <= 1");
            }
        );
        builder.Property(q => q.Reason).HasMaxLength(500);
        // The queue itself: only items with an open slot, in the order they are handed out.
        builder
            .HasIndex(q => new
            {
                q.WorkflowId,
                q.Priority,
                q.Id,
            })
            .IsDescending(false, true, false)
            .HasFilter("open_slots > 0")
            .HasDatabaseName("IX_QueueItems_Open");
        builder.HasIndex(q => new { q.InteractionId, q.Source }).IsUnique();
        builder.HasIndex(q => new
        {
            q.WorkflowId,
            q.Source,
            q.CreatedAt,
        });
        builder.HasOne<Draw>().WithMany().HasForeignKey(q => q.DrawId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Interaction>().WithMany().HasForeignKey(q => q.InteractionId).OnDelete(DeleteBehavior.Cascade);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(q => new { q.TenantId, q.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
