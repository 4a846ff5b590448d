using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Tenants;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Access;

internal sealed class PersonGroupRoleConfiguration : IEntityTypeConfiguration<PersonGroupRole>
{
    public void Configure(EntityTypeBuilder<PersonGroupRole> builder)
    {
        builder.ToTable(
            "group_roles",
            t => t.HasCheckConstraint("ck_group_roles_scope", "tenant_id IS NOT NULL OR (workflow_id IS NULL AND role = 3)")
        );
        builder.Property(r => r.AddedBy).HasMaxLength(256);
        builder
            .HasIndex(r => new
            {
                r.GroupId,
                r.Role,
                r.TenantId,
                r.WorkflowId,
            })
            .IsUnique()
            .HasFilter(null)
            .AreNullsDistinct(false);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(r => r.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(r => new { r.TenantId, r.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
