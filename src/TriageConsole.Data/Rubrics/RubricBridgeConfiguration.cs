using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Rubrics;

internal sealed class RubricBridgeConfiguration : IEntityTypeConfiguration<RubricBridge>
{
    public void Configure(EntityTypeBuilder<RubricBridge> builder)
    {
        builder.ToTable("rubric_bridges", t => t.HasCheckConstraint("ck_rubric_bridges_versions", "rubric_version_id <> from_version_id"));
        builder.HasKey(b => b.RubricVersionId);
        builder.Property(b => b.RubricVersionId).ValueGeneratedNever();
        builder.HasOne<RubricVersion>().WithOne().HasForeignKey<RubricBridge>(b => b.RubricVersionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<RubricVersion>().WithMany().HasForeignKey(b => b.FromVersionId).OnDelete(DeleteBehavior.Restrict);
    }
}
