using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Patterns;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Comments;

internal sealed class CommentConfiguration : IEntityTypeConfiguration<Comment>
{
    public void Configure(EntityTypeBuilder<Comment> builder)
    {
        builder.ToTable(
            "comments",
            t =>
            {
                t.HasCheckConstraint(
                    "ck_comments_subject",
                    "(interaction_id IS NULL AND pattern_id IS NOT NULL) OR (interaction_id IS NOT NULL AND pattern_id IS NULL)"
                );
                t.HasCheckConstraint("ck_comments_deleted", "deleted_at IS NULL OR text = ''");
            }
        );
        builder.Property(c => c.Text).HasMaxLength(Comment.MaxText);
        builder.HasIndex(c => new { c.InteractionId, c.Id }).HasFilter("interaction_id IS NOT NULL");
        builder.HasIndex(c => new { c.PatternId, c.Id }).HasFilter("pattern_id IS NOT NULL");
        // Each instance looks once a second for what other instances changed.
        builder.HasIndex(c => c.EditedAt).HasFilter("edited_at IS NOT NULL");
        builder.HasIndex(c => c.DeletedAt).HasFilter("deleted_at IS NOT NULL");
        builder.HasOne<Interaction>().WithMany().HasForeignKey(c => c.InteractionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<FailurePattern>().WithMany().HasForeignKey(c => c.PatternId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(c => c.AuthorId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(c => new { c.TenantId, c.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
