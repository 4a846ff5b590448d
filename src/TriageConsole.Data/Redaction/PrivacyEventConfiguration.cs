using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Tenants;

namespace TriageConsole.Data.Redaction;

internal sealed class PrivacyEventConfiguration : IEntityTypeConfiguration<PrivacyEvent>
{
    public void Configure(EntityTypeBuilder<PrivacyEvent> builder)
    {
        builder.ToTable("privacy_events");
        builder.Property(e => e.SubjectHash).HasMaxLength(50);
        builder.Property(e => e.Actor).HasMaxLength(200);
        builder.Property(e => e.Reason).HasMaxLength(1000);
        builder.HasIndex(e => new { e.TenantId, e.At });
        builder.HasOne<Tenant>().WithMany().HasForeignKey(e => e.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(e => e.ActorId).OnDelete(DeleteBehavior.SetNull);
    }
}
