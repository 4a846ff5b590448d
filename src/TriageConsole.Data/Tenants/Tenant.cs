using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Tenants;

public sealed class Tenant
{
    public long Id { get; set; }

    /// <summary>The tenant_id of events; never changes.</summary>
    public required string Key { get; set; }

    public required string Name { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>How many workflows its events may create; null for the configuration's.</summary>
    public int? MaxWorkflows { get; set; }

    /// <summary>How many criteria its imported labels may bring to a workflow; null for the configuration's.</summary>
    public int? MaxImportedRubrics { get; set; }
}

internal sealed class TenantConfiguration : IEntityTypeConfiguration<Tenant>
{
    public void Configure(EntityTypeBuilder<Tenant> builder)
    {
        builder.ToTable("tenants", t => t.HasCheckConstraint("ck_tenants_limits", "max_workflows >= 0 AND max_imported_rubrics >= 0"));
        builder.Property(t => t.Key).HasMaxLength(200);
        builder.Property(t => t.Name).HasMaxLength(200);
        builder.HasIndex(t => t.Key).IsUnique();
    }
}
