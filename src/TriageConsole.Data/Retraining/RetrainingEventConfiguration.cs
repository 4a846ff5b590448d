using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Retraining;

internal sealed class RetrainingEventConfiguration : IEntityTypeConfiguration<RetrainingEvent>
{
    public void Configure(EntityTypeBuilder<RetrainingEvent> builder)
    {
        builder.ToTable(
            "retraining_events",
            t =>
            {
                t.HasTrigger("retraining_events_stay");
                t.HasCheckConstraint(
                    "ck_retraining_events_kind",
                    "kind BETWEEN 0 AND 4 AND ((kind = 0 AND state IS NOT NULL) OR (kind <> 0 AND state IS NULL))"
                );
            }
        );
        builder.Property(e => e.Text).HasMaxLength(RetrainingEvent.MaxText);
        builder.HasIndex(e => new { e.RunId, e.Id });
        builder.HasOne<RetrainingRun>().WithMany().HasForeignKey(e => e.RunId).OnDelete(DeleteBehavior.Restrict);
    }
}
