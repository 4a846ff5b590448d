using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Access;

internal sealed class AppUserConfiguration : IEntityTypeConfiguration<AppUser>
{
    public void Configure(EntityTypeBuilder<AppUser> builder)
    {
        builder.ToTable("users", t => t.HasCheckConstraint("ck_users_theme", "theme IN ('light', 'dark')"));
        builder.Property(u => u.DisplayName).HasMaxLength(200);
        builder.Property(u => u.Theme).HasMaxLength(10);
        builder.Property(u => u.LabelKeys).HasMaxLength(500);
    }
}
