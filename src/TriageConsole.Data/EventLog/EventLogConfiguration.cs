using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Tenants;

namespace TriageConsole.Data.EventLog;

internal sealed class EventLogConfiguration
    : IEntityTypeConfiguration<EventLogSecret>,
        IEntityTypeConfiguration<EventLogEntry>,
        IEntityTypeConfiguration<EventLogSegment>
{
    public void Configure(EntityTypeBuilder<EventLogSecret> builder)
    {
        builder.ToTable("event_log_secret", t => t.HasCheckConstraint("ck_event_log_secret_one", "id = 1"));
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.LogId).HasMaxLength(8);
    }

    public void Configure(EntityTypeBuilder<EventLogEntry> builder)
    {
        builder.ToTable("event_log_outbox");
        builder.HasOne<Tenant>().WithMany().HasForeignKey(e => e.TenantId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<EventLogSegment> builder)
    {
        builder.ToTable("event_log_segments");
        builder.Property(s => s.Path).HasMaxLength(800);
        builder.Property(s => s.Sha256).HasMaxLength(64);
        builder.HasIndex(s => new { s.TenantId, s.FirstEntryId }).IsUnique();
        builder.HasIndex(s => new { s.TenantId, s.Hour });
        builder.HasOne<Tenant>().WithMany().HasForeignKey(s => s.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}
