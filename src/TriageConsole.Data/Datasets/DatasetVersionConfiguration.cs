using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Datasets;

internal sealed class DatasetVersionConfiguration : IEntityTypeConfiguration<DatasetVersion>
{
    public void Configure(EntityTypeBuilder<DatasetVersion> builder)
    {
        builder.ToTable(
            "dataset_versions",
            t =>
            {
                t.HasCheckConstraint("ck_dataset_versions_number", "number >= 1 AND rows >= 1");
                t.HasCheckConstraint("ck_dataset_versions_parent", "parent_number IS NULL OR parent_number < number");
                t.HasCheckConstraint("ck_dataset_versions_range", "from_time < to_time");
            }
        );
        builder.Property(v => v.Identity).HasMaxLength(64);
        builder.Property(v => v.CodeVersion).HasMaxLength(100);
        builder.Property(v => v.CreatedBy).HasMaxLength(200);
        builder.HasAlternateKey(v => new { v.DatasetId, v.Number });
        builder.HasIndex(v => new { v.DatasetId, v.Identity }).IsUnique();
        builder.HasOne<Dataset>().WithMany().HasForeignKey(v => v.DatasetId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<DatasetVersion>()
            .WithMany()
            .HasForeignKey(v => new { v.DatasetId, v.ParentNumber })
            .HasPrincipalKey(v => new { v.DatasetId, v.Number })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
