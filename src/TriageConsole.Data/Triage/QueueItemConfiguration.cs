using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Triage;

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
        // The queue itself: only items with an open slot, in their order for labelers.
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
        builder.HasIndex(q => q.AssignedToId).HasFilter("assigned_to_id IS NOT NULL");
        builder.HasOne<AppUser>().WithMany().HasForeignKey(q => q.AssignedToId).OnDelete(DeleteBehavior.SetNull);
        builder.HasIndex(q => new
        {
            q.WorkflowId,
            q.Source,
            q.CreatedAt,
        });
        // Prioritized items that no round selected; their number is part of the budget of a week.
        builder
            .HasIndex(q => new { q.WorkflowId, q.CreatedAt })
            .HasFilter("sampling_round_id IS NULL AND source = 0")
            .HasDatabaseName("IX_QueueItems_Certain");
        builder.HasOne<SamplingRound>().WithMany().HasForeignKey(q => q.SamplingRoundId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Interaction>().WithMany().HasForeignKey(q => q.InteractionId).OnDelete(DeleteBehavior.Cascade);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(q => new { q.TenantId, q.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
