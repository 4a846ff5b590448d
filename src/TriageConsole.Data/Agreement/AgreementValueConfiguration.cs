using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Agreement;

internal sealed class AgreementValueConfiguration : IEntityTypeConfiguration<AgreementValue>
{
    public void Configure(EntityTypeBuilder<AgreementValue> builder)
    {
        builder.ToTable("agreement_values");
        builder.Property(v => v.Value).HasMaxLength(AgreementValue.MaxLength);
        builder.HasIndex(v => new { v.CriterionId, v.Value }).IsUnique();
        builder.HasOne<AgreementCriterion>().WithMany().HasForeignKey(v => v.CriterionId).OnDelete(DeleteBehavior.Cascade);
    }
}
