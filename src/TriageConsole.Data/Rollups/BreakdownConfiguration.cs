using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Rollups;

internal sealed class BreakdownConfiguration : IEntityTypeConfiguration<Breakdown>
{
    public void Configure(EntityTypeBuilder<Breakdown> builder)
    {
        builder.ToTable(
            "breakdowns",
            t => t.HasCheckConstraint("ck_breakdowns_counts", "events >= 0 AND outcome_count >= 0 AND outcome_count <= events")
        );
        builder.HasKey(b => new
        {
            b.SliceId,
            b.Day,
            b.Kind,
            b.Key,
        });
        builder.Property(b => b.Key).HasMaxLength(220);
        builder.HasOne<Slice>().WithMany().HasForeignKey(b => b.SliceId).OnDelete(DeleteBehavior.Cascade);
    }
}
