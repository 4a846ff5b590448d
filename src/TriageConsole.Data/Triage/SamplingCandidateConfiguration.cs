using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Data.Triage;

internal sealed class SamplingCandidateConfiguration : IEntityTypeConfiguration<SamplingCandidate>
{
    public void Configure(EntityTypeBuilder<SamplingCandidate> builder)
    {
        builder.ToTable(
            "sampling_candidates",
            t => t.HasCheckConstraint("ck_sampling_candidates_inclusion", "inclusion >= 0 AND inclusion <= 1")
        );
        builder.HasKey(c => c.InteractionId);
        builder.Property(c => c.InteractionId).ValueGeneratedNever();
        builder
            .HasIndex(c => new { c.WorkflowId, c.Since })
            .HasFilter("sampling_round_id IS NULL")
            .HasDatabaseName("IX_SamplingCandidates_Waiting");
        builder.HasIndex(c => c.SamplingRoundId);
        builder.HasOne<Interaction>().WithOne().HasForeignKey<SamplingCandidate>(c => c.InteractionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<SamplingRound>().WithMany().HasForeignKey(c => c.SamplingRoundId).OnDelete(DeleteBehavior.Restrict);
    }
}
