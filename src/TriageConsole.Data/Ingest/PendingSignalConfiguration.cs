using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Tenants;

namespace TriageConsole.Data.Ingest;

internal sealed class PendingSignalConfiguration : IEntityTypeConfiguration<PendingSignal>
{
    public void Configure(EntityTypeBuilder<PendingSignal> builder)
    {
        builder.ToTable("pending_signals");
        builder.Property(s => s.TraceId).HasMaxLength(300);
        builder.Property(s => s.TaskType).HasMaxLength(200);
        builder.Property(s => s.TaskId).HasMaxLength(300);
        builder.Property(s => s.OutputId).HasMaxLength(300);
        builder.Property(s => s.SessionId).HasMaxLength(300);
        builder.Property(s => s.SignalKey).HasMaxLength(100);
        builder
            .HasIndex(s => new
            {
                s.TenantId,
                s.TraceId,
                s.SignalKey,
            })
            .IsUnique();
        builder.HasIndex(s => new { s.TenantId, s.TaskId });
        builder.HasIndex(s => new { s.TenantId, s.OutputId }).HasFilter("output_id IS NOT NULL");
        builder.HasIndex(s => new { s.TenantId, s.SessionId }).HasFilter("session_id IS NOT NULL");
        builder.HasOne<Tenant>().WithMany().HasForeignKey(s => s.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}
