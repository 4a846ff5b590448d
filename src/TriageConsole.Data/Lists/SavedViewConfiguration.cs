using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Tenants;

namespace TriageConsole.Data.Lists;

internal sealed class SavedViewConfiguration : IEntityTypeConfiguration<SavedView>
{
    public void Configure(EntityTypeBuilder<SavedView> builder)
    {
        builder.ToTable("saved_views");
        builder.Property(v => v.Page).HasMaxLength(SavedView.PageLength);
        builder.Property(v => v.Name).HasMaxLength(SavedView.NameLength);
        builder.Property(v => v.Query).HasMaxLength(SavedView.QueryLength);
        builder
            .HasIndex(v => new
            {
                v.UserId,
                v.Page,
                v.Name,
            })
            .IsUnique();
        builder.HasOne(v => v.User).WithMany().HasForeignKey(v => v.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(v => v.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}
