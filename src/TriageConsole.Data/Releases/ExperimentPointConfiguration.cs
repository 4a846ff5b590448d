using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Releases;

internal sealed class ExperimentPointConfiguration : IEntityTypeConfiguration<ExperimentPoint>
{
    public void Configure(EntityTypeBuilder<ExperimentPoint> builder)
    {
        builder.ToTable("experiment_points");
        builder.HasKey(p => new
        {
            p.ExperimentId,
            p.ReleaseId,
            p.At,
        });
        builder.HasOne<ExperimentArm>().WithMany().HasForeignKey(p => new { p.ExperimentId, p.ReleaseId }).OnDelete(DeleteBehavior.Cascade);
    }
}
