using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.AuditLog;

/// <summary>No foreign keys: an entry outlives what it is about.</summary>
internal sealed class AuditLogConfiguration
    : IEntityTypeConfiguration<AuditRecord>,
        IEntityTypeConfiguration<AuditLogRow>,
        IEntityTypeConfiguration<AuditCheckpointRow>,
        IEntityTypeConfiguration<AuditKey>
{
    public void Configure(EntityTypeBuilder<AuditRecord> builder)
    {
        builder.ToTable("audit_records");
        builder.Property(r => r.Actor).HasMaxLength(300);
        builder.Property(r => r.Action).HasMaxLength(60);
        builder.Property(r => r.Subject).HasMaxLength(500);
    }

    public void Configure(EntityTypeBuilder<AuditLogRow> builder)
    {
        builder.ToTable(
            "audit_log",
            t =>
            {
                t.HasTrigger("audit_log_stays");
                t.HasCheckConstraint("ck_audit_log_number", "number >= 1");
            }
        );
        builder.HasKey(r => r.Number);
        builder.Property(r => r.Number).ValueGeneratedNever();
        builder.Property(r => r.Tenant).HasMaxLength(200);
        builder.Property(r => r.Actor).HasMaxLength(300);
        builder.Property(r => r.Action).HasMaxLength(60);
        builder.Property(r => r.Subject).HasMaxLength(500);
        builder.Property(r => r.Previous).HasMaxLength(32);
        builder.Property(r => r.Hash).HasMaxLength(32);
        builder.HasIndex(r => new { r.Tenant, r.Number });
    }

    public void Configure(EntityTypeBuilder<AuditCheckpointRow> builder)
    {
        builder.ToTable("audit_checkpoints");
        builder.HasKey(c => c.Size);
        builder.Property(c => c.Size).ValueGeneratedNever();
        builder.Property(c => c.Note).HasMaxLength(2000);
        builder.Property(c => c.Subtrees).HasMaxLength(64 * 32);
    }

    public void Configure(EntityTypeBuilder<AuditKey> builder)
    {
        builder.ToTable("audit_key");
        builder.Property(k => k.Id).ValueGeneratedNever();
        builder.Property(k => k.Origin).HasMaxLength(200);
        builder.Property(k => k.PublicKey).HasMaxLength(200);
    }
}
