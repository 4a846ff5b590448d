using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Access;

internal sealed class ProvisionedUserConfiguration : IEntityTypeConfiguration<ProvisionedUser>
{
    public void Configure(EntityTypeBuilder<ProvisionedUser> builder)
    {
        builder.ToTable("provisioned_users");
        builder.HasKey(p => p.UserId);
        builder.Property(p => p.UserId).ValueGeneratedNever();
        builder.Property(p => p.UserName).HasMaxLength(256);
        builder.Property(p => p.NormalizedUserName).HasMaxLength(256);
        builder.Property(p => p.ExternalId).HasMaxLength(256);
        builder.HasIndex(p => p.NormalizedUserName).IsUnique();
        builder.HasIndex(p => p.ExternalId).IsUnique();
        builder.HasOne(p => p.User).WithOne().HasForeignKey<ProvisionedUser>(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
