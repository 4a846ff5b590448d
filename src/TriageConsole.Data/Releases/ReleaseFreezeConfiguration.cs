using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Tenants;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Releases;

internal sealed class ReleaseFreezeConfiguration : IEntityTypeConfiguration<ReleaseFreeze>
{
    public void Configure(EntityTypeBuilder<ReleaseFreeze> builder)
    {
        builder.ToTable(
            "release_freezes",
            t =>
                t.HasCheckConstraint(
                    "ck_release_freezes_period",
                    "(starts_at IS NOT NULL AND ends_at > starts_at AND start_minute IS NULL AND end_minute IS NULL) OR "
                        + "(starts_at IS NULL AND ends_at IS NULL AND start_minute BETWEEN 0 AND 10079 "
                        + "AND end_minute BETWEEN 0 AND 10079 AND start_minute <> end_minute)"
                )
        );
        builder.Property(f => f.Name).HasMaxLength(200);
        builder.Property(f => f.TimeZone).HasMaxLength(64);
        builder.Property(f => f.CreatedBy).HasMaxLength(256);
        builder.Property(f => f.RemovedBy).HasMaxLength(256);
        builder.HasIndex(f => f.TenantId).HasFilter("removed_at IS NULL");
        builder.HasOne<Tenant>().WithMany().HasForeignKey(f => f.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(f => f.CreatedById).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(f => new { f.TenantId, f.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
