using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Labeling;

namespace TriageConsole.Data.Agreement;

internal sealed class LabelerQualityConfiguration : IEntityTypeConfiguration<LabelerQuality>
{
    public void Configure(EntityTypeBuilder<LabelerQuality> builder)
    {
        builder.ToTable("labeler_qualities", t => t.HasCheckConstraint("ck_labeler_qualities_right", "expected_right >= 0 AND labels > 0"));
        builder.HasKey(q => new { q.CriterionId, q.LabelerId });
        builder.HasOne<ConsensusFit>().WithMany().HasForeignKey(q => q.CriterionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Labeler>().WithMany().HasForeignKey(q => q.LabelerId).OnDelete(DeleteBehavior.Restrict);
    }
}
