using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Patterns;

internal sealed class FailureWindowConfiguration : IEntityTypeConfiguration<FailureWindow>
{
    public void Configure(EntityTypeBuilder<FailureWindow> builder)
    {
        builder.ToTable("failure_windows");
        builder.HasKey(w => new { w.WorkflowId, w.Start });
        builder.Property(w => w.Action).HasMaxLength(500);
        builder.HasIndex(w => w.ChangedAt).HasFilter("is_open = {true}").HasDatabaseName("IX_FailureWindows_Open");
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(w => new { w.TenantId, w.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
