using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Data.Triage;

internal sealed class DrawCandidateConfiguration : IEntityTypeConfiguration<DrawCandidate>
{
    public void Configure(EntityTypeBuilder<DrawCandidate> builder)
    {
        builder.ToTable("draw_candidates", t => t.HasCheckConstraint("ck_draw_candidates_inclusion", "inclusion >= 0 AND inclusion <= 1"));
        builder.HasKey(c => c.InteractionId);
        builder.Property(c => c.InteractionId).ValueGeneratedNever();
        builder.HasIndex(c => new { c.WorkflowId, c.Since }).HasFilter("draw_id IS NULL").HasDatabaseName("IX_DrawCandidates_Waiting");
        builder.HasIndex(c => new { c.WorkflowId, c.Since });
        builder.HasIndex(c => c.DrawId);
        builder.HasOne<Interaction>().WithOne().HasForeignKey<DrawCandidate>(c => c.InteractionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Draw>().WithMany().HasForeignKey(c => c.DrawId).OnDelete(DeleteBehavior.Restrict);
    }
}
