using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Labeling;

namespace TriageConsole.Data.Agreement;

internal sealed class LabelerPairConfiguration : IEntityTypeConfiguration<LabelerPair>
{
    public void Configure(EntityTypeBuilder<LabelerPair> builder)
    {
        builder.ToTable(
            "labeler_pairs",
            t =>
            {
                t.HasCheckConstraint("ck_labeler_pairs_items", "items >= 0");
                t.HasCheckConstraint("ck_labeler_pairs_order", "labeler_a_id < labeler_b_id");
            }
        );
        builder.HasKey(p => new
        {
            p.CriterionId,
            p.Day,
            p.LabelerAId,
            p.LabelerBId,
            p.ValueAId,
            p.ValueBId,
        });
        builder.HasOne<AgreementCriterion>().WithMany().HasForeignKey(p => p.CriterionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Labeler>().WithMany().HasForeignKey(p => p.LabelerAId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Labeler>().WithMany().HasForeignKey(p => p.LabelerBId).OnDelete(DeleteBehavior.Restrict);
    }
}
