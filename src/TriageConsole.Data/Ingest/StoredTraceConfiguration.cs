using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Tenants;

namespace TriageConsole.Data.Ingest;

internal sealed class StoredTraceConfiguration : IEntityTypeConfiguration<StoredTrace>
{
    public void Configure(EntityTypeBuilder<StoredTrace> builder)
    {
        builder.ToTable("traces");
        builder.Property(t => t.TraceId).HasMaxLength(300);
        builder.Property(t => t.DefaultWorkflow).HasMaxLength(200);
        builder.HasIndex(t => new { t.TenantId, t.TraceId }).IsUnique();
        builder.HasIndex(t => t.UpdatedAt);
        builder.HasIndex(t => t.Id).HasFilter("needs_fold = {true}").HasDatabaseName("IX_Traces_NeedsFold");
        builder.HasOne<Tenant>().WithMany().HasForeignKey(t => t.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}
