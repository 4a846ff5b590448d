using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Access;

internal sealed class AppUserConfiguration : IEntityTypeConfiguration<AppUser>
{
    public void Configure(EntityTypeBuilder<AppUser> builder)
    {
        builder.ToTable(
            "users",
            t =>
            {
                t.HasCheckConstraint("ck_users_theme", "theme IN ('light', 'dark')");
                t.HasCheckConstraint("ck_users_flag_notices", "flag_notices >= 0 AND flag_notices <= 2");
            }
        );
        builder.Property(u => u.DisplayName).HasMaxLength(200);
        builder.Property(u => u.Theme).HasMaxLength(10);
        builder.Property(u => u.LabelKeys).HasMaxLength(500);
        builder.Property(u => u.TimeZone).HasMaxLength(100);
        builder.Property(u => u.FlagNotices).HasDefaultValue(FlagNotices.None);
    }
}
