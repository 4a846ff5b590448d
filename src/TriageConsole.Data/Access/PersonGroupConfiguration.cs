using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Access;

internal sealed class PersonGroupConfiguration : IEntityTypeConfiguration<PersonGroup>
{
    public void Configure(EntityTypeBuilder<PersonGroup> builder)
    {
        builder.ToTable("groups");
        builder.Property(g => g.Name).HasMaxLength(200);
        builder.Property(g => g.NormalizedName).HasMaxLength(200);
        builder.Property(g => g.ExternalId).HasMaxLength(256);
        builder.Property(g => g.RowVersion).IsConcurrencyToken();
        builder.HasIndex(g => g.NormalizedName).IsUnique();
        builder.HasIndex(g => g.ExternalId).IsUnique();
        builder.HasMany(g => g.Members).WithOne(m => m.Group).HasForeignKey(m => m.GroupId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(g => g.Roles).WithOne(r => r.Group).HasForeignKey(r => r.GroupId).OnDelete(DeleteBehavior.Cascade);
    }
}
