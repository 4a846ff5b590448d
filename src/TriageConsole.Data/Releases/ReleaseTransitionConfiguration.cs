using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;

namespace TriageConsole.Data.Releases;

internal sealed class ReleaseTransitionConfiguration : IEntityTypeConfiguration<ReleaseTransition>
{
    public void Configure(EntityTypeBuilder<ReleaseTransition> builder)
    {
        builder.ToTable(
            "release_transitions",
            t =>
            {
                t.HasTrigger("release_transitions_stay");
                t.HasCheckConstraint("ck_release_transitions_legal", ReleaseTransition.LegalPairs);
                t.HasCheckConstraint(
                    "ck_release_transitions_chain",
                    "(number = 1 AND previous_number IS NULL AND from_state = 0) OR (number > 1 AND previous_number = number - 1)"
                );
                t.HasCheckConstraint("ck_release_transitions_override", "override_reason IS NULL OR override_reason <> ''");
            }
        );
        builder.HasKey(t => new { t.ReleaseId, t.Number });
        builder.HasAlternateKey(t => new
        {
            t.ReleaseId,
            t.Number,
            t.ToState,
        });
        builder.Property(t => t.Actor).HasMaxLength(256);
        builder.Property(t => t.Reason).HasMaxLength(1000);
        builder.Property(t => t.OverrideReason).HasMaxLength(1000);
        builder
            .HasOne<ReleaseTransition>()
            .WithMany()
            .HasForeignKey(t => new
            {
                t.ReleaseId,
                t.PreviousNumber,
                t.FromState,
            })
            .HasPrincipalKey(t => new
            {
                t.ReleaseId,
                t.Number,
                t.ToState,
            })
            .IsRequired(false)
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Release>().WithMany().HasForeignKey(t => t.ReleaseId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Release>().WithMany().HasForeignKey(t => t.OtherReleaseId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(t => t.ActorId).OnDelete(DeleteBehavior.Restrict);
    }
}
