using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Rollups;

internal sealed class RollupConfiguration : IEntityTypeConfiguration<Rollup>
{
    public void Configure(EntityTypeBuilder<Rollup> builder)
    {
        builder.ToTable(
            "rollups",
            t =>
            {
                t.HasCheckConstraint("ck_rollups_grain", "grain IN (5, 60, 1440)");
                t.HasCheckConstraint(
                    "ck_rollups_counts",
                    "events >= 0 AND negatives >= 0 AND outcome_count >= 0 AND outcome_count <= events AND negatives "
                        + "<= events AND needs_review <= events"
                );
            }
        );
        // Older rows have no squares of costs.
        builder.Property(r => r.CostSquares).HasDefaultValue(0d);
        builder.HasKey(r => new
        {
            r.SliceId,
            r.Grain,
            r.Start,
        });
        builder.HasOne<Slice>().WithMany().HasForeignKey(r => r.SliceId).OnDelete(DeleteBehavior.Cascade);
    }
}
