using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Evaluation;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Rubrics;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Labeling;

internal sealed class LabelConfiguration : IEntityTypeConfiguration<Label>
{
    public void Configure(EntityTypeBuilder<Label> builder)
    {
        builder.ToTable(
            "labels",
            t =>
            {
                t.HasCheckConstraint("ck_labels_revision", "revision >= 1");
                t.HasCheckConstraint("ck_labels_turn", "turn >= 0");
            }
        );
        builder.Property(l => l.Turn).HasDefaultValue(0);
        builder.Property(l => l.Reason).HasMaxLength(500);
        builder.HasIndex(l => new { l.LabelerId, l.IdempotencyKey }).IsUnique();
        builder.HasIndex(l => new { l.WorkflowId, l.Id });
        builder.HasIndex(l => l.InteractionId);
        // A labeler has at most one current label: a later one replaces it.
        builder
            .HasIndex(l => new
            {
                l.InteractionId,
                l.Turn,
                l.LabelerId,
                l.RubricId,
            })
            .IsUnique()
            .HasFilter("is_current = {true}")
            .HasDatabaseName("IX_Labels_InForce");
        builder.Property(l => l.IsCounted).HasDefaultValue(false);
        builder
            .HasIndex(l => new { l.WorkflowId, l.Id }, "IX_Labels_ToCount")
            .HasFilter("is_current = {true} AND is_counted = {false}")
            .HasDatabaseName("IX_Labels_ToCount");
        builder
            .HasIndex(l => new { l.WorkflowId, l.Id }, "IX_Labels_ToUncount")
            .HasFilter("is_current = {false} AND is_counted = {true}")
            .HasDatabaseName("IX_Labels_ToUncount");
        // One current label per assignment and turn.
        builder
            .HasIndex(l => new { l.AssignmentId, l.Turn })
            .IsUnique()
            .HasFilter("is_current = {true} AND is_extra = {false}")
            .HasDatabaseName("IX_Labels_CurrentOfAssignment");
        builder.HasIndex(l => new { l.WorkflowId, l.JudgeVersionId }).HasFilter("judge_version_id IS NOT NULL");
        builder
            .HasOne<JudgeVersion>()
            .WithMany()
            .HasForeignKey(l => new { l.WorkflowId, l.JudgeVersionId })
            .HasPrincipalKey(v => new { v.WorkflowId, v.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Assignment>().WithMany().HasForeignKey(l => l.AssignmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Interaction>().WithMany().HasForeignKey(l => l.InteractionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(l => l.Labeler).WithMany().HasForeignKey(l => l.LabelerId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<RubricVersion>()
            .WithMany()
            .HasForeignKey(l => new { l.RubricVersionId, l.RubricId })
            .HasPrincipalKey(v => new { v.Id, v.RubricId })
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(l => new { l.TenantId, l.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
