using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Labeling;

namespace TriageConsole.Data.Datasets;

internal sealed class DatasetItemConfiguration : IEntityTypeConfiguration<DatasetItem>
{
    public void Configure(EntityTypeBuilder<DatasetItem> builder)
    {
        builder.ToTable(
            "dataset_items",
            t =>
            {
                t.HasCheckConstraint("ck_dataset_items_place", "place >= 1 AND weight >= 0");
                // A row is either hashed with its salt, or erased without it.
                t.HasCheckConstraint(
                    "ck_dataset_items_salt",
                    "(salt IS NULL AND erased_at IS NOT NULL) OR (salt IS NOT NULL AND erased_at IS NULL)"
                );
                t.HasCheckConstraint(
                    "ck_dataset_items_response",
                    "response BETWEEN 0 AND 4 AND ((response = 2 AND correction_label_id IS NOT NULL AND correction_criterion IS NOT NULL) "
                        + "OR (response <> 2 AND correction_label_id IS NULL AND correction_criterion IS NULL))"
                );
            }
        );
        builder.HasKey(i => new { i.VersionId, i.Place });
        builder.Property(i => i.Key).HasMaxLength(300);
        builder.Property(i => i.TaskKey).HasMaxLength(300);
        builder.Property(i => i.InputHash).HasMaxLength(300);
        builder.Property(i => i.Split).HasMaxLength(40);
        builder.Property(i => i.Pattern).HasMaxLength(1000);
        builder.Property(i => i.CorrectionCriterion).HasMaxLength(100);
        builder.Property(i => i.RowHash).HasMaxLength(64);
        builder.Property(i => i.Salt).HasMaxLength(64);
        builder.HasIndex(i => new { i.VersionId, i.InteractionId }).IsUnique();
        builder.HasIndex(i => i.InteractionId);
        builder.HasOne<DatasetVersion>().WithMany().HasForeignKey(i => i.VersionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Interaction>().WithMany().HasForeignKey(i => i.InteractionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Label>().WithMany().HasForeignKey(i => i.CorrectionLabelId).OnDelete(DeleteBehavior.Restrict);
    }
}
