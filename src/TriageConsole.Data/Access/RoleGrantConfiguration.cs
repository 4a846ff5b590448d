using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Tenants;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Access;

internal sealed class RoleGrantConfiguration : IEntityTypeConfiguration<RoleGrant>
{
    public void Configure(EntityTypeBuilder<RoleGrant> builder)
    {
        builder.ToTable(
            "role_grants",
            t =>
            {
                t.HasCheckConstraint("ck_role_grants_scope", "tenant_id IS NOT NULL OR (workflow_id IS NULL AND role = 3)");
                t.HasCheckConstraint("ck_role_grants_source", "source >= 0 AND source <= 2");
            }
        );
        builder.Property(g => g.Source).HasDefaultValue(GrantSource.Person);
        builder.Property(g => g.GrantedBy).HasMaxLength(256);
        builder
            .HasIndex(g => new
            {
                g.UserId,
                g.Role,
                g.TenantId,
                g.WorkflowId,
                g.Source,
            })
            .IsUnique()
            .HasFilter(null)
            .AreNullsDistinct(false);
        builder.HasOne(g => g.User).WithMany().HasForeignKey(g => g.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(g => g.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(g => new { g.TenantId, g.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
