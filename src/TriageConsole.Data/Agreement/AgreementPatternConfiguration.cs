using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Agreement;

internal sealed class AgreementPatternConfiguration : IEntityTypeConfiguration<AgreementPattern>
{
    public void Configure(EntityTypeBuilder<AgreementPattern> builder)
    {
        builder.ToTable("agreement_patterns", t => t.HasCheckConstraint("ck_agreement_patterns_items", "items >= 0"));
        builder.HasKey(p => new
        {
            p.CriterionId,
            p.Day,
            p.Hash,
        });
        builder.Property(p => p.Hash).HasMaxLength(32);
        builder.HasOne<AgreementCriterion>().WithMany().HasForeignKey(p => p.CriterionId).OnDelete(DeleteBehavior.Cascade);
    }
}
