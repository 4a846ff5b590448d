using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Rubrics;

internal sealed class RubricVersionConfiguration : IEntityTypeConfiguration<RubricVersion>
{
    public void Configure(EntityTypeBuilder<RubricVersion> builder)
    {
        builder.ToTable("rubric_versions");
        builder.Property(v => v.PublishedBy).HasMaxLength(256);
        builder.Property(v => v.Note).HasMaxLength(1000);
        builder.HasIndex(v => new { v.RubricId, v.Number }).IsUnique();
        builder.HasOne(v => v.Rubric).WithMany().HasForeignKey(v => v.RubricId).OnDelete(DeleteBehavior.Restrict);
    }
}
