using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;

namespace TriageConsole.Data.Labeling;

internal sealed class FlagEntryConfiguration : IEntityTypeConfiguration<FlagEntry>
{
    public void Configure(EntityTypeBuilder<FlagEntry> builder)
    {
        builder.ToTable("flag_entries", t => t.HasCheckConstraint("ck_flag_entries_text", "kind <> 0 OR text <> ''"));
        builder.Property(e => e.Text).HasMaxLength(2000);
        builder.HasIndex(e => new { e.FlagId, e.Id });
        builder.HasIndex(e => e.FlagId, "IX_FlagEntries_Unseen").HasFilter("seen_at IS NULL").HasDatabaseName("IX_FlagEntries_Unseen");
        builder.HasOne(e => e.Flag).WithMany(f => f.Entries).HasForeignKey(e => e.FlagId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(e => e.AuthorId).OnDelete(DeleteBehavior.Restrict);
    }
}
