using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Agreement;

internal sealed class ConsensusFitConfiguration : IEntityTypeConfiguration<ConsensusFit>
{
    public void Configure(EntityTypeBuilder<ConsensusFit> builder)
    {
        builder.ToTable("consensus_fits");
        builder.HasKey(f => f.CriterionId);
        builder.Property(f => f.CriterionId).ValueGeneratedNever();
        builder.HasOne<AgreementCriterion>().WithOne().HasForeignKey<ConsensusFit>(f => f.CriterionId).OnDelete(DeleteBehavior.Cascade);
    }
}
