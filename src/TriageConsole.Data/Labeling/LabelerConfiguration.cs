using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Tenants;

namespace TriageConsole.Data.Labeling;

internal sealed class LabelerConfiguration : IEntityTypeConfiguration<Labeler>
{
    public void Configure(EntityTypeBuilder<Labeler> builder)
    {
        builder.ToTable("labelers");
        builder.Property(l => l.Key).HasMaxLength(300);
        builder.Property(l => l.Name).HasMaxLength(300);
        builder.HasIndex(l => new { l.TenantId, l.Key }).IsUnique();
        builder.HasOne<Tenant>().WithMany().HasForeignKey(l => l.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(l => l.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}
