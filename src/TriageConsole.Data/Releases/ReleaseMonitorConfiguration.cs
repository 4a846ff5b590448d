using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Releases;

internal sealed class ReleaseMonitorConfiguration : IEntityTypeConfiguration<ReleaseMonitor>
{
    public void Configure(EntityTypeBuilder<ReleaseMonitor> builder)
    {
        builder.ToTable("release_monitors");
        builder.Property(w => w.Evidence).HasMaxLength(2000);
        builder.HasIndex(w => w.WorkflowId).IsUnique().HasFilter("is_running = {true}").HasDatabaseName("IX_ReleaseMonitors_Running");
        builder.HasIndex(w => new { w.ReleaseId, w.StartedAt });
        builder
            .HasOne<Release>()
            .WithMany()
            .HasForeignKey(w => new { w.WorkflowId, w.ReleaseId })
            .HasPrincipalKey(r => new { r.WorkflowId, r.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Release>()
            .WithMany()
            .HasForeignKey(w => new { w.WorkflowId, w.BaselineId })
            .HasPrincipalKey(r => new { r.WorkflowId, r.Id })
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(w => new { w.TenantId, w.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
