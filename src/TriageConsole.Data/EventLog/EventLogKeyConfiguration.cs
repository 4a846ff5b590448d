using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Tenants;

namespace TriageConsole.Data.EventLog;

internal sealed class EventLogKeyConfiguration : IEntityTypeConfiguration<EventLogKey>
{
    public void Configure(EntityTypeBuilder<EventLogKey> builder)
    {
        builder.ToTable(
            "event_log_keys",
            t =>
                t.HasCheckConstraint(
                    "ck_event_log_keys_destroyed",
                    "(salt IS NULL AND destroyed_at IS NOT NULL) OR (salt IS NOT NULL AND destroyed_at IS NULL)"
                )
        );
        builder.Property(k => k.Subject).HasMaxLength(300);
        builder.Property(k => k.Salt).HasMaxLength(16);
        // A person who comes back after the erasure gets a new key.
        builder.HasIndex(k => new { k.TenantId, k.Subject }).IsUnique().HasFilter("destroyed_at IS NULL");
        builder.HasOne<Tenant>().WithMany().HasForeignKey(k => k.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}
