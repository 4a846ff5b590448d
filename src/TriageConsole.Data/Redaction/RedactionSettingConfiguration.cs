using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Tenants;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Redaction;

internal sealed class RedactionSettingConfiguration : IEntityTypeConfiguration<RedactionSetting>
{
    public void Configure(EntityTypeBuilder<RedactionSetting> builder)
    {
        builder.ToTable("redaction_settings");
        builder.HasIndex(s => s.TenantId).IsUnique().HasFilter("workflow_id IS NULL").HasDatabaseName("IX_RedactionSettings_Tenant");
        builder.HasIndex(s => new { s.TenantId, s.WorkflowId }).IsUnique();
        builder.HasOne<Tenant>().WithMany().HasForeignKey(s => s.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(s => new { s.TenantId, s.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
