using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Labeling;

namespace TriageConsole.Data.Golden;

internal sealed class CalibrationAnswerConfiguration : IEntityTypeConfiguration<CalibrationAnswer>
{
    public void Configure(EntityTypeBuilder<CalibrationAnswer> builder)
    {
        builder.ToTable("calibration_answers");
        builder.HasKey(a => new
        {
            a.LabelerId,
            a.GoldenItemId,
            a.Criterion,
        });
        builder.Property(a => a.Criterion).HasMaxLength(301);
        builder.HasOne<Labeler>().WithMany().HasForeignKey(a => a.LabelerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<GoldenVersion>().WithMany().HasForeignKey(a => new { a.GoldenItemId, a.Number }).OnDelete(DeleteBehavior.Restrict);
    }
}
