using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Tenants;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Access;

internal sealed class RoleOfferConfiguration : IEntityTypeConfiguration<RoleOffer>
{
    public void Configure(EntityTypeBuilder<RoleOffer> builder)
    {
        builder.ToTable(
            "role_offers",
            t => t.HasCheckConstraint("ck_role_offers_scope", "tenant_id IS NOT NULL OR (workflow_id IS NULL AND role = 3)")
        );
        builder.Property(o => o.OfferedBy).HasMaxLength(256);
        builder
            .HasIndex(o => new
            {
                o.UserId,
                o.Role,
                o.TenantId,
                o.WorkflowId,
            })
            .IsUnique()
            .HasFilter(null)
            .AreNullsDistinct(false);
        builder.HasOne(o => o.User).WithMany().HasForeignKey(o => o.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(o => o.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(o => new { o.TenantId, o.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
