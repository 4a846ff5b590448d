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

    /// <summary>When the demo began to be added to this tenant; its traffic is told from this day. Null: not the demo's, or of a time before this was kept.</summary>
    public DateTimeOffset? DemoStartedAt { get; set; }

    /// <summary>Null while the demo is incomplete: the next start goes on with it.</summary>
    public DateTimeOffset? DemoFinishedAt { get; set; }

    /// <summary>How many workflows its events may create; null for the configuration's.</summary>
    public int? MaxWorkflows { get; set; }

    /// <summary>How many rubric keys its imported labels may bring; null for the configuration's.</summary>
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
