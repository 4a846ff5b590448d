using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Labeling;

namespace TriageConsole.Data.Agreement;

internal sealed class AgreementEntryConfiguration : IEntityTypeConfiguration<AgreementEntry>
{
    public void Configure(EntityTypeBuilder<AgreementEntry> builder)
    {
        builder.ToTable("agreement_entries");
        builder.HasKey(e => new
        {
            e.CriterionId,
            e.InteractionId,
            e.Turn,
            e.LabelerId,
        });
        builder.Property(e => e.Turn).HasDefaultValue(0);
        builder.HasIndex(e => e.InteractionId);
        builder.HasIndex(e => new { e.LabelerId, e.CriterionId });
        builder.HasOne<AgreementCriterion>().WithMany().HasForeignKey(e => e.CriterionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AgreementValue>().WithMany().HasForeignKey(e => e.ValueId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Interaction>().WithMany().HasForeignKey(e => e.InteractionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Labeler>().WithMany().HasForeignKey(e => e.LabelerId).OnDelete(DeleteBehavior.Restrict);
    }
}
