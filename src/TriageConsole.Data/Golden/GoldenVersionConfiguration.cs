using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Agreement;
using TriageConsole.Data.Rubrics;

namespace TriageConsole.Data.Golden;

internal sealed class GoldenVersionConfiguration : IEntityTypeConfiguration<GoldenVersion>
{
    public void Configure(EntityTypeBuilder<GoldenVersion> builder)
    {
        builder.ToTable("golden_versions");
        builder.HasKey(v => new { v.GoldenItemId, v.Number });
        builder.Property(v => v.Reason).HasMaxLength(1000);
        builder.Property(v => v.MadeBy).HasMaxLength(256);
        builder.HasOne<GoldenItem>().WithMany(g => g.Versions).HasForeignKey(v => v.GoldenItemId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<RubricVersion>().WithMany().HasForeignKey(v => v.RubricVersionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Adjudication>().WithMany().HasForeignKey(v => v.AdjudicationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(v => v.MadeById).OnDelete(DeleteBehavior.Restrict);
    }
}
