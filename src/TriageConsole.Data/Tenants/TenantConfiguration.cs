using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Tenants;

internal sealed class TenantConfiguration : IEntityTypeConfiguration<Tenant>
{
    public void Configure(EntityTypeBuilder<Tenant> builder)
    {
        builder.ToTable(
            "tenants",
            t =>
            {
                t.HasCheckConstraint("ck_tenants_limits", "max_workflows >= 0 AND max_imported_rubrics >= 0");
                t.HasCheckConstraint("ck_tenants_simulation", "simulated_since IS NULL OR demo_finished_at IS NOT NULL");
            }
        );
        builder.Property(t => t.Key).HasMaxLength(200);
        builder.Property(t => t.Name).HasMaxLength(200);
        builder.HasIndex(t => t.Key).IsUnique();
    }
}
