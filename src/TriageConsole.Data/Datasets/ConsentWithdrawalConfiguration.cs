using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Tenants;

namespace TriageConsole.Data.Datasets;

internal sealed class ConsentWithdrawalConfiguration : IEntityTypeConfiguration<ConsentWithdrawal>
{
    public void Configure(EntityTypeBuilder<ConsentWithdrawal> builder)
    {
        builder.ToTable("consent_withdrawals");
        builder.HasKey(w => new { w.TenantId, w.UserId });
        builder.Property(w => w.UserId).HasMaxLength(300);
        builder.Property(w => w.RecordedBy).HasMaxLength(200);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(w => w.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}
