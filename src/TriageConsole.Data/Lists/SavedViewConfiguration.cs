using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Lists;

internal sealed class SavedViewConfiguration : IEntityTypeConfiguration<SavedView>
{
    public const int PageLength = 600;
    public const int NameLength = 100;
    public const int QueryLength = 4000;

    public void Configure(EntityTypeBuilder<SavedView> builder)
    {
        builder.ToTable("saved_views");
        builder.Property(v => v.Page).HasMaxLength(PageLength);
        builder.Property(v => v.Name).HasMaxLength(NameLength);
        builder.Property(v => v.Query).HasMaxLength(QueryLength);
        builder.HasIndex(v => new { v.UserId, v.Page });
        builder.HasOne(v => v.User).WithMany().HasForeignKey(v => v.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
