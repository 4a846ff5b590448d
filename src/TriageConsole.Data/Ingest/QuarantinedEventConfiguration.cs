using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Tenants;

namespace TriageConsole.Data.Ingest;

internal sealed class QuarantinedEventConfiguration : IEntityTypeConfiguration<QuarantinedEvent>
{
    public void Configure(EntityTypeBuilder<QuarantinedEvent> builder)
    {
        builder.ToTable("quarantined_events");
        builder.Property(e => e.ContentHash).HasMaxLength(64);
        builder.Property(e => e.Reason).HasMaxLength(50);
        builder.HasIndex(e => new { e.TenantId, e.ContentHash }).IsUnique();
        builder.HasIndex(e => new { e.TenantId, e.ReceivedAt });
        builder.HasOne<Tenant>().WithMany().HasForeignKey(e => e.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}
